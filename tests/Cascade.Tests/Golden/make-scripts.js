'use strict';
// Writes scripts.vad.json: random probabilities and parameters, chosen so that durations and thresholds are met exactly as often as not, and the reference's answers.
// usage: node make-scripts.js
const fs = require('fs'), path = require('path');
const { derive } = require('./silero-reference.js');

const Rate = 16000, Frame = 512, FrameMs = 32, TicksPerSecond = 1e7, Steps = 32; // probabilities are in 32nds, exact in both precisions

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
  const steady = random(4) === 0; // long speech with silences about as long as a cut asks for
  const exact = [params.min_silence_at_max_speech, params.min_silence_duration_ms, params.min_speech_duration_ms].map(ms => Math.max(1, Math.round(ms / FrameMs)));
  if (steady) Object.assign(params, { min_silence_duration_ms: 640, min_silence_at_max_speech: FrameMs * exact[0] });
  // Durations are whole samples here, where Python's are rounded to doubles.
  if (params.max_speech_duration_s && ![Rate, TicksPerSecond].every(unit => Number.isInteger(unit * params.max_speech_duration_s))) return null;
  const script = [], frames = 20 + random(60);
  for (let n = 0; n < frames; n += script[script.length - 1][1]) {
    if (steady) script.push(script.length % 2 ? [0, Math.max(1, exact[0] - random(2))] : [Steps, 2 + random(12)]);
    else script.push([oneOf([0, exit, threshold, threshold, Steps, random(Steps + 1)]), random(3) ? 1 + random(oneOf([2, 6, 20])) : oneOf(exact)]);
  }
  const probabilities = script.flatMap(([p, n]) => Array(n).fill(p / Steps));
  const samples = Frame * probabilities.length - oneOf([0, random(Frame)]);
  return { samples, script, ...derive(probabilities, { sr: Rate, x: { length: samples } }, params) };
}

const cases = [];
while (cases.length < 200) { const made = makeCase(); if (made) cases.push(made); }
fs.writeFileSync(path.join(__dirname, 'scripts.vad.json'), '[\n' + cases.map(c => JSON.stringify(c)).join(',\n') + '\n]\n');
