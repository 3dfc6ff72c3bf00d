'use strict';
// Writes scripts.vad.json: random probabilities and parameters, chosen so that durations and thresholds are met exactly as often as not, and the reference's answers.
// usage: node make-scripts.js
const fs = require('fs'), path = require('path');
const { derive } = require('./silero-reference.js');

const Rate = 16000, Frame = 512, FrameMs = 32, Steps = 32; // probabilities are in 32nds, exact in both precisions

let seed = 1;
const random = n => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return Math.floor(seed / 4294967296 * n); };
const oneOf = values => values[random(values.length)];
const duration = most => oneOf([0, FrameMs * random(most / FrameMs), random(most)]);

function makeCase() {
  const threshold = 8 + random(16), exit = random(threshold);
  const params = {
    threshold: threshold / Steps,
    neg_threshold: random(3) ? exit / Steps : null,
    min_speech_duration_ms: duration(320),
    max_speech_duration_s: null,
    min_silence_duration_ms: duration(320),
    speech_pad_ms: duration(192),
    min_silence_at_max_speech: duration(192),
    use_max_poss_sil_at_max_speech: random(2) === 0,
  };
  if (random(3)) params.max_speech_duration_s = (2 * params.speech_pad_ms + FrameMs + oneOf([FrameMs * (1 + random(40)), 32 + random(1300)])) / 1000;
  if (params.max_speech_duration_s && !Number.isInteger(Rate * params.max_speech_duration_s)) return null; // durations are whole samples here, where Python's are rounded to doubles
  const script = [], frames = 20 + random(60);
  for (let n = 0; n < frames; n += script[script.length - 1][1]) script.push([oneOf([0, exit, threshold, threshold, Steps, random(Steps + 1)]), 1 + random(oneOf([2, 6, 20]))]);
  const probabilities = script.flatMap(([p, n]) => Array(n).fill(p / Steps));
  const samples = Frame * probabilities.length - oneOf([0, random(Frame)]);
  return { samples, script, ...derive(probabilities, { sr: Rate, x: { length: samples } }, params) };
}

const cases = [];
while (cases.length < 200) { const made = makeCase(); if (made) cases.push(made); }
fs.writeFileSync(path.join(__dirname, 'scripts.vad.json'), '[\n' + cases.map(c => JSON.stringify(c)).join(',\n') + '\n]\n');
