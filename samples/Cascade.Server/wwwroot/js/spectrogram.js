import { HopSeconds, Rows } from "./spectrum.js";

// The spectrum's columns as an image, painted once each and then only moved.
export class Spectrogram {
    #history;
    #palette;
    #image;
    #pen;
    #painted = 0;

    constructor(history, palette) {
        this.#history = history;
        this.#palette = palette;
        this.#image = new OffscreenCanvas(history.spectrumLength, Rows);
        this.#pen = this.#image.getContext("2d");
    }

    // In other colours: the page went from light to dark.
    repaint(palette) {
        this.#palette = palette;
        this.#painted = Math.max(0, this.#history.columns - this.#history.spectrumLength);
    }

    draw(pen, { top, height }, now, width, pixelsPerSecond) {
        const { columns, spectrumLength } = this.#history;
        for (this.#painted = Math.max(this.#painted, columns - spectrumLength); this.#painted < columns; this.#painted++) this.#paint(this.#painted);
        const visible = Math.min(columns, spectrumLength, Math.ceil(width / pixelsPerSecond / HopSeconds) + 2);
        const pixels = HopSeconds * pixelsPerSecond;
        for (let at = columns - visible; at < columns;) {
            const slot = at % spectrumLength;
            const run = Math.min(columns - at, spectrumLength - slot);
            pen.drawImage(this.#image, slot, 0, run, Rows, width - (now - at * HopSeconds) * pixelsPerSecond, top, run * pixels, height);
            at += run;
        }
    }

    #paint(column) {
        const slot = column % this.#history.spectrumLength;
        const image = this.#pen.createImageData(1, Rows);
        for (let row = 0; row < Rows; row++) {
            image.data.set(this.#palette.heat(this.#history.spectrum[slot * Rows + row]), (Rows - 1 - row) * 4);
        }
        this.#pen.putImageData(image, slot, 0);
    }
}
