// Runs on the audio thread: plays answers one after the other, and tells the place in the one that is played.
const ReportSeconds = 0.05;

class Playback extends AudioWorkletProcessor {
    #queue = []; // { item, samples, at }
    #item = null;
    #played = 0;
    #isPaused = false;
    #sinceReport = 0;

    constructor() {
        super();
        this.port.onmessage = ({ data }) => this.#take(data);
    }

    process(_, [[channel]]) {
        if (this.#isPaused) return true;
        for (let i = 0; i < channel.length && this.#queue.length > 0;) {
            const first = this.#queue[0];
            if (first.item !== this.#item) {
                this.#item = first.item;
                this.#played = 0;
            }
            const part = first.samples.subarray(first.at, first.at + channel.length - i);
            channel.set(part, i);
            i += part.length;
            first.at += part.length;
            this.#played += part.length;
            if (first.at >= first.samples.length) {
                this.#queue.shift();
                if (this.#queue.length === 0) this.#report();
            }
        }
        this.#sinceReport += channel.length;
        if (this.#queue.length > 0 && this.#sinceReport >= sampleRate * ReportSeconds) this.#report();
        return true;
    }

    #take({ item, samples, command }) {
        if (command === "pause") {
            this.#isPaused = true;
            this.#report(true);
        } else if (command === "resume") {
            this.#isPaused = false;
        } else if (command === "clear") {
            this.#report(true);
            this.#queue = [];
            this.#isPaused = false;
        } else {
            this.#queue.push({ item, samples, at: 0 });
        }
    }

    #report(isStopped = false) {
        this.#sinceReport = 0;
        if (this.#item) this.port.postMessage({ item: this.#item, playedMs: 1000 * this.#played / sampleRate, isEmpty: this.#queue.length === 0, isStopped });
    }
}

registerProcessor("playback", Playback);
