using System.Text.Json;
using Microsoft.Playwright;

namespace Cascade.Talk.Tests.Support;

/// <summary>Watches the page's own processors on the audio thread: when the microphone becomes loud, when the player is told to stop, and which samples sound after that, on the clock of the audio.</summary>
internal static class SoundLog
{
    private const int RateHz = 24_000;

    // The watcher comes before the first processor. All processors of a page have their global scope in common.
    private const string InPage = """
        watcher => {
            const add = AudioWorklet.prototype.addModule;
            AudioWorklet.prototype.addModule = async function (...all) {
                await (this.isWatched ??= add.call(this, URL.createObjectURL(new Blob([watcher], { type: "text/javascript" }))));
                return await add.apply(this, all);
            };
            window.AudioContext = class extends AudioContext { constructor(...all) { super(...all); window.watched = this; } };
        }
        """;

    private const string InWorklet = """
        const sounds = [];
        const register = registerProcessor;
        register("sounds", class extends AudioWorkletProcessor {
            constructor() { super(); this.port.onmessage = () => this.port.postMessage(sounds); }
            process() { return false; }
        });
        globalThis.registerProcessor = (name, type) => register(name, class extends type {
            #quiet = sampleRate;
            #stop = null;
            constructor(...all) {
                super(...all);
                const take = this.port.onmessage;
                if (take) this.port.onmessage = message => {
                    const { command } = message.data;
                    if (command === "resume" || (!command && this.#stop?.what === "clear")) this.#stop = null;
                    take(message);
                    if (command === "pause" || command === "clear") sounds.push(this.#stop = { what: command, frame: currentFrame, after: 0 });
                };
            }
            process(inputs, outputs) {
                const goesOn = super.process(inputs, outputs);
                if (name === "playback" && this.#stop) this.#stop.after += outputs[0][0].filter(sample => sample !== 0).length;
                if (name === "capture") {
                    const isLoud = (inputs[0][0] ?? []).some(sample => Math.abs(sample) > 0.02);
                    if (isLoud && this.#quiet > sampleRate / 2) sounds.push({ what: "onset", frame: currentFrame, after: 0 });
                    this.#quiet = isLoud ? 0 : this.#quiet + 128;
                }
                return goesOn;
            }
        });

        """;

    /// <summary>Is called before the page is opened, whose content policy must not hold: the watcher comes from nowhere.</summary>
    public static Task InstallAsync(IPage page) => page.AddInitScriptAsync($"({InPage})({JsonSerializer.Serialize(InWorklet)})");

    public static async Task<Sound[]> ReadAsync(IPage page)
    {
        string json = await page.EvaluateAsync<string>("() => new Promise(done => { const { port } = new AudioWorkletNode(watched, 'sounds'); port.onmessage = ({ data }) => done(JSON.stringify(data)); port.postMessage(0); })");
        return JsonSerializer.Deserialize<Sound[]>(json, JsonSerializerOptions.Web)!;
    }

    /// <summary>Something heard or done on the audio thread.</summary>
    /// <param name="What">"onset" of the microphone, or the command "pause" or "clear".</param>
    /// <param name="Frame">The sample of the audio's clock.</param>
    /// <param name="After">How many samples sounded after the command, until the player was to sound again.</param>
    internal sealed record Sound(string What, long Frame, int After)
    {
        public double Milliseconds => Frame * 1000.0 / RateHz;
    }
}
