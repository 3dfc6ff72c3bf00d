// Makes labelled mixtures: read sentences with pauses, clean and in each noise at each level, and labels of the clean speech every 10 ms. Arguments: folder, repository.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { noises, random } from "./noise.mjs";
import { rate, read, write } from "./wav.mjs";

const [folder, root] = process.argv.slice(2);
const data = "/usr/share/pocketsphinx/test/data";
const book = ["0870", "0880", "0890", "0920", "0930"].map(part => join(data, `librivox/sense_and_sensibility_01_austen_64kb-${part}.wav`));
const spoken = [...book, ...["goforward", "numbers", "something"].map(name => join(data, `${name}.raw`))].map(read);
const step = rate / 100;
export const levels = [20, 15, 10, 5, 0];

const power = samples => samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;

// Speech is where a sentence is within 35 dB of its loud parts. Pauses of up to 200 ms belong to it, and bursts under 30 ms do not.
function labelsOf(samples) {
    const energy = Array.from({ length: Math.floor(samples.length / step) }, (_, i) => power(samples.subarray(i * step, (i + 1) * step)));
    const loud = [...energy].sort((a, b) => a - b)[Math.floor(energy.length * 0.95)];
    const labels = energy.map(value => value > loud * 10 ** -3.5 ? 1 : 0);
    fill(labels, 1, 3);
    fill(labels, 0, 20);
    return labels;
}

// Runs of a value that are at most so long, and not at an end, become the other value.
function fill(labels, value, most) {
    for (let i = 0; i < labels.length;) {
        let end = i;
        while (end < labels.length && labels[end] === labels[i]) end++;
        if (labels[i] === value && end - i <= most && i > 0 && end < labels.length) labels.fill(1 - value, i, end);
        i = end;
    }
}

// Twice through the sentences in two orders, pauses from 0.4 to 3 s, each sentence equally loud.
const next = random(4);
const parts = [], labels = [];
const pause = () => {
    const frames = Math.round(40 + 130 * (next() + 1));
    parts.push(new Float32Array(frames * step));
    labels.push(...new Array(frames).fill(0));
};
for (const order of [spoken.keys(), [...spoken.keys()].sort((a, b) => a * 5 % 8 - b * 5 % 8)]) {
    for (const index of order) {
        const whole = spoken[index].subarray(0, Math.floor(spoken[index].length / step) * step);
        const marks = labelsOf(whole);
        const gain = 0.06 / Math.sqrt(power(whole.filter((_, i) => marks[Math.floor(i / step)] === 1)));
        pause();
        parts.push(whole.map(sample => sample * gain));
        labels.push(...marks);
    }
}
pause();
const clean = Float32Array.from(parts.flatMap(part => [...part]));
const speechPower = power(clean.filter((_, i) => labels[Math.floor(i / step)] === 1));

mkdirSync(folder, { recursive: true });
write(join(folder, "clean.wav"), clean);
const voices = ["conversation", "monologue"].map(name => read(join(root, `tests/Cascade.Tests/Golden/${name}.wav`)));
for (const [name, make] of Object.entries(noises)) {
    const noise = make(clean.length, voices);
    const noisePower = power(noise);
    for (const level of levels) {
        const gain = Math.sqrt(speechPower / noisePower / 10 ** (level / 10));
        write(join(folder, `${name}-${level}.wav`), clean.map((sample, i) => sample + gain * noise[i]));
    }
}
const seconds = labels.length / 100, share = labels.reduce((sum, label) => sum + label, 0) / labels.length;
writeFileSync(join(folder, "labels.json"), JSON.stringify({ seconds, share, levels, noises: Object.keys(noises), labels: labels.join("") }));
console.log(`mixtures: ${1 + levels.length * Object.keys(noises).length} of ${seconds.toFixed(0)} s, ${(100 * share).toFixed(0)} % speech`);
