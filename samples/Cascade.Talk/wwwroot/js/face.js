// Fifteen shapes of a mouth, by their names in Oculus Lipsync: how far it opens, how wide it is, and how high the tongue is, from 0 to 1.
export const Shapes = {
    sil: [0, 0.5, 0], PP: [0, 0.42, 0], FF: [0.14, 0.5, 0], TH: [0.25, 0.55, 1], DD: [0.25, 0.6, 0.7], kk: [0.3, 0.55, 0.2], CH: [0.32, 0.25, 0.3], SS: [0.16, 0.8, 0.3],
    nn: [0.3, 0.6, 0.8], RR: [0.3, 0.3, 0.4], aa: [1, 0.6, 0.2], E: [0.6, 0.8, 0.4], I: [0.35, 1, 0.5], O: [0.75, 0.2, 0.1], U: [0.32, 0.05, 0.1],
};
const Rest = Shapes.sil;
const AheadMs = 30; // a mouth is on its way before the sound; also makes up for the time that it needs
const FollowsMs = 30;
const FollowsCalmlyMs = 120;
const Reduced = 0.5; // of the opening, for people who want less motion
const ForgetsMs = 30_000;

let faces = 0;

export class Face {
    #svg;
    #lips;
    #teeth;
    #tongue;
    #visemes = [];
    #item = null;
    #shape = [...Rest];
    #drawnAt = 0;
    #calm = matchMedia("(prefers-reduced-motion: reduce)");

    constructor(svg) {
        this.#svg = svg;
        this.#lips = svg.querySelectorAll(".mouth, clipPath path");
        this.#teeth = svg.querySelector(".teeth");
        this.#tongue = svg.querySelector(".tongue");
        const clip = svg.querySelector("clipPath");
        clip.id = `lips-${faces++}`;
        svg.querySelector(".inside").setAttribute("clip-path", `url(#${clip.id})`);
    }

    add(item, visemes) {
        if (item !== this.#item) this.#visemes = [];
        this.#item = item;
        this.#visemes.push(...visemes);
    }

    // Draws the mouth at a place of an answer: by its visemes, or of another answer by its loudness. Without an answer it is closed.
    draw(item, placeMs, loudness, now = performance.now()) {
        const wanted = item === null ? Rest : item === this.#item && this.#visemes.length > 0 ? this.#at(placeMs + AheadMs) : [Math.min(1, 4 * loudness), 0.5, 0];
        const share = 1 - Math.exp((this.#drawnAt - now) / (this.#calm.matches ? FollowsCalmlyMs : FollowsMs));
        this.#drawnAt = now;
        this.#shape = this.#shape.map((value, i) => value + share * (wanted[i] - value));
        this.#show(item === null ? "" : placeMs);
    }

    #at(placeMs) {
        while (this.#visemes.length > 1 && this.#visemes[1].start_ms < placeMs - ForgetsMs) this.#visemes.shift();
        const now = this.#visemes.findLast(one => one.start_ms <= placeMs);
        if (!now) return Rest;
        const shape = Shapes[now.shape] ?? Rest;
        return Rest.map((rest, i) => rest + now.weight * (shape[i] - rest));
    }

    #show(placeMs) {
        const [opening, wide, tongue] = this.#shape;
        const open = this.#calm.matches ? Reduced * opening : opening;
        const half = 16 + 22 * wide;
        const top = 131 - 22 * open; // where the curves' handles are; the lips come three quarters as far
        const bottom = 134 + 46 * open;
        const bend = half * (1.1 - 0.45 * wide); // a narrow mouth is round
        const path = `M${100 - half} 132C${100 - bend} ${top} ${100 + bend} ${top} ${100 + half} 132C${100 + bend} ${bottom} ${100 - bend} ${bottom} ${100 - half} 132Z`;
        for (const lips of this.#lips) lips.setAttribute("d", path);
        this.#tongue.setAttribute("cy", 144 + 34 * open - 20 * tongue * Math.min(1, 2 * open));
        this.#teeth.setAttribute("y", 118 - 16 * open - 12 * Math.max(0, 0.5 - wide)); // round lips hide them
        this.#svg.dataset.open = open.toFixed(3);
        this.#svg.dataset.place = placeMs;
    }
}
