// Scores the detectors' speech against the labels and writes the tables between the marks of the page. Arguments: work folder, page, output.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [work, page, output] = process.argv.slice(2);
const load = (folder, name) => JSON.parse(readFileSync(join(work, folder, `${name}.json`), "utf8"));
const mixtures = load("mixtures", "labels");
const labels = [...mixtures.labels].map(Number);

// Whether each 10 ms is speech; pauses of up to so many of them are filled, as the other detectors' "end after 100 ms of silence" does.
function frames(speech, fill) {
    const marks = new Uint8Array(labels.length);
    let last = -Infinity;
    for (const [start, end] of speech) {
        let first = Math.round(start * 100);
        if (first - last <= fill) first = Math.min(first, last);
        marks.fill(1, Math.max(0, first), Math.min(labels.length, Math.round(end * 100)));
        last = Math.round(end * 100);
    }
    return marks;
}

function score(speech, fill) {
    const marks = frames(speech, fill);
    let hit = 0, missed = 0, wrong = 0, quiet = 0;
    labels.forEach((label, i) => { if (label) marks[i] ? hit++ : missed++; else marks[i] ? wrong++ : quiet++; });
    return { f1: 200 * hit / (2 * hit + missed + wrong), miss: 100 * missed / (hit + missed), alarm: 100 * wrong / (wrong + quiet) };
}

const mean = (items, pick) => items.reduce((sum, item) => sum + pick(item), 0) / items.length;
const one = value => value.toFixed(1);
const tables = [];
function table(title, rows) {
    const scored = rows.map(([label, file, fill]) => {
        const result = load("results", file);
        const of = name => score(result.speech[name], fill);
        const noisy = mixtures.noises.flatMap(noise => mixtures.levels.map(level => ({ noise, level, ...of(`${noise}-${level}`) })));
        return { label, result, clean: of("clean"), noisy };
    });
    const best = column => Math.max(...scored.map(row => Number(one(column(row)))));
    const columns = [
        ["clean", row => row.clean.f1],
        ...mixtures.noises.map(noise => [noise, row => mean(row.noisy.filter(item => item.noise === noise), item => item.f1)]),
        ...mixtures.levels.map(level => [`${level} dB`, row => mean(row.noisy.filter(item => item.level === level), item => item.f1)]),
    ];
    tables.push(`### ${title}`, "",
        `| Detector | ${columns.map(([head]) => head).join(" | ")} | missed | false |`,
        `|---|${columns.map(() => "--:").join("|")}|--:|--:|`,
        ...scored.map(row => `| ${row.label} | ${columns.map(([, column]) => { const value = one(column(row)); return Number(value) === best(column) ? `**${value}**` : value; }).join(" | ")} | ${one(mean(row.noisy, item => item.miss))} | ${one(mean(row.noisy, item => item.alarm))} |`), "");
}

table("At the same settings", [
    ["Cascade, ONNX Runtime", "cascade-onnx:equal", 0],
    ["Cascade, managed", "cascade-managed:equal", 0],
    ["Cascade, start confirmed by 250 ms", "cascade-confirmed:equal", 0],
    ["sherpa-onnx 1.13.8", "sherpa:equal", 0],
    ["ricky0123/vad-web 0.0.31", "ricky:equal", 0],
    ["TEN VAD (ten-vad-lib 1.0.2)", "ten:0", 10],
    ["WebRTC's detector, mode 0", "webrtc:0", 10],
    ["WebRTC's detector, mode 3", "webrtc:3", 10],
]);
table("As each is delivered", [
    ["Cascade", "cascade-managed:defaults", 0],
    ["sherpa-onnx 1.13.8", "sherpa:defaults", 0],
    ["ricky0123/vad-web 0.0.31", "ricky:defaults", 0],
    ["TEN VAD (ten-vad-lib 1.0.2)", "ten:0", 0],
    ["WebRTC's detector, mode 0", "webrtc:0", 0],
]);

const bytes = file => existsSync(join(work, "results", `${file}.json`)) ? `${Math.round(load("results", file).bytes / 1024).toLocaleString("en")} KB` : "";
const cost = (label, file, memory) => {
    const result = load("results", file);
    return `| ${label} | ${one(result.microseconds)} | ${one(result.median)} | ${bytes(memory)} |`;
};
tables.push("### Cost", "", "| Detector | us for 32 ms, fastest recording | median recording | memory of one more stream |", "|---|--:|--:|--:|",
    cost("Cascade, managed", "cascade-managed:equal", "memory-cascade-managed"),
    cost("Cascade, ONNX Runtime", "cascade-onnx:equal", "memory-cascade-own"),
    cost("sherpa-onnx 1.13.8, Node.js", "sherpa:equal", "memory-sherpa:equal"),
    cost("ricky0123/vad-web 0.0.31, Node.js and WebAssembly", "ricky:equal", "memory-ricky:equal"),
    cost("TEN VAD, Node.js and WebAssembly", "ten:0", "memory-ten:0"),
    cost("WebRTC's detector, Node.js and WebAssembly", "webrtc:3", "memory-webrtc:3"), "",
    `With a shared session, one more stream of Cascade on ONNX Runtime takes ${bytes("memory-cascade-shared")}.`, "");

const [begin, end] = ["<!-- figures: written by eng/comparison/compare.sh -->", "<!-- end of figures -->"];
const text = readFileSync(page, "utf8");
if (!text.includes(begin) || !text.includes(end)) throw new Error(`${page} lacks the marks of its figures`);
const head = `Written on ${new Date().toISOString().slice(0, 10)}, on ${load("results", "cascade-managed:equal").machine}, Node.js ${process.version}, one core. ${1 + mixtures.noises.length * mixtures.levels.length} mixtures of ${Math.round(mixtures.seconds)} s, ${Math.round(100 * mixtures.share)} % of it speech.`;
writeFileSync(output, `${text.slice(0, text.indexOf(begin) + begin.length)}\n\n${head}\n\n${tables.join("\n")}\n${text.slice(text.indexOf(end))}`);
console.log(`compare: ${output} written`);
