// What the page asks the server for.
export class Settings {
    onChange = () => { };
    #form;

    constructor(form) {
        this.#form = form;
        form.addEventListener("input", () => this.#show());
        form.addEventListener("change", () => this.onChange());
        form.addEventListener("submit", event => event.preventDefault());
        this.#show();
    }

    get session() {
        const value = name => this.#form.querySelector(`#${name}`);
        const turns = value("semantic").checked ? { type: "semantic_vad" } : { type: "server_vad", silence_duration_ms: Number(value("silence").value) };
        const session = {
            type: "realtime",
            audio: { input: { transcription: { model: "default" }, turn_detection: { ...turns, interrupt_response: value("interrupt").checked } } },
        };
        if (value("instructions").value.trim()) session.instructions = value("instructions").value.trim();
        if (value("voice").value.trim()) session.audio.output = { voice: value("voice").value.trim() };
        return session;
    }

    #show() { this.#form.querySelector("output").textContent = `${this.#form.querySelector("#silence").value} ms`; }
}
