import { SourceFault } from "./source-fault.js";

// What to do about each way in which a browser refuses a microphone.
const Faults = {
    NotAllowedError: ["The microphone is blocked", "Allow it for this page, with the icon beside the address, and press Start again. A recording works without it."],
    NotFoundError: ["No microphone found", "Plug one in and press Start again, or open a recording."],
    NotReadableError: ["The microphone does not answer", "Another program may be using it. Close that program and press Start again."],
    InsecureContext: ["The browser keeps the microphone from this page", "It needs https, or an address on this computer such as http://127.0.0.1:5080. A recording works here too."],
};

// The microphone at the rate of the device, without the browser's processing: the server is to hear what was said.
export class Microphone {
    onSamples = () => { };
    onEnded = () => { };
    #context;
    #stream;

    static async open() {
        if (!navigator.mediaDevices?.getUserMedia) throw new SourceFault(...Faults.InsecureContext);
        const microphone = new Microphone();
        // Made while the click lasts: a browser does not run a context that nobody asked for.
        microphone.#context = new AudioContext({ latencyHint: "interactive" });
        try {
            microphone.#stream = await navigator.mediaDevices.getUserMedia({
                audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
            });
            await microphone.#context.audioWorklet.addModule(new URL("capture-worklet.js", import.meta.url));
            return microphone;
        } catch (error) {
            microphone.close();
            throw new SourceFault(...Faults[error.name] ?? ["The microphone cannot be opened", error.message]);
        }
    }

    get sampleRate() { return this.#context.sampleRate; }
    get name() { return this.#stream.getAudioTracks()[0].label || "Microphone"; }

    async start() {
        const capture = new AudioWorkletNode(this.#context, "capture", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
        capture.port.onmessage = ({ data }) => this.onSamples(data);
        this.#context.createMediaStreamSource(this.#stream).connect(capture);
        this.#stream.getAudioTracks()[0].onended = () => this.onEnded(new SourceFault("The microphone is gone", "It was unplugged or switched off. Press Start to go on with another one."));
        this.#context.onstatechange = () => { if (this.#context.state !== "closed") this.#context.resume(); };
        await this.#context.resume();
    }

    // The browser then shows that nothing is recorded; the stream goes on with silence.
    mute(muted) {
        this.#stream.getAudioTracks()[0].enabled = !muted;
    }

    close() {
        this.onSamples = this.onEnded = () => { };
        this.#context.onstatechange = null;
        this.#stream?.getTracks().forEach(track => track.stop());
        if (this.#context.state !== "closed") this.#context.close();
    }
}
