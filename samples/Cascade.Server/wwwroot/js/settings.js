const StoreName = "cascade.settings";
const ExitBelow = 0.15; // where the exit threshold lies that follows; silero's own rule

// The sliders. `onChange` gets the options that were changed, in the protocol's words, while a slider moves.
export class Settings {
    #form = document.getElementById("settings");
    #threshold = document.getElementById("threshold");
    #exit = document.getElementById("exitThreshold");
    #follow = document.getElementById("follow");
    #sliders = [...this.#form.querySelectorAll("input[type=range]")];
    #follows = true;
    #onChange;

    constructor(onChange) {
        this.#onChange = onChange;
        this.#recall();
        for (const slider of this.#sliders) slider.addEventListener("input", () => this.#moved(slider));
        this.#follow.addEventListener("click", () => {
            this.#follows = true;
            this.#exit.focus(); // the button goes
            this.#changed(["exitThreshold"]);
        });
        this.#form.addEventListener("reset", () => setTimeout(() => { // the form is reset after its event
            this.#follows = true;
            this.#changed(this.#sliders.map(slider => slider.id));
        }));
        this.#form.addEventListener("submit", event => event.preventDefault());
        this.#show();
    }

    get options() {
        return this.#pick(this.#sliders.map(slider => slider.id));
    }

    get thresholds() {
        return { enter: Number(this.#threshold.value), exit: Number(this.#exit.value) };
    }

    // As they hold at the server.
    take(options) {
        for (const slider of this.#sliders) {
            if (slider.id !== "exitThreshold" || !this.#follows) slider.value = options[slider.id];
        }
        this.#show();
    }

    #moved(slider) {
        const names = [slider.id];
        if (slider === this.#exit) this.#follows = false;
        // The exit threshold is never above: the one that moves takes the other along.
        if (slider === this.#exit && this.thresholds.exit > this.thresholds.enter) {
            this.#threshold.value = this.#exit.value;
            names.push("threshold");
        }
        if (slider === this.#threshold && (this.#follows || this.thresholds.exit > this.thresholds.enter)) {
            if (!this.#follows) this.#exit.value = this.#threshold.value;
            names.push("exitThreshold");
        }
        this.#changed(names);
    }

    #changed(names) {
        this.#show();
        localStorage.setItem(StoreName, JSON.stringify(this.options));
        this.#onChange(this.#pick(names));
    }

    #pick(names) {
        return Object.fromEntries(names.map(name => {
            const slider = document.getElementById(name);
            return [name, slider === this.#exit && this.#follows ? null : Number(slider.value)];
        }));
    }

    #recall() {
        try {
            const stored = JSON.parse(localStorage.getItem(StoreName)) ?? {};
            for (const slider of this.#sliders) if (Number.isFinite(stored[slider.id])) slider.value = stored[slider.id];
            this.#follows = !Number.isFinite(stored.exitThreshold);
        } catch {
            localStorage.removeItem(StoreName); // of another page at this address: the defaults hold
        }
    }

    #show() {
        if (this.#follows) this.#exit.value = Math.max(0, this.#threshold.value - ExitBelow);
        this.#follow.classList.toggle("gone", this.#follows);
        for (const slider of this.#sliders) {
            const value = Number(slider.value);
            slider.style.setProperty("--at", `${(value - slider.min) / (slider.max - slider.min) * 100}%`);
            const text = slider.id.endsWith("Ms") ? `${value} ms` : value.toFixed(2);
            this.#form.querySelector(`output[for=${slider.id}]`).value = text;
            slider.ariaValueText = text;
        }
    }
}
