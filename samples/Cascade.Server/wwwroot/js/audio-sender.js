import { Pace } from "./pace.js";
import { ReplayBuffer } from "./replay-buffer.js";

const KeptSeconds = 45;             // more than the server keeps a session for
const PieceSeconds = 0.5;
const MaximumQueuedBytes = 1 << 20; // in the browser's socket: what is queued there cannot be taken back

// Sends what is recorded, and again what a lost connection swallowed. Positions count samples since recording began;
// the server counts from the session's beginning, `origin` samples later.
export class AudioSender {
    #sampleRate;
    #onLoss;
    #buffer;
    #socket = null;
    #pace = null;
    #pieceSamples = 0;
    #originSamples = 0;
    #sent = 0;
    #heldFrom = Infinity;
    #timer = null;
    #whenSent = null;

    // `onLoss`: samples that were never sent had to go, and the session must begin anew.
    constructor(sampleRate, onLoss) {
        this.#sampleRate = sampleRate;
        this.#onLoss = onLoss;
        this.#buffer = new ReplayBuffer(KeptSeconds * sampleRate);
    }

    // Where the session began, in seconds since recording did.
    get origin() { return this.#originSamples / this.#sampleRate; }

    // The first sample that could be sent again, by the server's count.
    get firstKept() { return Math.max(0, this.#buffer.start - this.#originSamples); }

    get unsentSeconds() { return (this.#buffer.end - this.#sent) / this.#sampleRate; }

    append(samples) {
        this.#buffer.append(samples);
        if (this.#socket) this.#pump();
    }

    attach(socket, { resumed, received, limits }) {
        this.#socket = socket;
        this.#pieceSamples = Math.floor(Math.min(PieceSeconds * this.#sampleRate, limits.messageBytes / Float32Array.BYTES_PER_ELEMENT));
        if (resumed) {
            this.confirm(received);
        } else {
            this.#originSamples = this.#buffer.start;
            this.hold(null);
            this.#pace = new Pace(limits.inputRate, limits.inputBurstSeconds);
        }
        this.#sent = this.#originSamples + received;
        this.#pump();
    }

    detach() {
        clearTimeout(this.#timer);
        this.#socket = this.#timer = this.#whenSent = null;
    }

    // So much has arrived: what is before need not be kept, except for speech that is open.
    confirm(received) {
        this.#buffer.discardBefore(this.#originSamples + Math.min(received, this.#heldFrom));
    }

    // Speech is open from this second of the session on, or none is (null). A server that dies takes what it has of it along;
    // the next session begins with it.
    hold(start) {
        this.#heldFrom = start === null ? Infinity : Math.floor(start * this.#sampleRate);
    }

    whenSent(action) {
        this.#whenSent = action;
        this.#pump();
    }

    #pump() {
        clearTimeout(this.#timer);
        if (this.#sent < this.#buffer.start) {
            this.#onLoss();
            return;
        }
        while (this.#sent < this.#buffer.end) {
            const count = Math.min(this.#pieceSamples, this.#buffer.end - this.#sent);
            const waitMs = this.#socket.bufferedAmount > MaximumQueuedBytes ? 50 : this.#pace.take(count / this.#sampleRate);
            if (waitMs > 0) {
                this.#timer = setTimeout(() => this.#pump(), waitMs);
                return;
            }
            this.#socket.send(this.#buffer.slice(this.#sent, count));
            this.#sent += count;
        }
        const action = this.#whenSent;
        this.#whenSent = null;
        action?.();
    }
}
