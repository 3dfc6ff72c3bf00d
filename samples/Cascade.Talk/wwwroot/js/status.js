// Each state has a word and a sign of its own form, so that no colour is needed to tell them apart.
const States = {
    idle: ["○", "Ready"],
    connecting: ["◌", "Connecting"],
    listening: ["◠", "Listening"],
    hearing: ["●", "Hearing you"],
    thinking: ["…", "Thinking"],
    speaking: ["♪", "Speaking"],
    reconnecting: ["↻", "Reconnecting"],
    error: ["✕", "Error"],
};

export class Status {
    #document;

    constructor(document) { this.#document = document; }

    get state() { return this.#document.body.dataset.state; }

    set(state, detail = "") {
        const [sign, word] = States[state];
        this.#document.body.dataset.state = state;
        this.#document.getElementById("sign").textContent = sign;
        const name = this.#document.getElementById("state");
        if (name.textContent !== word) name.textContent = word;
        this.#document.getElementById("detail").textContent = detail;
    }

    fault(title, advice) {
        this.#document.getElementById("fault").hidden = !title;
        this.#document.getElementById("fault-title").textContent = title ?? "";
        this.#document.getElementById("fault-advice").textContent = advice ?? "";
    }
}
