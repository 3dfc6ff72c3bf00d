// Microphone and loudspeaker, both at the rate of the protocol.
import { RateHz } from "./coding.js";

const Faults = {
    NotAllowedError: ["The microphone is blocked", "Allow it for this page, with the icon beside the address, and press Start again. Typing works without it."],
    NotFoundError: ["No microphone found", "Plug one in and press Start again. Typing works without it."],
    NotReadableError: ["The microphone does not answer", "Another program may be using it. Close that program and press Start again."],
    InsecureContext: ["The browser keeps the microphone from this page", "It needs https, or an address on this computer. Typing works here too."],
};

export class SoundFault extends Error {
    constructor(title, advice) {
        super(title);
        this.advice = advice;
    }
}

export class Sound {
    onPiece = () => { };
    onPlayed = () => { };
    #context;
    #stream = null;
    #playback;
    inputMeter = null;
    outputMeter;

    // Made while the click lasts: a browser does not run a context that nobody asked for.
    static async open(needsMicrophone) {
        const sound = new Sound();
        sound.#context = new AudioContext({ latencyHint: "interactive", sampleRate: RateHz });
        try {
            const module = name => sound.#context.audioWorklet.addModule(new URL(name, import.meta.url));
            await Promise.all([module("capture-worklet.js"), module("playback-worklet.js"), needsMicrophone ? sound.#openMicrophone() : null]);
            await sound.#start();
            return sound;
        } catch (error) {
            sound.close();
            throw error instanceof SoundFault ? error : new SoundFault(...Faults[error.name] ?? ["The audio cannot be opened", error.message]);
        }
    }

    get latencyMs() { return 1000 * (this.#context?.outputLatency || 0); }

    play(item, samples) {
        this.#playback.port.postMessage({ item, samples }, [samples.buffer]);
    }

    command(command) { this.#playback.port.postMessage({ command }); }

    // The browser then shows that nothing is recorded; silence goes on.
    mute(isMuted) { this.#stream?.getAudioTracks().forEach(track => { track.enabled = !isMuted; }); }

    close() {
        this.onPiece = this.onPlayed = () => { };
        this.#stream?.getTracks().forEach(track => track.stop());
        if (this.#context.state !== "closed") this.#context.close();
    }

    async #openMicrophone() {
        if (!navigator.mediaDevices?.getUserMedia) throw new SoundFault(...Faults.InsecureContext);
        this.#stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
    }

    async #start() {
        this.#playback = new AudioWorkletNode(this.#context, "playback", { numberOfInputs: 0, outputChannelCount: [1] });
        this.#playback.port.onmessage = ({ data }) => this.onPlayed(data);
        this.outputMeter = new AnalyserNode(this.#context, { fftSize: 1024 });
        this.#playback.connect(this.outputMeter).connect(this.#context.destination);
        if (this.#stream) {
            const capture = new AudioWorkletNode(this.#context, "capture", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
            capture.port.onmessage = ({ data }) => this.onPiece(data);
            this.inputMeter = new AnalyserNode(this.#context, { fftSize: 1024 });
            this.#context.createMediaStreamSource(this.#stream).connect(this.inputMeter).connect(capture);
        }
        await this.#context.resume();
    }
}
