import { timeText } from "./time-text.js";

const Words = {
    idle: "Ready",
    connecting: "Connecting",
    listening: "Listening",
    speech: "Speech",
    reconnecting: "Reconnecting",
    error: "Stopped",
};

const byId = id => document.getElementById(id);

// What is going on, in one word and a sentence: the head of the stage, and what lies over the picture.
export class Status {
    #state = "idle";
    #clockText = "";

    get state() { return this.#state; }

    show(state, detail = "") {
        const isSame = state === this.#state;
        this.#state = state;
        document.body.dataset.state = state;
        byId("state").textContent = Words[state];
        // The sentence stays while speech comes and goes.
        if (!isSame || detail) byId("detail").textContent = detail;
        byId("start-label").textContent = state === "idle" || state === "error" ? "Start" : "Stop";
        byId("hint").hidden = true;
        byId("fault").hidden = state !== "error";
        byId("retry").hidden = state !== "reconnecting";
    }

    fault(title, advice) {
        this.show("error");
        byId("fault-title").textContent = title;
        byId("fault-advice").textContent = advice;
    }

    retry(reason) {
        this.show("reconnecting");
        byId("retry-reason").textContent = `${reason} The audio recorded meanwhile is kept.`;
    }

    clock(seconds) {
        const text = timeText(Math.floor(seconds * 10) / 10, 1);
        if (text !== this.#clockText) byId("clock").textContent = this.#clockText = text;
    }

    probability(value) {
        const output = byId("probability");
        output.value = value.toFixed(2);
        output.parentElement.style.setProperty("--at", `${value * 100}%`);
    }
}
