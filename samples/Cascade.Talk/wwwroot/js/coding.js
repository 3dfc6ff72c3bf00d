// How audio travels: as Opus where the browser has the codecs, else as PCM16. Samples of the microphone in, samples for the loudspeaker out.
export const RateHz = 24000;

const PacketsPerEvent = 2; // 40 ms
const LengthBytes = 2; // before each packet, big-endian
const Decoding = { codec: "opus", sampleRate: RateHz, numberOfChannels: 1 };
const Encoding = { ...Decoding, bitrate: 20000, opus: { application: "voip", frameDuration: 20000 } };

export async function openCoding() {
    try {
        const both = await Promise.all([AudioEncoder.isConfigSupported(Encoding), AudioDecoder.isConfigSupported(Decoding)]);
        if (both.every(one => one.supported)) return new Opus();
    } catch { } // no codecs, or not for a page without https
    return new Pcm();
}

// Both have `onBytes`, with audio to be sent; `onSamples` and `onWhole` of an item.
class Pcm {
    format = { type: "audio/pcm", rate: RateHz };
    onBytes = () => { };
    onSamples = () => { };
    onWhole = () => { };

    encode(piece) { this.onBytes(new Uint8Array(piece.buffer)); }

    decode(item, bytes) {
        const samples = new Float32Array(bytes.length / 2);
        const view = new DataView(bytes.buffer);
        for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(2 * i, true) / 32768;
        this.onSamples(item, samples);
    }

    end(item) { this.onWhole(item); }

    clear() { }

    close() { }
}

class Opus {
    format = { type: "audio/opus" };
    onBytes = () => { };
    onSamples = () => { };
    onWhole = () => { };
    #encoder = null;
    #encodedUs = 0;
    #packets = []; // bytes of those that wait to be sent together
    #waiting = 0;
    #decoders = new Map(); // by item: each answer is a stream of its own
    #decodedUs = 0;

    encode(piece) {
        if (this.#encoder?.state !== "configured") { // also after the browser took it away
            this.#encoder = new AudioEncoder({ output: chunk => this.#add(chunk), error: () => { } });
            this.#encoder.configure(Encoding);
        }
        this.#encoder.encode(new AudioData({ format: "s16", sampleRate: RateHz, numberOfFrames: piece.length, numberOfChannels: 1, timestamp: this.#encodedUs, data: piece }));
        this.#encodedUs += 1e6 * piece.length / RateHz;
    }

    decode(item, bytes) {
        let decoder = this.#decoders.get(item);
        if (decoder?.state !== "configured") {
            decoder = new AudioDecoder({ output: data => this.#take(item, data), error: () => { } });
            decoder.configure(Decoding);
            this.#decoders.set(item, decoder);
        }
        const view = new DataView(bytes.buffer);
        for (let at = 0; at < bytes.length;) {
            const length = view.getUint16(at);
            at += LengthBytes;
            decoder.decode(new EncodedAudioChunk({ type: "key", timestamp: this.#decodedUs, data: bytes.subarray(at, at + length) }));
            this.#decodedUs += 20000;
            at += length;
        }
    }

    // Behind all samples of the item.
    async end(item) {
        const decoder = this.#decoders.get(item);
        try {
            await decoder?.flush();
        } catch {
            return; // cleared
        }
        this.#forget(item);
        this.onWhole(item);
    }

    // What is being decoded is not wanted any more.
    clear() { [...this.#decoders.keys()].forEach(item => this.#forget(item)); }

    close() {
        this.clear();
        if (this.#encoder?.state === "configured") this.#encoder.close();
    }

    #forget(item) {
        const decoder = this.#decoders.get(item);
        this.#decoders.delete(item);
        if (decoder && decoder.state !== "closed") decoder.close();
    }

    #add(chunk) {
        const packet = new Uint8Array(LengthBytes + chunk.byteLength);
        new DataView(packet.buffer).setUint16(0, chunk.byteLength);
        chunk.copyTo(packet.subarray(LengthBytes));
        this.#packets.push(...packet);
        if (++this.#waiting < PacketsPerEvent) return;
        this.onBytes(Uint8Array.from(this.#packets));
        this.#packets = [];
        this.#waiting = 0;
    }

    // Browsers decode to 48 kHz. The answer was encoded at half of it and has nothing above, so that every second sample is enough.
    #take(item, data) {
        const decoded = new Float32Array(data.numberOfFrames);
        data.copyTo(decoded, { planeIndex: 0, format: "f32-planar" });
        const step = data.sampleRate / RateHz;
        data.close();
        this.onSamples(item, Float32Array.from({ length: Math.floor(decoded.length / step) }, (_, i) => decoded[Math.floor(i * step)]));
    }
}
