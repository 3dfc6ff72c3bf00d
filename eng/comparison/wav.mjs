// Mono PCM16 at 16 kHz, the one kind of audio that all detectors take.
import { readFileSync, writeFileSync } from "node:fs";

export const rate = 16000;

export function read(path) {
    const bytes = readFileSync(path);
    if (bytes.toString("latin1", 0, 4) !== "RIFF") return samplesOf(bytes); // raw
    let at = 12;
    while (bytes.toString("latin1", at, at + 4) !== "data") {
        if (bytes.toString("latin1", at, at + 4) === "fmt " && (bytes.readUInt16LE(at + 10) !== 1 || bytes.readUInt32LE(at + 12) !== rate || bytes.readUInt16LE(at + 22) !== 16))
            throw new Error(`${path} is not mono PCM16 at ${rate} Hz`);
        at += 8 + bytes.readUInt32LE(at + 4) + bytes.readUInt32LE(at + 4) % 2;
    }
    return samplesOf(bytes.subarray(at + 8, at + 8 + bytes.readUInt32LE(at + 4)));
}

export function write(path, samples) {
    const bytes = Buffer.alloc(44 + 2 * samples.length);
    bytes.write("RIFF", 0, "latin1");
    bytes.writeUInt32LE(36 + 2 * samples.length, 4);
    bytes.write("WAVEfmt ", 8, "latin1");
    bytes.writeUInt32LE(16, 16);
    bytes.writeUInt16LE(1, 20);
    bytes.writeUInt16LE(1, 22);
    bytes.writeUInt32LE(rate, 24);
    bytes.writeUInt32LE(2 * rate, 28);
    bytes.writeUInt16LE(2, 32);
    bytes.writeUInt16LE(16, 34);
    bytes.write("data", 36, "latin1");
    bytes.writeUInt32LE(2 * samples.length, 40);
    samples.forEach((sample, index) => bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), 44 + 2 * index));
    writeFileSync(path, bytes);
}

const samplesOf = bytes => Float32Array.from({ length: bytes.length >> 1 }, (_, index) => bytes.readInt16LE(2 * index) / 32768);
