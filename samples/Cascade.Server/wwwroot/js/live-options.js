// The options as somebody wants them, and what the server has been told of them. One update is under way at a time, so a moving slider
// sends as many as the server answers, and the last one always.
export class LiveOptions {
    #wanted;
    #sendUpdate;
    #underWay = null;
    #waiting = null;

    constructor(options, sendUpdate) {
        this.#wanted = { ...options };
        this.#sendUpdate = sendUpdate;
    }

    get current() { return this.#wanted; }
    get isSettled() { return this.#underWay === null && this.#waiting === null; }

    change(options) {
        Object.assign(this.#wanted, options);
        this.#waiting = { ...this.#waiting, ...options };
        if (this.#underWay === null) this.#next();
    }

    answered() {
        this.#underWay = null;
        this.#next();
    }

    refused(code) {
        if (code === "invalidOptions") this.answered();
    }

    // A new connection: what the old one did not answer is sent again. A new session has had all of it in its `start`.
    resend(isResumed) {
        this.#waiting = isResumed && !this.isSettled ? { ...this.#underWay, ...this.#waiting } : null;
        this.answered();
    }

    #next() {
        if (this.#waiting === null) return;
        this.#underWay = this.#waiting;
        this.#waiting = null;
        this.#sendUpdate({ type: "update", options: this.#underWay });
    }
}
