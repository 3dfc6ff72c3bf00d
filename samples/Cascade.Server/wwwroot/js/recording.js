import { SourceFault } from "./source-fault.js";

// The rate at which the server listens: more would be thrown away there.
const SampleRate = 16000;
const TickMs = 40;
const AheadSeconds = 4;
const MaximumBytes = 256 * 1024 * 1024;

// A file as a source: decoded by the browser, and played to the server at `speed` times real time.
export class Recording {
    onSamples = () => { };
    onEnded = () => { };
    unsentSeconds = () => 0;
    sampleRate = SampleRate;
    hasEnded = false;
    #samples;
    #speed;
    #timer = null;
    #muted = false;

    static async open(file, speed) {
        if (file.size > MaximumBytes) throw new SourceFault("This file is too large for the page", "Recordings of up to 256 MB can be opened here. The command line takes any length.");
        const recording = new Recording();
        recording.name = file.name;
        recording.#speed = speed;
        try {
            const audio = await new OfflineAudioContext(1, 1, SampleRate).decodeAudioData(await file.arrayBuffer());
            recording.#samples = mixed(audio);
        } catch {
            throw new SourceFault("This file has no sound that the browser can read", "WAV, MP3, M4A, FLAC, Ogg and WebM work in most browsers.");
        }
        return recording;
    }

    get seconds() { return this.#samples.length / SampleRate; }

    start() {
        let position = 0;
        let at = performance.now();
        this.#timer = setInterval(() => {
            // By the clock and not by the tick: in a page that is not looked at, timers run late.
            const passed = (performance.now() - at) / 1000;
            at = performance.now();
            // A microphone cannot wait. A file can: no more is kept here than the server soon takes.
            if (this.unsentSeconds() > AheadSeconds) return;
            const due = Math.min(this.#samples.length, position + Math.round(passed * SampleRate * this.#speed));
            if (due > position) this.onSamples(this.#muted ? new Float32Array(due - position) : this.#samples.slice(position, due));
            position = due;
            if (position === this.#samples.length) {
                clearInterval(this.#timer);
                this.hasEnded = true;
                this.onEnded(null);
            }
        }, TickMs);
    }

    mute(muted) {
        this.#muted = muted;
    }

    close() {
        clearInterval(this.#timer);
        this.onSamples = this.onEnded = () => { };
    }
}

function mixed(audio) {
    const first = audio.getChannelData(0);
    if (audio.numberOfChannels === 1) return first;
    const mono = Float32Array.from(first);
    for (let channel = 1; channel < audio.numberOfChannels; channel++) {
        audio.getChannelData(channel).forEach((sample, i) => { mono[i] += sample; });
    }
    return mono.map(sample => sample / audio.numberOfChannels);
}
