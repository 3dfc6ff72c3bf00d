// The server closes a connection whose audio comes too fast: `rate` times real time, and ahead of that `burst` seconds.
// The same count is kept here, a little stricter, so that a backlog after a reconnection stays within the limits.
const Share = 0.9;

export class Pace {
    #rate;
    #burst;
    #level;
    #at = performance.now();

    constructor(rate, burst) {
        this.#rate = rate * Share;
        this.#burst = this.#level = burst * Share;
    }

    // Takes so many seconds of audio when they may be sent now, and returns 0; otherwise the milliseconds to wait.
    take(seconds) {
        const now = performance.now();
        this.#level = Math.min(this.#burst, this.#level + (now - this.#at) / 1000 * this.#rate);
        this.#at = now;
        if (this.#level < seconds) return (seconds - this.#level) / this.#rate * 1000;
        this.#level -= seconds;
        return 0;
    }
}
