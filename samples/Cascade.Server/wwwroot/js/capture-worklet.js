// Runs on the audio thread: gathers the blocks of 128 samples into pieces worth a message.
const PiecesPerSecond = 50;

class Capture extends AudioWorkletProcessor {
    #size = Math.round(sampleRate / PiecesPerSecond);
    #piece = new Float32Array(this.#size);
    #filled = 0;

    process([input]) {
        const samples = input[0];
        for (let at = 0; samples && at < samples.length;) {
            const part = samples.subarray(at, at + this.#size - this.#filled);
            this.#piece.set(part, this.#filled);
            this.#filled += part.length;
            at += part.length;
            if (this.#filled === this.#size) {
                this.port.postMessage(this.#piece, [this.#piece.buffer]);
                this.#piece = new Float32Array(this.#size);
                this.#filled = 0;
            }
        }
        return true;
    }
}

registerProcessor("capture", Capture);
