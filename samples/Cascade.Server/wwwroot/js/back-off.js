// Pauses between attempts to connect: they grow, so that a server that starts again is not flooded, and stay short enough for somebody who waits.
const FirstMs = 200;
const Growth = 1.25;
const LongestMs = 2000;

export class BackOff {
    #attempt = 0;
    #timer = null;
    #action = null;

    get attempt() { return this.#attempt; }

    // Runs `action` after the next pause and returns its milliseconds. A part of it is random: many pages must not come back in step.
    schedule(action) {
        this.cancel();
        const pause = Math.min(LongestMs, FirstMs * Growth ** this.#attempt) * (0.75 + 0.25 * Math.random());
        this.#attempt++;
        this.#action = action;
        this.#timer = setTimeout(() => this.hurry(), pause);
        return pause;
    }

    // Ends the pause: the network is back, or somebody asks.
    hurry() {
        const action = this.#action;
        this.cancel();
        action?.();
    }

    cancel() {
        clearTimeout(this.#timer);
        this.#timer = this.#action = null;
    }

    reset() {
        this.cancel();
        this.#attempt = 0;
    }
}
