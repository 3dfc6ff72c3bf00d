'use strict';
// Writes signals.wav: 40 frames of each of the signals that are hard on a network in single precision; and quiet-speech.wav: the first four seconds of a recording
// (16 kHz, mono, PCM16, plain 44-byte header), attenuated by 40 dB. Then the goldens are silero's own probabilities:
//   node make-signals.js conversation.wav
//   for f in signals quiet-speech; do node silero-reference.js --wav $f.wav --model silero_vad_v6.onnx --out $f.v6.json; done
const fs = require('fs');
const frames = 40 * 512, clip = x => Math.max(-32768, Math.min(32767, Math.round(x)));
let seed = 1;
const noise = () => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return seed / 2147483648 - 1; };
const signals = [
  () => noise() * 16000,
  () => 0,
  () => 12000,
  i => clip(60000 * Math.sin(2 * Math.PI * 220 * i / 16000) * Math.sin(2 * Math.PI * 3 * i / 16000)),
  i => i % 5000 === 2500 ? 32767 : 0,
  i => 20000 * Math.sin(2 * Math.PI * (50 + 3900 * i / frames) * i / 16000),
];
function write(path, samples) {
  const b = Buffer.alloc(44 + 2 * samples.length);
  b.write('RIFF'); b.writeUInt32LE(b.length - 8, 4); b.write('WAVEfmt ', 8); b.writeUInt32LE(16, 16); b.writeUInt16LE(1, 20); b.writeUInt16LE(1, 22);
  b.writeUInt32LE(16000, 24); b.writeUInt32LE(32000, 28); b.writeUInt16LE(2, 32); b.writeUInt16LE(16, 34); b.write('data', 36); b.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((x, i) => b.writeInt16LE(clip(x), 44 + 2 * i));
  fs.writeFileSync(path, b);
}
write('signals.wav', signals.flatMap(signal => Array.from({ length: frames }, (_, i) => signal(i))));
const speech = fs.readFileSync(process.argv[2]);
write('quiet-speech.wav', Array.from({ length: 125 * 512 }, (_, i) => speech.readInt16LE(44 + 2 * i) / 100));
