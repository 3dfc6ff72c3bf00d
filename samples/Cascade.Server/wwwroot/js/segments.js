import { Palette } from "./palette.js";
import { Thumbnail } from "./thumbnail.js";
import { timeText } from "./time-text.js";
import { wavBlob } from "./wav.js";

// As much audio as a page may hold: the oldest segments leave the list.
const MaximumBytes = 96 * 1024 * 1024;

// The list of segments, the newest first; each is played by the one player, and saved as a WAV file.
export class SegmentList {
    #list = document.getElementById("segments");
    #empty = document.getElementById("no-segments");
    #count = document.getElementById("count");
    #clear = document.getElementById("clear");
    #news = document.getElementById("news");
    #player = document.getElementById("player");
    #palette = new Palette(this.#list, () => this.#items.forEach(item => item.thumbnail.draw()));
    #items = [];
    #number = 0;
    #bytes = 0;
    #playing = null;

    constructor() {
        this.#clear.addEventListener("click", () => this.clear());
        this.#player.addEventListener("ended", () => this.#stop());
    }

    get count() { return this.#number; }

    add({ start, end, pcm, sampleRate, reason }) {
        const number = ++this.#number;
        const url = URL.createObjectURL(wavBlob(pcm, sampleRate));
        const item = { number, url, bytes: pcm.byteLength };
        item.element = this.#makeElement(item, start, end, reason);
        item.thumbnail = new Thumbnail(item.element.querySelector("canvas"), new Int16Array(pcm), this.#palette);
        this.#items.push(item);
        this.#list.prepend(item.element);
        this.#bytes += item.bytes;
        while (this.#bytes > MaximumBytes && this.#items.length > 1) this.#remove(this.#items[0]);
        this.#news.textContent = `Segment ${number}, ${(end - start).toFixed(1)} seconds`;
        this.#showCount();
    }

    clear() {
        [...this.#items].forEach(item => this.#remove(item));
        this.#number = 0;
        this.#showCount();
    }

    #remove(item) {
        if (item === this.#playing) this.#stop();
        this.#items.splice(this.#items.indexOf(item), 1);
        this.#bytes -= item.bytes;
        item.thumbnail.release();
        item.element.remove();
        URL.revokeObjectURL(item.url);
    }

    #showCount() {
        this.#count.textContent = this.#number;
        this.#clear.disabled = this.#number === 0;
        this.#empty.hidden = this.#number > 0;
    }

    #makeElement(item, start, end, reason) {
        const element = document.createElement("li");
        const play = make("button", "play", { type: "button", ariaLabel: `Play segment ${item.number}` });
        play.addEventListener("click", () => item === this.#playing ? this.#stop() : this.#play(item));
        const times = make("p", "times");
        const range = make("span", "range");
        range.append(make("time", "start", { textContent: timeText(start, 2) }), " – ", make("time", "end", { textContent: timeText(end, 2) }));
        times.append(range, make("span", "length", { textContent: `${(end - start).toFixed(2)} s${reason === "maximumSpeech" ? ", cut" : ""}` }));
        const save = make("a", "save", {
            href: item.url,
            download: `segment-${item.number}.wav`,
            ariaLabel: `Save segment ${item.number} as WAV`,
            title: "Save as WAV",
        });
        element.append(make("span", "number", { textContent: item.number }), play, make("canvas", "", { ariaHidden: "true" }), times, save);
        return element;
    }

    #play(item) {
        this.#stop();
        this.#playing = item;
        this.#mark(item, true);
        this.#player.src = item.url;
        this.#player.play().catch(() => { if (this.#playing === item) this.#stop(); });
        const follow = () => {
            if (this.#playing !== item) return;
            item.thumbnail.draw(this.#player.currentTime / this.#player.duration || 0);
            requestAnimationFrame(follow);
        };
        follow();
    }

    #stop() {
        const item = this.#playing;
        if (item === null) return;
        this.#playing = null;
        this.#player.pause();
        this.#mark(item, false);
        item.thumbnail.draw();
    }

    #mark(item, isPlaying) {
        const play = item.element.querySelector(".play");
        item.element.classList.toggle("playing", isPlaying);
        play.ariaLabel = `${isPlaying ? "Stop" : "Play"} segment ${item.number}`;
    }
}

function make(name, className, properties = {}) {
    const element = Object.assign(document.createElement(name), properties);
    if (className) element.className = className;
    return element;
}
