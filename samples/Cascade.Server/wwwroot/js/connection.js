import { AudioSender } from "./audio-sender.js";
import { BackOff } from "./back-off.js";
import { LiveOptions } from "./live-options.js";

const Subprotocol = "cascade.v1";
const ProbabilityRate = 15;
const QuietMs = 4000;   // nothing heard for so long: ask
const DeadMs = 12000;   // and for so long: the connection is taken to be dead

// Faults after which the same request may go well, when the server has come to its senses or to some room.
const Passing = new Set(["serverFull", "outOfMemory", "startTimeout", "internalError"]);
// Ends of the session alone: a new one goes on where it stopped.
const Forgotten = new Set(["sessionUnknown", "cannotResume", "shutdown", "evicted", "idle"]);

// A stream to the server that outlives its sockets: it reconnects by itself, resumes its session, and begins a new one where that is gone.
// See docs/protocol.md. Tells what happens as events: `state`, `session`, and the server's messages under their own types.
export class Connection extends EventTarget {
    #url;
    #token;
    #sampleRate;
    #socket = null;
    #session = null;
    #lastEvent = 0;
    #announced = null;      // the segment whose audio is the next message
    #reason = "";
    #isOpen = false;
    #isStopping = false;
    #heardAt = 0;
    #watch = null;
    #backOff = new BackOff();
    #audio;
    #options;

    constructor({ url, token, sampleRate, options }) {
        super();
        this.#url = url;
        this.#token = token || undefined;
        this.#sampleRate = sampleRate;
        this.#audio = new AudioSender(sampleRate, () => this.#restart("The connection was too slow, and audio was lost."));
        this.#options = new LiveOptions(options, update => this.#send(update));
    }

    open() {
        this.#connect();
    }

    // Samples of the source, in order. The array is kept.
    send(samples) {
        this.#audio.append(samples);
    }

    // What waits for the server or for its limits.
    get unsentSeconds() { return this.#audio.unsentSeconds; }

    update(options) {
        this.#options.change(options);
    }

    // All that was recorded is heard to its end, through reconnections too; then the state is `closed`.
    stop() {
        this.#isStopping = true;
        if (this.#isOpen) this.#audio.whenSent(() => this.#send({ type: "stop" }));
    }

    // At once, whatever is still to come.
    close() {
        this.#finish("closed");
    }

    retryNow() {
        this.#backOff.hurry();
    }

    #connect() {
        this.#tell("state", { state: this.#backOff.attempt === 0 ? "connecting" : "reconnecting", reason: this.#reason });
        const socket = this.#socket = new WebSocket(this.#url, Subprotocol);
        socket.binaryType = "arraybuffer";
        // What a socket says that was given up in the meantime is not for us.
        const on = (name, action) => socket.addEventListener(name, event => { if (this.#socket === socket) action(event); });
        on("open", () => this.#greet());
        on("message", ({ data }) => this.#receive(data));
        on("close", () => this.#lost("The connection to the server was lost."));
        this.#heardAt = performance.now();
        clearInterval(this.#watch);
        this.#watch = setInterval(() => this.#checkPulse(), QuietMs / 4);
    }

    #greet() {
        this.#send(this.#session
            ? { type: "resume", session: this.#session, acknowledged: this.#audio.firstKept, event: this.#lastEvent, token: this.#token }
            : {
                type: "start",
                format: { encoding: "float32", sampleRate: this.#sampleRate, channels: 1 },
                options: this.#options.current,
                probabilityRate: ProbabilityRate,
                segmentAudio: "binary",
                resumable: true,
                token: this.#token,
            });
    }

    #receive(data) {
        this.#heardAt = performance.now();
        if (data instanceof ArrayBuffer) {
            const segment = this.#announced;
            this.#announced = null;
            this.#complete({ ...segment, pcm: data });
            return;
        }
        const message = JSON.parse(data);
        if (message.type === "ready") this.#begin(message);
        else if (message.type === "error") this.#fault(message);
        else if (message.type === "closed") this.#closed(message.reason);
        else if (message.type === "updated") this.#options.answered();
        else if (message.type === "segment" && message.audio) this.#announced = message;
        else this.#complete(message);
        if ("received" in message && message.type !== "ready") this.#audio.confirm(message.received);
        if (message.options && this.#options.isSettled) this.#tell("options", message.options);
    }

    #begin(ready) {
        if (!ready.resumed) this.#lastEvent = 0;
        this.#session = ready.session;
        this.#isOpen = true;
        this.#backOff.reset();
        this.#audio.attach(this.#socket, ready);
        this.#options.resend(ready.resumed);
        this.#tell("session", { resumed: ready.resumed, origin: this.#audio.origin });
        this.#tell("state", { state: "open" });
        if (this.#isStopping) this.stop();
    }

    // An event counts as seen when all of it is here, a segment's audio too: otherwise it is asked for again after a reconnection.
    #complete(message) {
        if ("event" in message) {
            if (message.event <= this.#lastEvent) return;
            this.#lastEvent = message.event;
            this.#send({ type: "ack", event: message.event });
        }
        if (message.type === "speechStarted") this.#audio.hold(message.time);
        else if (message.type === "segment") this.#audio.hold(message.reason === "maximumSpeech" ? message.end : null);
        else if (message.type === "speechDiscarded") this.#audio.hold(null);
        this.#tell(message.type, message);
    }

    #fault({ code, message, fatal }) {
        if (!fatal) {
            this.#options.refused(code);
            this.#tell("refused", { message });
        } else if (Forgotten.has(code)) {
            this.#backOff.reset(); // it answers: there is nothing to wait for
            this.#restart(this.#reason);
        } else if (Passing.has(code)) {
            this.#restart(message);
        } else {
            this.#finish("failed", { code, message });
        }
    }

    #closed(reason) {
        if (reason === "stopped") this.#finish("closed");
        else if (Forgotten.has(reason)) this.#restart(reason === "shutdown" ? "The server is restarting." : "The server closed the session.");
        else this.#finish("failed", { code: reason, message: "The session goes on at another connection." });
    }

    #restart(reason) {
        this.#session = null;
        this.#lost(reason);
    }

    #lost(reason) {
        this.#drop();
        this.#reason = reason;
        const retryMs = this.#backOff.schedule(() => this.#connect());
        this.#tell("state", { state: "reconnecting", reason, retryMs });
    }

    #checkPulse() {
        const quiet = performance.now() - this.#heardAt;
        if (quiet > DeadMs) this.#lost("The server does not answer.");
        else if (quiet > QuietMs && this.#isOpen) this.#send({ type: "ping" });
    }

    #finish(state, detail) {
        this.#backOff.cancel();
        this.#drop();
        this.#tell("state", { state, ...detail });
    }

    #drop() {
        clearInterval(this.#watch);
        const socket = this.#socket;
        this.#socket = this.#announced = null;
        this.#isOpen = false;
        this.#audio.detach();
        socket?.close();
    }

    #send(message) {
        if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
    }

    #tell(type, detail) {
        this.dispatchEvent(new CustomEvent(type, { detail }));
    }
}
