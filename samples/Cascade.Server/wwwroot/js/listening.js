import { Connection } from "./connection.js";
import { History } from "./history.js";
import { timeText } from "./time-text.js";

// One run from Start to Stop: a source, the connection that carries it, and what of it is shown.
export class Listening {
    #source;
    #status;
    #timeline;
    #segments;
    #settings;
    #history;
    #connection;
    #onEnd;
    #origin = 0;            // of the server's session, in seconds since recording began
    #segmentsBefore;
    #isSpeech = false;
    #isStopping = false;
    #isOver = false;

    constructor({ source, status, timeline, segments, settings, token, onEnd }) {
        this.#source = source;
        this.#status = status;
        this.#timeline = timeline;
        this.#segments = segments;
        this.#settings = settings;
        this.#onEnd = onEnd;
        this.#segmentsBefore = segments.count;
        this.#history = new History(source.sampleRate);
        const url = new URL("vad", document.baseURI);
        url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
        this.#connection = new Connection({ url, token, sampleRate: source.sampleRate, options: settings.options });
        this.#listen();
    }

    async start() {
        this.#timeline.show(this.#history);
        this.#source.onSamples = samples => {
            this.#history.addSamples(samples);
            this.#connection.send(samples);
            this.#status.clock(this.#history.seconds);
        };
        this.#source.unsentSeconds = () => this.#connection.unsentSeconds;
        this.#source.onEnded = fault => fault ? this.#fail(fault.message, fault.advice) : this.stop();
        this.#connection.open();
        await this.#source.start();
    }

    update(options) {
        this.#connection.update(options);
    }

    mute(muted) {
        this.#source.mute(muted);
    }

    retryNow() {
        this.#connection.retryNow();
    }

    // What was said so far is heard to its end; asked again, or without a connection, it ends at once.
    stop() {
        const isWorthIt = this.#isLive || this.#source.hasEnded;
        this.#source.close();
        if (isWorthIt && !this.#isStopping) this.#connection.stop();
        else this.#connection.close();
        this.#isStopping = true;
    }

    // Without a word: another run takes its place.
    close() {
        this.#source.close();
        this.#connection.close();
    }

    #listen() {
        const on = (type, action) => this.#connection.addEventListener(type, ({ detail }) => action(detail));
        on("state", detail => this.#stateChanged(detail));
        on("session", ({ resumed, origin }) => {
            this.#origin = origin;
            if (!resumed) this.#speech(false);
        });
        on("options", options => {
            this.#settings.take(options);
            this.#timeline.thresholds = this.#settings.thresholds;
        });
        on("refused", ({ message }) => this.#status.show(this.#status.state, message));
        on("probability", ({ start, values }) => {
            this.#history.addProbabilities(this.#origin + start, values);
            this.#status.probability(values.at(-1));
        });
        on("speechStarted", ({ time }) => this.#speech(true, time));
        on("speechDiscarded", () => this.#speech(false));
        on("segment", segment => this.#addSegment(segment));
    }

    #addSegment({ start, end, reason, pcm, audio }) {
        const span = { start: this.#origin + start, end: this.#origin + end };
        this.#history.endSpeech(span.start, span.end);
        this.#segments.add({ ...span, reason, pcm, sampleRate: audio.sampleRate });
        // Speech that was cut at its maximum goes on, without a new onset.
        this.#speech(reason === "maximumSpeech", end);
    }

    #speech(isSpeech, start) {
        this.#isSpeech = isSpeech;
        if (isSpeech) this.#history.beginSpeech(this.#origin + start);
        else this.#history.dropOpen();
        if (this.#isLive) this.#showLive();
    }

    get #isLive() {
        return this.#status.state === "listening" || this.#status.state === "speech";
    }

    #showLive() {
        this.#status.show(this.#isSpeech ? "speech" : "listening", this.#source.name);
    }

    #stateChanged({ state, reason, code, message, retryMs }) {
        if (state === "open") this.#showLive();
        else if (state === "connecting") this.#status.show("connecting");
        else if (state === "reconnecting") { if (retryMs) this.#status.retry(reason); }
        else if (state === "failed") this.#fail("The server ended the session", message, code);
        else this.#finish();
    }

    #finish() {
        const count = this.#segments.count - this.#segmentsBefore;
        this.#end(() => this.#status.show("idle", `${this.#source.name}: ${count} ${count === 1 ? "segment" : "segments"} in ${timeText(this.#history.seconds, 1)}`));
    }

    #fail(title, advice, code) {
        this.#end(() => this.#status.fault(title, advice), code);
    }

    // The first reason counts: closing the connection is told as an end as well.
    #end(show, code) {
        if (this.#isOver) return;
        this.#isOver = true;
        this.#source.close();
        this.#connection.close();
        this.#history.dropOpen();
        this.#status.probability(0);
        show();
        this.#onEnd(code);
    }
}
