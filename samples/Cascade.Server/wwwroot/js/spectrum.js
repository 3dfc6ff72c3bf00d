// The spectrum of the input as it comes: a column of `Rows` loudness values from 0 to 255 for every hop, low frequencies first.
// The rows are spaced as the ear hears, from 60 Hz to the 8 kHz that the network listens to.
export const Rows = 96;
export const HopSeconds = 0.016;

const LowestHz = 60;
const HighestHz = 8000;
const WindowSeconds = 0.03;
const FloorDb = -84;
const RangeDb = 66;

const mel = hz => 2595 * Math.log10(1 + hz / 700);
const fromMel = m => 700 * (10 ** (m / 2595) - 1);

export class Spectrum {
    #size;
    #hop;
    #window;
    #bins;
    #pending = new Float32Array(0);
    #re;
    #im;
    #onColumn;

    constructor(sampleRate, onColumn) {
        this.#size = 2 ** Math.round(Math.log2(sampleRate * WindowSeconds));
        this.#hop = Math.round(sampleRate * HopSeconds);
        this.#window = Float32Array.from({ length: this.#size }, (_, i) => 0.5 - 0.5 * Math.cos(2 * Math.PI * i / this.#size));
        this.#re = new Float32Array(this.#size);
        this.#im = new Float32Array(this.#size);
        this.#onColumn = onColumn;
        const top = mel(Math.min(HighestHz, sampleRate / 2));
        this.#bins = Array.from({ length: Rows + 1 }, (_, row) => fromMel(mel(LowestHz) + (top - mel(LowestHz)) * row / Rows) * this.#size / sampleRate);
    }

    add(samples) {
        const all = new Float32Array(this.#pending.length + samples.length);
        all.set(this.#pending);
        all.set(samples, this.#pending.length);
        let at = 0;
        for (; at + this.#size <= all.length; at += this.#hop) this.#onColumn(this.#column(all, at));
        this.#pending = all.slice(at);
    }

    #column(samples, at) {
        for (let i = 0; i < this.#size; i++) this.#re[i] = samples[at + i] * this.#window[i];
        this.#im.fill(0);
        transform(this.#re, this.#im);
        return Uint8Array.from({ length: Rows }, (_, row) => this.#loudness(this.#bins[row], this.#bins[row + 1]));
    }

    // The loudest bin in the row, between bins where the row is narrower than one.
    #loudness(from, to) {
        let power = this.#powerAt(from);
        for (let bin = Math.ceil(from); bin < to; bin++) power = Math.max(power, this.#power(bin));
        const db = 10 * Math.log10(power + 1e-12) - 20 * Math.log10(this.#size / 4);
        return Math.max(0, Math.min(255, (db - FloorDb) / RangeDb * 255));
    }

    #powerAt(position) {
        const bin = Math.floor(position);
        const part = position - bin;
        return this.#power(bin) * (1 - part) + this.#power(bin + 1) * part;
    }

    #power(bin) {
        return this.#re[bin] ** 2 + this.#im[bin] ** 2;
    }
}

// Fast Fourier transform in place, radix 2.
function transform(re, im) {
    const n = re.length;
    for (let i = 1, j = 0; i < n; i++) {
        let bit = n >> 1;
        for (; j & bit; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) {
            [re[i], re[j]] = [re[j], re[i]];
            [im[i], im[j]] = [im[j], im[i]];
        }
    }
    for (let length = 2; length <= n; length <<= 1) {
        const half = length >> 1;
        const stepRe = Math.cos(2 * Math.PI / length);
        const stepIm = -Math.sin(2 * Math.PI / length);
        for (let start = 0; start < n; start += length) {
            let wRe = 1;
            let wIm = 0;
            for (let k = start; k < start + half; k++) {
                const tRe = re[k + half] * wRe - im[k + half] * wIm;
                const tIm = re[k + half] * wIm + im[k + half] * wRe;
                re[k + half] = re[k] - tRe;
                im[k + half] = im[k] - tIm;
                re[k] += tRe;
                im[k] += tIm;
                [wRe, wIm] = [wRe * stepRe - wIm * stepIm, wRe * stepIm + wIm * stepRe];
            }
        }
    }
}
