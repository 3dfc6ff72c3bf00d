// What was recorded and the server has not yet confirmed, by position: samples since recording began.
// Bounded: when the server stays away for longer than `capacity`, the oldest samples go, and the session cannot be resumed.
export class ReplayBuffer {
    #chunks = [];
    #start = 0;
    #end = 0;
    #capacity;

    constructor(capacity) {
        this.#capacity = capacity;
    }

    get start() { return this.#start; }
    get end() { return this.#end; }

    // Keeps `samples` itself: the caller must not change it afterwards.
    append(samples) {
        this.#chunks.push(samples);
        this.#end += samples.length;
        this.discardBefore(this.#end - this.#capacity);
    }

    discardBefore(position) {
        while (this.#chunks.length > 0 && this.#start < position) {
            const first = this.#chunks[0];
            if (this.#start + first.length <= position) {
                this.#chunks.shift();
                this.#start += first.length;
            } else {
                this.#chunks[0] = first.subarray(position - this.#start);
                this.#start = position;
            }
        }
    }

    // At most `count` samples from `position` on, in a new array.
    slice(position, count) {
        const result = new Float32Array(Math.max(0, Math.min(count, this.#end - position)));
        let at = this.#start;
        let filled = 0;
        for (const chunk of this.#chunks) {
            if (filled === result.length) break;
            const skip = position + filled - at;
            if (skip < chunk.length) {
                const part = chunk.subarray(skip, skip + result.length - filled);
                result.set(part, filled);
                filled += part.length;
            }
            at += chunk.length;
        }
        return result;
    }
}
