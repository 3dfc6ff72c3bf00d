// The mouth for each sound of flite and espeak-ng: how far it opens, and how wide it is, from 0 to 1.
const Shapes = {
    pau: [0, 0.5], m: [0, 0.5], b: [0, 0.5], p: [0, 0.5], f: [0.1, 0.55], v: [0.1, 0.55],
    aa: [1, 0.6], ae: [0.8, 0.8], ah: [0.7, 0.6], ao: [0.9, 0.4], aw: [0.9, 0.5], ay: [0.8, 0.7], eh: [0.6, 0.8], er: [0.4, 0.4], ey: [0.5, 0.9], ih: [0.4, 0.8], iy: [0.3, 1],
    ow: [0.7, 0.2], oy: [0.7, 0.3], uh: [0.4, 0.2], uw: [0.3, 0.1], ax: [0.5, 0.6],
    ch: [0.3, 0.3], jh: [0.3, 0.3], sh: [0.3, 0.25], zh: [0.3, 0.25], s: [0.15, 0.8], z: [0.15, 0.8], th: [0.25, 0.6], dh: [0.25, 0.6],
    l: [0.35, 0.6], r: [0.3, 0.3], w: [0.2, 0.1], y: [0.25, 0.9],
};
const Other = [0.25, 0.6];
const Smoothing = 0.4;

export class Face {
    #mouth;
    #phonemes = [];
    #item = null;
    #shape = [0, 0.5];

    constructor(mouth) { this.#mouth = mouth; }

    add(item, phonemes) {
        if (item !== this.#item) this.#phonemes = [];
        this.#item = item;
        this.#phonemes.push(...phonemes);
    }

    // Draws the mouth at a place of an answer, or closed.
    draw(item, playedMs, loudness) {
        const now = item === this.#item ? this.#phonemes.find(one => playedMs >= one.start_ms && playedMs < one.end_ms) : null;
        const wanted = now ? Shapes[now.text] ?? Other : [Math.min(1, 4 * loudness), 0.5];
        this.#shape = this.#shape.map((value, i) => value + Smoothing * (wanted[i] - value));
        const [open, wide] = this.#shape;
        const half = 16 + 22 * wide;
        const down = 2 + 34 * open;
        this.#mouth.setAttribute("d", `M${100 - half} 132Q100 ${132 - 6 * open} ${100 + half} 132Q100 ${132 + 2 * down} ${100 - half} 132Z`);
    }
}
