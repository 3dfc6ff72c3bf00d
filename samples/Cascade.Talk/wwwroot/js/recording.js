const RateHz = 24000;
const LongestMs = 8000; // a server takes ten seconds at once

// The last seconds of the microphone: a server that was lost, or a connection, may have taken some of them with it.
export class Recording {
    #pieces = [];
    #endMs = 0; // of all audio of the session

    // A new session hears what follows.
    begin() {
        this.#pieces = [];
        this.#endMs = 0;
    }

    add(piece) {
        this.#pieces.push(piece);
        this.#endMs += toMs(piece);
        while (this.#heldMs - toMs(this.#pieces[0]) > LongestMs) this.#pieces.shift();
    }

    // The pieces from a place on. The first one begins there for the server, whatever is not held any more.
    from(placeMs) {
        let startMs = this.#endMs - this.#heldMs;
        while (this.#pieces.length > 0 && startMs + toMs(this.#pieces[0]) <= placeMs) startMs += toMs(this.#pieces.shift());
        this.#endMs += placeMs - startMs;
        return this.#pieces;
    }

    get #heldMs() { return this.#pieces.reduce((sum, piece) => sum + toMs(piece), 0); }
}

function toMs(piece) { return 1000 * piece.length / RateHz; }
