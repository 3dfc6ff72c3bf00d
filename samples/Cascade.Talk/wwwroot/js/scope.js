// Waveform above, spectrum below: of the answer while it is played, else of the microphone.
export class Scope {
    #canvas;
    #samples = new Float32Array(1024);
    #bins = new Uint8Array(512);

    constructor(canvas) { this.#canvas = canvas; }

    // Returns the loudness, from 0 to 1.
    draw(meter, colour) {
        const canvas = this.#canvas;
        const width = canvas.width = canvas.clientWidth * devicePixelRatio;
        const height = canvas.height = canvas.clientHeight * devicePixelRatio;
        if (!meter) return 0;
        const context = canvas.getContext("2d");
        meter.getFloatTimeDomainData(this.#samples);
        meter.getByteFrequencyData(this.#bins);
        context.strokeStyle = context.fillStyle = colour;
        context.lineWidth = devicePixelRatio;
        context.beginPath();
        this.#samples.forEach((sample, i) => context.lineTo(i * width / this.#samples.length, height * (0.3 - 0.28 * sample)));
        context.stroke();
        const bars = 64;
        for (let i = 0; i < bars; i++) {
            const value = this.#bins[Math.floor(i * 340 / bars)] / 255; // up to 8 kHz
            context.fillRect(i * width / bars, height * (1 - 0.38 * value), width / bars - devicePixelRatio, height * 0.38 * value);
        }
        return Math.sqrt(this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length);
    }
}
