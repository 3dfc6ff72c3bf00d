import { HopSeconds, Rows, Spectrum } from "./spectrum.js";

// What the timeline shows: the last `Seconds` of everything, by time since recording began. Values lie in rings: index modulo length.
const Seconds = 30;
export const PeakSeconds = 0.01;
export const FrameSeconds = 0.032;

const ring = (step, make, perStep = 1) => new make(Math.ceil(Seconds / step) * perStep);

export class History {
    seconds = 0;            // recorded so far
    columns = 0;            // of the spectrum, so far
    peaks = ring(PeakSeconds, Float32Array);
    spectrum = ring(HopSeconds, Uint8Array, Rows);
    spectrumLength = this.spectrum.length / Rows;
    probabilities = [];     // { time, value }, a frame's start
    spans = [];             // { start, end }, of segments; an end of null is speech that is open
    #sampleRate;
    #samples = 0;
    #spectrum;

    constructor(sampleRate) {
        this.#sampleRate = sampleRate;
        this.#spectrum = new Spectrum(sampleRate, column => {
            this.spectrum.set(column, this.columns++ % this.spectrumLength * Rows);
        });
    }

    addSamples(samples) {
        for (const sample of samples) {
            const peak = Math.floor(this.#samples++ / this.#sampleRate / PeakSeconds);
            const slot = peak % this.peaks.length;
            if (peak !== this.#peak) {
                this.#peak = peak;
                this.peaks[slot] = 0;
            }
            const size = Math.abs(sample);
            if (size > this.peaks[slot]) this.peaks[slot] = size;
        }
        this.seconds = this.#samples / this.#sampleRate;
        this.#spectrum.add(samples);
    }
    #peak = -1;

    addProbabilities(start, values) {
        values.forEach((value, i) => this.probabilities.push({ time: start + i * FrameSeconds, value }));
        const old = this.probabilities.findIndex(p => p.time > this.seconds - Seconds);
        if (old > 0) this.probabilities.splice(0, old);
    }

    beginSpeech(start) {
        this.dropOpen();
        this.spans.push({ start, end: null });
    }

    endSpeech(start, end) {
        this.dropOpen();
        this.spans.push({ start, end });
        while (this.spans[0].end !== null && this.spans[0].end < this.seconds - Seconds) this.spans.shift();
    }

    // The burst was too short to be a segment, or its session is gone.
    dropOpen() {
        if (this.spans.at(-1)?.end === null) this.spans.pop();
    }
}
