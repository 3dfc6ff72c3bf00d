import { BackOff } from "./back-off.js";

const AcknowledgeEvery = 16;
const StillHereMs = 20_000; // a server ends a session whose client says nothing for a minute

// The Realtime protocol with its extensions: comes back by itself, and goes on behind the last event seen.
export class Connection {
    onEvent = () => { };
    onLost = () => { };
    onRefused = () => { };
    #socket = null;
    #session = null;
    #lastEvent = 0;
    #backOff = new BackOff();
    #isClosed = false;
    #lastError = null;
    #online = () => this.#backOff.hurry();
    #stillHere = setInterval(() => this.#acknowledge(), StillHereMs);

    constructor() { addEventListener("online", this.#online); }

    open() {
        const query = new URLSearchParams({ model: "cascade", extensions: "cascade" });
        if (this.#session) {
            query.set("resume", this.#session);
            query.set("event", this.#lastEvent);
        }
        const address = new URL(`v1/realtime?${query}`, location.href);
        address.protocol = address.protocol.replace("http", "ws");
        const socket = this.#socket = new WebSocket(address, ["realtime"]);
        socket.onmessage = ({ data }) => { if (socket === this.#socket) this.#take(JSON.parse(data)); };
        socket.onclose = ({ code }) => { if (socket === this.#socket) this.#close(code); };
    }

    get isOpen() { return this.#socket?.readyState === WebSocket.OPEN; }

    send(event) {
        if (this.isOpen) this.#socket.send(JSON.stringify(event));
    }

    close() {
        this.#isClosed = true;
        clearInterval(this.#stillHere);
        removeEventListener("online", this.#online);
        this.#backOff.cancel();
        this.#socket?.close();
        this.#socket = null;
    }

    #acknowledge() { this.send({ type: "cascade.acknowledge", event: this.#lastEvent }); }

    #take(event) {
        this.#backOff.reset();
        const number = /^event_(\d+)$/.exec(event.event_id)?.[1];
        if (number) {
            this.#lastEvent = Number(number);
            if (this.#lastEvent % AcknowledgeEvery === 0) this.#acknowledge();
        }
        if (event.type === "session.created") this.#session = event.session.id;
        if (event.type === "error") this.#lastError = event.error;
        this.onEvent(event);
    }

    // 4400 to 4499 refuse what was asked for; an unknown session is begun anew.
    #close(code) {
        this.#socket = null;
        if (this.#isClosed) return;
        if (code === 4404 || code === 4410 || code === 4001 || code === 4000 || code === 1001) {
            this.#session = null;
            this.#lastEvent = 0;
        } else if (code >= 4400 && code < 4500) {
            this.onRefused(this.#lastError);
            return;
        }
        this.onLost();
        this.#backOff.schedule(() => this.open());
    }
}
