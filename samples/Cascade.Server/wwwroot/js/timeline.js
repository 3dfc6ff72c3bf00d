import { FrameSeconds, PeakSeconds } from "./history.js";
import { Palette } from "./palette.js";
import { Spectrogram } from "./spectrogram.js";

const PixelsPerSecond = 84;
const FrameMs = 30;         // no faster: a scrolling picture gains nothing, and a battery lasts longer
const GlideMs = 70;         // samples come in pieces; the picture glides between them
const AxisHeight = 22;
const Gap = 10;
const Lanes = [0.42, 0.26, 0.32];

// The moving picture: waveform, spectrum, and the probability of speech between its thresholds, all on one clock that ends at the right edge.
export class Timeline {
    thresholds = { enter: 0.5, exit: 0.35 };
    #canvas;
    #pen;
    #history = null;
    #spectrogram = null;
    #palette;
    #shown = 0;
    #drawnAt = 0;
    #width = 0;
    #height = 0;

    constructor(canvas) {
        this.#canvas = canvas;
        this.#pen = canvas.getContext("2d");
        this.#palette = new Palette(canvas, () => this.#spectrogram?.repaint(this.#palette));
        new ResizeObserver(() => this.#fit()).observe(canvas);
        requestAnimationFrame(now => this.#tick(now));
    }

    show(history) {
        this.#history = history;
        this.#spectrogram = new Spectrogram(history, this.#palette);
        this.#shown = 0;
    }

    #fit() {
        const ratio = window.devicePixelRatio || 1;
        this.#width = this.#canvas.clientWidth;
        this.#height = this.#canvas.clientHeight;
        this.#canvas.width = Math.round(this.#width * ratio);
        this.#canvas.height = Math.round(this.#height * ratio);
        this.#pen.setTransform(ratio, 0, 0, ratio, 0, 0);
        this.#draw();
    }

    #tick(now) {
        requestAnimationFrame(next => this.#tick(next));
        const passed = now - this.#drawnAt;
        if (passed < FrameMs) return;
        this.#drawnAt = now;
        if (this.#history) this.#shown += (this.#history.seconds - this.#shown) * (1 - Math.exp(-passed / GlideMs));
        this.#draw();
    }

    #x(time) {
        return this.#width - (this.#shown - time) * PixelsPerSecond;
    }

    #draw() {
        const height = this.#height - AxisHeight - Gap * (Lanes.length - 1);
        let top = 0;
        const [wave, spectrum, probability] = Lanes.map(share => {
            const lane = { top, height: height * share };
            top += lane.height + Gap;
            return lane;
        });
        this.#pen.clearRect(0, 0, this.#width, this.#height);
        this.#drawAxis();
        if (this.#history) this.#drawSpans(wave);
        this.#drawWave(wave);
        this.#pen.fillStyle = this.#palette.well;
        this.#pen.fillRect(0, spectrum.top, this.#width, spectrum.height);
        if (this.#history) this.#spectrogram.draw(this.#pen, spectrum, this.#shown, this.#width, PixelsPerSecond);
        this.#drawProbability(probability);
    }

    #drawAxis() {
        const pen = this.#pen;
        pen.font = this.#palette.font;
        pen.textAlign = "center";
        const from = Math.max(0, Math.floor(this.#shown - this.#width / PixelsPerSecond));
        for (let second = from; second <= this.#shown; second++) {
            const x = Math.round(this.#x(second)) + 0.5;
            pen.fillStyle = this.#palette.grid;
            pen.fillRect(x, 0, 1, this.#height - AxisHeight);
            if (second % 2 !== 0 || x < 14 || x > this.#width - 14) continue;
            pen.fillStyle = this.#palette.faint;
            pen.fillText(`${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}`, x, this.#height - 5);
        }
    }

    #drawSpans(lane) {
        const bottom = this.#height - AxisHeight;
        for (const { start, end } of this.#history.spans) {
            const left = this.#x(start);
            const right = end === null ? this.#width : this.#x(end);
            if (right < 0) continue;
            this.#pen.fillStyle = this.#palette.span;
            this.#pen.fillRect(left, 0, right - left, bottom);
            this.#pen.fillStyle = this.#palette.speech;
            this.#pen.fillRect(left, lane.top, right - left, 2);
        }
    }

    #isSpeech(time) {
        return this.#history.spans.some(({ start, end }) => time >= start && (end === null || time < end));
    }

    #drawWave({ top, height }) {
        const pen = this.#pen;
        const middle = top + height / 2;
        pen.fillStyle = this.#palette.grid;
        pen.fillRect(0, middle - 0.5, this.#width, 1);
        if (!this.#history) return;
        const { peaks, seconds } = this.#history;
        const last = Math.floor(seconds / PeakSeconds);
        // Bars of three pixels: each the loudest of its time, at places that move with the time and do not flicker.
        const perBar = Math.round(3 / PixelsPerSecond / PeakSeconds) || 1;
        const first = Math.max(0, Math.floor((this.#shown - this.#width / PixelsPerSecond) / PeakSeconds), last - peaks.length + 2);
        for (let bar = Math.ceil(first / perBar) * perBar; bar <= last; bar += perBar) {
            let size = 0;
            for (let i = bar; i < bar + perBar && i <= last; i++) size = Math.max(size, peaks[i % peaks.length]);
            const half = Math.max(0.75, Math.min(1, size ** 0.75 * 1.15) * (height / 2 - 4));
            const time = bar * PeakSeconds;
            pen.fillStyle = this.#isSpeech(time) ? this.#palette.speech : this.#palette.wave;
            pen.fillRect(this.#x(time), middle - half, perBar * PeakSeconds * PixelsPerSecond - 1, half * 2);
        }
    }

    #drawProbability({ top, height }) {
        const pen = this.#pen;
        const y = value => top + 3 + (1 - value) * (height - 6);
        pen.fillStyle = this.#palette.grid;
        pen.fillRect(0, y(0), this.#width, 1);
        this.#drawCurve(y);
        for (const [value, dash, label] of [[this.thresholds.enter, [], "begins"], [this.thresholds.exit, [4, 4], "ends"]]) {
            pen.strokeStyle = this.#palette.threshold;
            pen.lineWidth = 1;
            pen.setLineDash(dash);
            pen.beginPath();
            pen.moveTo(0, Math.round(y(value)) + 0.5);
            pen.lineTo(this.#width, Math.round(y(value)) + 0.5);
            pen.stroke();
            pen.setLineDash([]);
            this.#label(`${label} ${value.toFixed(2)}`, 8, label === "begins" ? y(value) - 4 : y(value) + 13);
        }
    }

    // Legible on whatever passes beneath it.
    #label(text, x, y) {
        const pen = this.#pen;
        pen.textAlign = "left";
        pen.strokeStyle = this.#palette.surface;
        pen.lineWidth = 3;
        pen.lineJoin = "round";
        pen.strokeText(text, x, y);
        pen.fillStyle = this.#palette.threshold;
        pen.fillText(text, x, y);
    }

    #drawCurve(y) {
        const pen = this.#pen;
        const points = this.#history?.probabilities ?? [];
        const draw = (points, close) => {
            pen.beginPath();
            points.forEach(({ time, value }, i) => {
                const x = this.#x(time + FrameSeconds / 2);
                if (i === 0) pen.moveTo(x, y(value));
                else pen.lineTo(x, y(value));
            });
            if (!close) return;
            pen.lineTo(this.#x(points.at(-1).time + FrameSeconds / 2), y(0));
            pen.lineTo(this.#x(points[0].time + FrameSeconds / 2), y(0));
        };
        for (const run of unbroken(points)) {
            draw(run, true);
            pen.fillStyle = this.#palette.curveFill;
            pen.fill();
            draw(run, false);
            pen.strokeStyle = this.#palette.speech;
            pen.lineWidth = 1.75;
            pen.lineJoin = "round";
            pen.stroke();
        }
    }
}

// Runs of frames that follow each other: between sessions, and for readers that are slow, some are missing.
function unbroken(points) {
    const runs = [];
    points.forEach((point, i) => {
        if (i === 0 || point.time - points[i - 1].time > FrameSeconds * 1.5) runs.push([]);
        runs.at(-1).push(point);
    });
    return runs;
}
