// Runs on the audio thread: gathers the blocks of the microphone into pieces of 40 ms, PCM16.
const PieceSeconds = 0.04;

class Capture extends AudioWorkletProcessor {
    #piece = new Int16Array(Math.round(sampleRate * PieceSeconds));
    #filled = 0;

    process([input]) {
        for (const sample of input[0] ?? []) {
            this.#piece[this.#filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
            if (this.#filled === this.#piece.length) {
                this.port.postMessage(this.#piece.slice());
                this.#filled = 0;
            }
        }
        return true;
    }
}

registerProcessor("capture", Capture);
