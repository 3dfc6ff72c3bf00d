// Runs one detector over all mixtures and writes its speech and its cost as JSON. Arguments: detector, folder of mixtures, node_modules, model file.
// With "memory N" in place of the folder: what N instances that have heard a second take, in bytes each.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rate, read } from "./wav.mjs";

const [name, folder, modules, model, count] = process.argv.slice(2);
const require = createRequire(join(modules, "x.js"));
const pcm16 = samples => Int16Array.from(samples, sample => Math.max(-32768, Math.min(32767, Math.round(sample * 32768))));
const chunks = function* (samples, size) { for (let i = 0; i + size <= samples.length; i += size) yield samples.subarray(i, i + size); };
const flags = (flags, size) => flags.flatMap((flag, i) => flag ? [[i * size / rate, (i + 1) * size / rate]] : []);

// Each makes an instance: run(samples) returns [start, end] in seconds.
const detectors = {
    async webrtc(mode) {
        const { default: load } = await import(pathToFileURL(join(modules, "@echogarden/fvad-wasm/fvad.js")));
        const wasm = await load();
        return () => {
            const handle = wasm._fvad_new(), size = 480, buffer = wasm._malloc(2 * size); // 30 ms
            wasm._fvad_set_sample_rate(handle, rate);
            if (wasm._fvad_set_mode(handle, mode) !== 0) throw new Error("WebRTC's detector refuses the mode");
            return { convert: pcm16, run: samples => flags([...chunks(samples, size)].map(chunk => {
                wasm.HEAP16.set(chunk, buffer >> 1);
                return wasm._fvad_process(handle, buffer, size) === 1;
            }), size) };
        };
    },

    async ten() {
        const wasm = await require("@gooney-001/ten-vad-lib")();
        return () => {
            const size = 256, at = wasm._malloc(4), buffer = wasm._malloc(2 * size), probability = wasm._malloc(4), flag = wasm._malloc(4);
            if (wasm._ten_vad_create(at, size, 0.5) !== 0) throw new Error("TEN VAD makes no instance");
            const handle = wasm.getValue(at, "i32");
            return { convert: pcm16, run: samples => flags([...chunks(samples, size)].map(chunk => {
                wasm.HEAP16.set(chunk, buffer >> 1);
                if (wasm._ten_vad_process(handle, buffer, size, probability, flag) !== 0) throw new Error("TEN VAD fails");
                return wasm.getValue(flag, "i32") === 1;
            }), size) };
        };
    },

    async sherpa(equal) {
        const { Vad } = require("sherpa-onnx-node");
        const settings = equal ? { threshold: 0.5, minSpeechDuration: 0.032, minSilenceDuration: 0.1 } : {};
        return () => {
            const vad = new Vad({ sileroVad: { model, windowSize: 512, maxSpeechDuration: 60, ...settings }, sampleRate: rate, numThreads: 1 }, 120);
            return { run: samples => {
                const found = [];
                const take = () => {
                    for (; !vad.isEmpty(); vad.pop()) {
                        const segment = vad.front(false);
                        found.push([segment.start / rate, (segment.start + segment.samples.length) / rate]);
                    }
                };
                for (const chunk of chunks(samples, 512)) {
                    vad.acceptWaveform(chunk);
                    take();
                }
                vad.flush();
                take();
                return found;
            } };
        };
    },

    async ricky(equal) {
        const { FrameProcessor, Message, getDefaultRealTimeVADOptions } = require("@ricky0123/vad-web");
        const { Silero } = require("@ricky0123/vad-web/dist/models");
        const ort = require("onnxruntime-web/wasm");
        ort.env.wasm.numThreads = 1;
        const bytes = readFileSync(model);
        const options = { ...getDefaultRealTimeVADOptions("v6"), ...(equal ? { positiveSpeechThreshold: 0.5, negativeSpeechThreshold: 0.35, redemptionMs: 100, preSpeechPadMs: 0, minSpeechMs: 0 } : {}) };
        return async () => {
            const network = await Silero.new(ort, async () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
            const processor = new FrameProcessor(network.process, network.reset_state, options, 32);
            processor.resume();
            return { run: async samples => {
                const found = [];
                let frame = 0, start = 0;
                const hear = event => {
                    if (event.msg === Message.SpeechStart) start = Math.max(0, frame * 512 / rate - options.preSpeechPadMs / 1000);
                    if (event.msg === Message.SpeechEnd) found.push([start, Math.min(samples.length / rate, (frame + 1) * 512 / rate)]);
                };
                for (const chunk of chunks(samples, 512)) {
                    await processor.process(chunk, hear);
                    frame++;
                }
                frame--;
                processor.endSegment(hear);
                return found;
            } };
        };
    },
};

const [kind, variant] = name.split(":");
const argument = { equal: true, defaults: false }[variant] ?? Number(variant);
const create = await detectors[kind](argument);
if (folder === "memory") {
    const second = new Float32Array(rate), kept = [];
    const hear = async () => { const instance = await create(); await instance.run((instance.convert ?? (floats => floats))(second)); kept.push(instance); };
    await hear();
    globalThis.gc();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < Number(count); i++) await hear();
    globalThis.gc();
    console.log(JSON.stringify({ bytes: Math.round((process.memoryUsage().rss - before) / Number(count)) }));
} else {
    // The first recording warms code and caches up; the fastest of the recordings is what the machine can do.
    const files = readdirSync(folder).filter(file => file.endsWith(".wav")).sort();
    const warm = await create();
    await warm.run((warm.convert ?? (floats => floats))(read(join(folder, files[0]))));
    const speech = {}, costs = [];
    for (const file of files) {
        const instance = await create(), convert = instance.convert ?? (floats => floats), samples = convert(read(join(folder, file)));
        const begin = process.hrtime.bigint();
        speech[file.slice(0, -4)] = await instance.run(samples);
        costs.push(Number(process.hrtime.bigint() - begin) / 1000 / (samples.length / 512));
    }
    costs.sort((a, b) => a - b);
    console.log(JSON.stringify({ microseconds: costs[0], median: costs[costs.length >> 1], speech }));
}
