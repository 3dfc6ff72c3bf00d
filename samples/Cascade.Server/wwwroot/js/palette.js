// The colours of the stylesheet, for the canvas. `onChange` is called when the page turns light or dark.
const Names = { wave: "--wave", speech: "--accent", span: "--span", grid: "--grid", faint: "--faint", threshold: "--muted", well: "--well", surface: "--surface", curveFill: "--curve-fill" };
const HeatNames = ["--heat-0", "--heat-1", "--heat-2", "--heat-3"];

export class Palette {
    #element;
    #heat = [];

    constructor(element, onChange) {
        this.#element = element;
        this.#read();
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
            this.#read();
            onChange();
        });
    }

    // The colour of a loudness from 0 to 255, as red, green, blue, alpha.
    heat(value) {
        return this.#heat[value];
    }

    #read() {
        const style = getComputedStyle(this.#element);
        for (const [name, property] of Object.entries(Names)) this[name] = style.getPropertyValue(property).trim();
        this.font = `500 11px ${style.fontFamily}`;
        const stops = HeatNames.map(name => rgb(style.getPropertyValue(name).trim()));
        this.#heat = Array.from({ length: 256 }, (_, value) => {
            const place = value / 255 * (stops.length - 1);
            const stop = Math.min(stops.length - 2, Math.floor(place));
            return [0, 1, 2].map(i => stops[stop][i] + (stops[stop + 1][i] - stops[stop][i]) * (place - stop)).concat(255);
        });
    }
}

function rgb(hex) {
    return [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
}
