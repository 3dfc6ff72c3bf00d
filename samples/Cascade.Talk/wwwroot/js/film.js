// A picture that speaks, as video from the server. Takes the place of the loudspeaker: the video has the sound.
const Address = "v1/avatar";
const BehindSeconds = 0.1; // farther behind the newest frames than that, it catches up while nobody speaks, which nobody sees
const NewestSeconds = 0.1;
const KeepSeconds = 20;
const ReportMs = 50;
const SamplesPerMs = 24;

export class Film {
    onPlayed = () => { };
    onEnded = () => { };
    #video;
    #socket;
    #buffer = null;
    #waiting = [];
    #items = []; // { item, ms, start, isWhole }: start is the place in the video, once it is known
    #silenced = null; // the item that was cleared: what still comes of it is not for the ear
    #skipTo = null; // while it is cleared: the place from which on nothing of it is left, Infinity until the server tells
    #isPaused = false;
    #report = setInterval(() => this.#tell(), ReportMs);

    // Whether the server has video at all.
    static async isOffered() { return (await (await fetch(Address)).json()).available; }

    static open(video, picture) {
        const film = new Film();
        film.#video = video;
        const address = new URL(Address, location.href);
        address.protocol = address.protocol.replace("http", "ws");
        const socket = film.#socket = new WebSocket(address);
        socket.binaryType = "arraybuffer";
        return new Promise((resolve, reject) => {
            let fault = "The server ended the video.";
            socket.onopen = () => socket.send(picture);
            socket.onmessage = ({ data }) => {
                if (typeof data !== "string") return film.#add(data);
                const message = JSON.parse(data);
                if (message.type === "error") fault = message.message;
                if (message.type === "reply" && film.#skipTo !== Infinity) film.#begin(message.start_ms);
                if (message.type === "cleared") film.#skipTo = message.position_ms / 1000;
                if (message.type === "ready") {
                    film.#show(message.media);
                    resolve(film);
                }
            };
            socket.onclose = () => {
                film.close();
                reject(new Error(fault));
                film.onEnded(fault);
            };
        });
    }

    play(item, samples) {
        if (item === this.#silenced) return;
        const pcm = Int16Array.from(samples, sample => Math.max(-32768, Math.min(32767, Math.round(sample * 32768))));
        let last = this.#items.at(-1);
        if (last?.item !== item) {
            if (last) this.end(last.item);
            this.#items.push(last = { item, ms: 0, start: null, isWhole: false });
        }
        last.ms += pcm.length / SamplesPerMs;
        this.#socket.send(pcm);
    }

    end(item) {
        const ended = this.#items.find(one => one.item === item && !one.isWhole);
        if (!ended) return;
        ended.isWhole = true;
        this.#socket.send("end");
    }

    command(command) {
        if (command === "clear") {
            this.#tell(true);
            this.#silenced = this.#items.at(-1)?.item ?? this.#silenced;
            this.#items = [];
            this.#skipTo = Infinity;
            this.#socket.send("clear");
        }
        this.#isPaused = command === "pause";
        if (this.#isPaused || this.#skipTo !== null) this.#video.pause(); // silent at once, and still until the mouth is closed
        else this.#start();
    }

    close() {
        clearInterval(this.#report);
        this.#socket.onclose = null;
        this.#socket.close();
        this.#video.removeAttribute("src");
        this.#video.load();
    }

    #show(media) {
        const source = new MediaSource();
        this.#video.src = URL.createObjectURL(source);
        source.onsourceopen = () => {
            URL.revokeObjectURL(this.#video.src);
            this.#buffer = source.addSourceBuffer(media);
            this.#buffer.onupdateend = () => this.#next();
            this.#next();
        };
    }

    #add(bytes) {
        this.#waiting.push(bytes);
        this.#next();
    }

    // One change of the buffer at a time: what has come, else what is old.
    #next() {
        const buffer = this.#buffer;
        if (!buffer || buffer.updating) return;
        const { buffered, currentTime } = this.#video;
        if (this.#waiting.length > 0) {
            buffer.appendBuffer(this.#waiting.length === 1 ? this.#waiting[0] : joined(this.#waiting));
            this.#waiting = [];
        } else if (buffered.length > 0 && currentTime - buffered.start(0) > 2 * KeepSeconds) {
            buffer.remove(0, currentTime - KeepSeconds);
        }
        if (this.#skipTo !== null) this.#skip();
        else if (this.#items.length === 0) this.#catchUp(BehindSeconds);
        if (!this.#isPaused && this.#skipTo === null && this.#video.paused && buffered.length > 0) this.#start();
    }

    #catchUp(behind) {
        const { buffered, currentTime } = this.#video;
        const newest = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
        if (newest - currentTime > behind + NewestSeconds) this.#video.currentTime = newest - NewestSeconds;
    }

    #skip() {
        const { buffered } = this.#video;
        const newest = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
        if (newest < this.#skipTo + NewestSeconds) return;
        this.#video.currentTime = newest - NewestSeconds;
        this.#skipTo = null;
    }

    // A browser that wants a click first gets one at Start.
    #start() { this.#video.play().catch(() => { }); }

    #begin(start) {
        const begun = this.#items.find(one => one.start === null) ?? this.#items.at(-1);
        if (begun) begun.start = start;
    }

    #tell(isStopped = false) {
        const first = this.#items[0];
        if (!first || first.start === null) return;
        const playedMs = Math.max(0, Math.min(first.ms, 1000 * this.#video.currentTime - first.start));
        const isEmpty = first.isWhole && playedMs >= first.ms;
        if (isEmpty) this.#items.shift();
        if (!this.#isPaused) this.onPlayed({ item: first.item, playedMs, isEmpty, isStopped });
    }
}

function joined(parts) {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
    let at = 0;
    for (const part of parts) {
        all.set(new Uint8Array(part), at);
        at += part.byteLength;
    }
    return all;
}
