const BarPixels = 3;

// A segment's waveform, small; what has been played is in the accent's colour.
export class Thumbnail {
    #canvas;
    #pcm;
    #palette;
    #observer;

    constructor(canvas, pcm, palette) {
        this.#canvas = canvas;
        this.#pcm = pcm;
        this.#palette = palette;
        this.#observer = new ResizeObserver(() => this.draw());
        this.#observer.observe(canvas);
    }

    draw(played = 0) {
        const ratio = window.devicePixelRatio || 1;
        const width = this.#canvas.clientWidth;
        const height = this.#canvas.clientHeight;
        this.#canvas.width = Math.round(width * ratio);
        this.#canvas.height = Math.round(height * ratio);
        const pen = this.#canvas.getContext("2d");
        pen.scale(ratio, ratio);
        const bars = Math.floor(width / BarPixels);
        for (let bar = 0; bar < bars; bar++) {
            const half = Math.max(0.75, (this.#loudest(bar / bars, (bar + 1) / bars) / 32768) ** 0.6 * height / 2);
            pen.fillStyle = (bar + 0.5) / bars < played ? this.#palette.speech : this.#palette.wave;
            pen.fillRect(bar * BarPixels, height / 2 - half, BarPixels - 1, half * 2);
        }
    }

    release() {
        this.#observer.disconnect();
    }

    #loudest(from, to) {
        let result = 0;
        const end = Math.floor(to * this.#pcm.length);
        for (let i = Math.floor(from * this.#pcm.length); i < end; i++) result = Math.max(result, Math.abs(this.#pcm[i]));
        return result;
    }
}
