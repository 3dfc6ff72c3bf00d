import { openCoding } from "./coding.js";
import { Connection } from "./connection.js";
import { Film } from "./film.js";
import { Recording } from "./recording.js";
import { Sound } from "./sound.js";

const LongestGuessMs = 200; // of the place, when no report comes
// By the first word of the server's code.
const Faults = {
    recognition: "Your words were not recognised. Please say them again.",
    model: "The language model did not answer. The next turn asks it again.",
    synthesis: "The voice failed. The next turn tries it again.",
};
const TellPlaceMs = 250; // the server's clock goes on between

// One conversation from Start to Stop: what comes from the server is shown and played, what comes from the microphone is sent.
export class Talk {
    #view;
    #connection = new Connection();
    #recording = new Recording();
    #sound;
    #coding;
    #film = null; // speaks in place of the loudspeaker
    #canHear;
    #isReady = false;
    #isLost = false;
    #isMuted = false;
    #response = null; // that is being made
    #whole = new Set(); // items whose audio has come to its end
    #waiting = []; // typed while an answer is made

    #toldAt = 0;

    position = { item: null, playedMs: 0 };

    // `view` has status, history, face, settings and latency, and `onEnded`.
    constructor(view) { this.#view = view; }

    get #voice() { return this.#film ?? this.#sound; }

    // Where the ear is: reports come every 50 ms, and a loudspeaker sounds later than it is given samples.
    get place() {
        const { item, playedMs, isEmpty, at } = this.position;
        const since = isEmpty || !at ? 0 : Math.min(performance.now() - at, LongestGuessMs);
        return { item, placeMs: Math.max(0, playedMs + since - (this.#sound?.latencyMs ?? 0)) };
    }

    get meters() { return { input: this.#sound?.inputMeter, output: this.#sound?.outputMeter }; }

    async start(canHear) {
        this.#canHear = canHear;
        this.#view.status.set("connecting");
        [this.#sound, this.#coding] = await Promise.all([Sound.open(canHear), openCoding()]);
        this.#sound.mute(this.#isMuted);
        this.#sound.onPiece = piece => {
            this.#recording.add(piece);
            if (this.#isReady) this.#coding.encode(piece);
        };
        this.#coding.onBytes = bytes => { if (this.#isReady) this.#connection.send({ type: "input_audio_buffer.append", audio: toBase64(bytes) }); };
        this.#coding.onSamples = (item, samples) => this.#voice.play(item, samples);
        this.#coding.onWhole = item => this.#end(item);
        this.#sound.onPlayed = report => this.#played(report);
        this.#connection.onEvent = event => this.#take(event);
        this.#connection.onLost = () => this.#lost();
        this.#connection.onRefused = error => this.#view.onEnded("The server refuses the conversation", error?.message ?? "");
        await this.show(this.#view.film.picture);
        this.#connection.open();
    }

    // Lets a picture speak from now on, or the loudspeaker.
    async show(picture) {
        this.#film?.close();
        this.#film = null;
        if (!picture) return;
        try {
            const film = await Film.open(this.#view.film.video, picture);
            film.onPlayed = report => this.#played(report);
            film.onEnded = message => this.#endFilm(message);
            this.#film = film;
        } catch (error) {
            this.#endFilm(error.message);
        }
    }

    #endFilm(message) {
        this.#film = null;
        this.#view.film.onEnded(message);
    }

    stop() {
        this.#film?.close();
        this.#connection.close();
        this.#sound?.close();
        this.#coding?.close();
    }

    mute(isMuted) {
        this.#isMuted = isMuted;
        this.#sound?.mute(isMuted);
    }

    hush() {
        this.#connection.send({ type: "output_audio_buffer.clear" });
        this.#clear();
    }

    update() {
        if (this.#isReady) this.#configure();
    }

    #configure() {
        const session = this.#view.settings.session;
        session.audio.input.format = this.#coding.format;
        session.audio.output = { ...session.audio.output, format: this.#coding.format };
        this.#connection.send({ type: "session.update", session });
    }

    #clear() {
        this.#coding.clear();
        this.#voice.command("clear");
    }

    type(text) {
        this.#view.status.fault();
        this.#view.history.addUser(text);
        this.#waiting.push(text);
        if (this.#isReady) {
            if (this.#view.status.state === "speaking" || this.#response) this.hush();
            this.#sendTyped();
        }
    }

    #sendTyped() {
        if (this.#response || this.#waiting.length === 0) return; // behind the end of the answer that is made
        for (const text of this.#waiting) this.#connection.send(message("user", text));
        this.#waiting = [];
        this.#connection.send({ type: "response.create" });
    }

    #played(report) {
        const isOther = report.item !== this.position.item;
        const { item, playedMs, isEmpty, isStopped, at } = this.position = { ...report, at: performance.now() };
        this.#view.history.light(item, playedMs);
        if (!isOther && !isEmpty && !isStopped && at - this.#toldAt < TellPlaceMs) return;
        this.#toldAt = at;
        // Told as a little more when it is the end, so that no fraction of a sample is left.
        this.#connection.send({ type: "cascade.playback", item_id: item, played_ms: isEmpty && this.#whole.has(item) ? playedMs + 5 : playedMs });
    }

    #lost() {
        this.#isReady = false;
        this.#isLost = true;
        this.#coding.restart();
        this.#view.status.set("reconnecting");
    }

    #take(event) {
        const { status, history, face, latency } = this.#view;
        switch (event.type) {
            case "session.created": {
                const said = history.messages.slice(0, history.messages.length - this.#waiting.length);
                this.#response = null;
                this.#recording.begin();
                this.#configure();
                for (const { role, text } of said) this.#connection.send(message(role, text)); // of a session that is gone
                this.#ready();
                break;
            }
            case "cascade.resumed":
                this.#ready();
                for (const piece of this.#recording.from(event.audio_ms)) this.#coding.encode(piece);
                break;
            case "cascade.state":
                if (event.state === "hearing") status.fault();
                if (event.state !== "closed") status.set(event.state);
                break;
            case "cascade.transcript": status.set(status.state, event.text); break;
            case "conversation.item.input_audio_transcription.completed": if (event.transcript) history.addUser(event.transcript); break;
            case "conversation.item.input_audio_transcription.failed": this.#fault(event.error); break;
            case "response.created": this.#response = event.response.id; break;
            case "response.output_audio_transcript.delta": history.addText(event.item_id, event.delta); break;
            case "response.output_audio.delta": this.#coding.decode(event.item_id, fromBase64(event.delta)); break;
            case "response.output_audio.done": this.#coding.end(event.item_id); break;
            case "response.done":
                this.#response = null;
                if (event.response.status === "failed") this.#fault(event.response.status_details?.error);
                this.#sendTyped();
                break;
            case "cascade.words": history.addTimes(event.item_id, event.words); break;
            case "cascade.visemes": face.add(event.item_id, event.visemes); break;
            case "cascade.playback.paused": this.#voice.command("pause"); break;
            case "cascade.playback.resumed": this.#voice.command("resume"); break;
            case "cascade.playback.stopped": this.#clear(); break;
            case "cascade.turn":
                history.end(event.item_id, event.outcome === "interrupted", event.heard_text);
                latency(event);
                break;
            case "error": this.#fault(event.error); break;
        }
    }

    // Is read until the next turn begins.
    #fault(error) { this.#view.status.fault(Faults[/^[a-z]*/.exec(error?.code ?? "")[0]] ?? "The server says:", error?.message); }

    #ready() {
        if (this.#isLost) this.#view.status.fault();
        this.#isLost = false;
        this.#isReady = true;
        this.#view.status.set("listening", this.#canHear ? "" : "for what you type");
        this.#sendTyped();
    }

    #end(item) {
        this.#whole.add(item);
        this.#film?.end(item);
        if (this.position.item === item) this.#played(this.position);
    }
}

function message(role, text) {
    return { type: "conversation.item.create", item: { type: "message", role, content: [{ type: role === "user" ? "input_text" : "output_text", text }] } };
}

function toBase64(bytes) { return btoa(String.fromCharCode(...bytes)); }

function fromBase64(text) { return Uint8Array.from(atob(text), character => character.charCodeAt(0)); }
