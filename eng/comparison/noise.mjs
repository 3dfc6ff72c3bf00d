// Noises of any length, the same on every machine: white, pink, music, tones, and babble of given voices.
import { rate } from "./wav.mjs";

/** A generator of numbers from -1 to 1 (mulberry32). */
export function random(seed) {
    let state = seed >>> 0;
    return () => {
        state = state + 0x6D2B79F5 | 0;
        let value = Math.imul(state ^ state >>> 15, 1 | state);
        value = value + Math.imul(value ^ value >>> 7, 61 | value) ^ value;
        return ((value ^ value >>> 14) >>> 0) / 2147483648 - 1;
    };
}

export const noises = {
    white(length) {
        const next = random(1);
        return Float32Array.from({ length }, next);
    },

    // Paul Kellet's filter: within 0.05 dB of 1/f above 9 Hz.
    pink(length) {
        const next = random(2);
        const b = new Float64Array(7);
        return Float32Array.from({ length }, () => {
            const white = next();
            b[0] = 0.99886 * b[0] + white * 0.0555179;
            b[1] = 0.99332 * b[1] + white * 0.0750759;
            b[2] = 0.96900 * b[2] + white * 0.1538520;
            b[3] = 0.86650 * b[3] + white * 0.3104856;
            b[4] = 0.55000 * b[4] + white * 0.5329522;
            b[5] = -0.7616 * b[5] - white * 0.0168980;
            const pink = b[0] + b[1] + b[2] + b[3] + b[4] + b[5] + b[6] + white * 0.5362;
            b[6] = white * 0.115926;
            return pink;
        });
    },

    // Four chords of a plucked instrument, a bass and a beat, at 100 beats a minute.
    music(length) {
        const out = new Float32Array(length), next = random(3);
        const chords = [[57, 60, 64], [53, 57, 60], [48, 52, 55], [55, 59, 62]];
        const pitch = note => 440 * 2 ** ((note - 69) / 12);
        const pluck = (start, note, gain, decay) => {
            for (let i = 0; i < rate && start + i < length; i++) {
                const time = i / rate;
                let value = 0;
                for (let k = 1; k <= 6; k++) value += Math.sin(2 * Math.PI * k * pitch(note) * time) / k * Math.exp(-time * decay * k ** 0.5);
                out[start + i] += gain * value * Math.min(1, time * 200);
            }
        };
        for (let beat = 0, step = 0.6 * rate; beat * step < length; beat++) {
            const start = Math.round(beat * step), chord = chords[(beat >> 2) % 4];
            chord.forEach((note, index) => pluck(start + Math.round(index * step / 3), note, 0.4, 3));
            pluck(start, chord[0] - 24, 0.6, 2);
            for (let i = 0; i < 0.05 * rate && start + i < length; i++) out[start + i] += 0.3 * next() * Math.exp(-i / 200);
        }
        return out;
    },

    // What a telephone says: ringing, a busy line, keys.
    tones(length) {
        const keys = [[697, 1209], [770, 1336], [852, 1477], [941, 1336]];
        return Float32Array.from({ length }, (_, i) => {
            const time = i / rate, part = time % 12;
            if (part < 6) return part % 3 < 1 ? Math.sin(2 * Math.PI * 425 * time) : 0;
            if (part < 9) return part % 0.96 < 0.48 ? Math.sin(2 * Math.PI * 425 * time) : 0;
            const [low, high] = keys[Math.floor(part * 4) % 4];
            return part % 0.25 < 0.15 ? (Math.sin(2 * Math.PI * low * time) + Math.sin(2 * Math.PI * high * time)) / 2 : 0;
        });
    },

    // Twelve people at once, each somewhere else in the voices.
    babble(length, voices) {
        const all = Float32Array.from(voices.flatMap(voice => [...voice]));
        const out = new Float32Array(length);
        for (let person = 0; person < 12; person++) {
            const offset = Math.round(person * all.length / 12) + 977 * person;
            for (let i = 0; i < length; i++) out[i] += all[(i + offset) % all.length];
        }
        return out;
    },
};
