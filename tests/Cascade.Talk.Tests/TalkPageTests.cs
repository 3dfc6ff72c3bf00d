using System.Buffers.Binary;
using System.Text.Json;
using Cascade.Talk.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Talk.Tests;

/// <summary>The page of Cascade.Talk, with the server as a process, its recogniser and its voice, and a browser whose microphone hears flite.</summary>
internal sealed partial class TalkPageTests
{
    // An observer sees each word that is lit, however seldom a busy machine draws.
    private const string WatchWords = """
        () => {
            window.wasLit = false;
            const history = document.getElementById("history");
            new MutationObserver(() => { window.wasLit ||= history.querySelector(".word.now") !== null; }).observe(history, { subtree: true, childList: true, attributeFilter: ["class"] });
        }
        """;

    [Test]
    public void Server_SaysWhichPartsItFound() => Assert.That(Shared.Server.Output, Does.Contain("hears with    pocketsphinx").And.Contain("answers with  a script").And.Contain("speaks with"));

    [Test]
    public async Task SpokenTurnAndInterruption_AllStatesInOrder()
    {
        string recording = Microphone.Record((1, Shared.Question), (9, Shared.Interruption));
        await using IBrowser browser = await Chromium.WithMicrophoneAsync(recording);
        TalkPage page = await TalkPage.OpenAsync(browser, Shared.Server.Address, isWatched: true);
        await page.Page.FillAsync("#silence", "2000"); // longer than the gaps that a busy machine makes in what it records
        await page.Page.EvaluateAsync(WatchWords);
        await page.Page.ClickAsync("#start");
        await page.WaitForPastStateAsync("speaking");
        await page.Page.WaitForFunctionAsync("() => window.wasLit"); // words light up as they are spoken
        await page.PictureAsync("speaking");
        await Expect(page.Page.Locator("#history li.interrupted")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("#history li.user")).ToHaveCountAsync(2);
        await Expect(page.Page.Locator("#history li.assistant").Nth(1)).ToContainTextAsync("as soon as possible");
        await page.WaitForStateAsync("listening");
        string[] states = await page.StatesAsync();
        string words = await page.Page.Locator("#history").InnerTextAsync();
        int lit = await page.Page.Locator("#history li.interrupted .word.now").CountAsync();
        SoundLog.Sound[] sounds = await SoundLog.ReadAsync(page.Page);
        double up = page.SentBytes * 8 / Seconds(page.Frames, "input_audio_buffer.append", "audio") / 1000;
        double down = page.ReceivedBytes * 8 / Seconds(page.Frames, "response.output_audio.delta", "delta") / 1000; // with all other events
        await page.Page.ClickAsync("#start");
        await page.WaitForStateAsync("idle");

        SoundLog.Sound[] stops = [.. sounds.Where(sound => sound.What != "onset")];
        SoundLog.Sound? onset = sounds.TakeWhile(sound => sound.What == "onset").LastOrDefault();
        TestContext.Out.WriteLine($"The answer was silent {stops[0].Milliseconds - onset?.Milliseconds:0} ms after the onset of the second utterance. The microphone took {up:0} kbit/s and an answer {down:0} kbit/s.");
        Assert.Multiple(() =>
        {
            Assert.That(string.Join(' ', states), Does.StartWith("connecting listening hearing thinking speaking hearing thinking speaking"));
            Assert.That(words, Does.Contain(Shared.Question).And.Contain("clouds over the hills").And.Contain($"I heard: {Shared.Interruption}.").And.Contain("interrupted"));
            Assert.That(stops.Select(stop => stop.What), Is.SupersetOf(new[] { "pause", "clear" }));
            Assert.That(stops.Select(stop => stop.After), Is.All.Zero, "samples that sounded after the player was told to stop");
            Assert.That(onset, Is.Not.Null);
            Assert.That(lit, Is.Zero, "words lit after the interruption");
            Assert.That(up + down, Is.LessThan(100), "kbit/s while both speak");
            Assert.That(page.Faults, Is.Empty);
        });
        File.Delete(recording);
    }

    [Test]
    public async Task TypedMessage_IsAnsweredAndHeard()
    {
        await using TalkPage page = await TalkPage.OpenAsync(Shared.Browser, Shared.Server.Address);
        await page.TypeAsync("hello");
        await Expect(page.Page.Locator("#history li.assistant .word.heard")).ToHaveCountAsync(7);
        await page.WaitForStateAsync("listening");
        await Expect(page.Page.Locator("[data-part=total_ms]")).ToContainTextAsync("ms");
        await page.TypeAsync("tell me a story");
        await page.WaitForStateAsync("speaking");
        await page.Page.ClickAsync("#hush");
        await Expect(page.Page.Locator("#history li.interrupted")).ToHaveCountAsync(1);
        await page.Page.ClickAsync("#start");
        await page.WaitForStateAsync("idle");
        Assert.That(page.Faults, Is.Empty);
    }

    [TestCase(1280, 900, ColorScheme.Light, "light")]
    [TestCase(1280, 900, ColorScheme.Dark, "dark")]
    [TestCase(390, 844, ColorScheme.Light, "phone")]
    public async Task Page_CanBeReadAndUsedByAll(int width, int height, ColorScheme scheme, string name)
    {
        await using TalkPage page = await TalkPage.OpenAsync(Shared.Browser, Shared.Server.Address, (width, height), scheme);
        await page.TypeAsync("hello");
        await Expect(page.Page.Locator("#history li.assistant")).ToContainTextAsync("nice to hear you");
        await page.WaitForStateAsync("listening");
        await page.PictureAsync(name);
        string[] faults = await Accessibility.FindFaultsAsync(page.Page);
        int overflow = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.Multiple(() =>
        {
            Assert.That(faults, Is.Empty);
            Assert.That(overflow, Is.LessThanOrEqualTo(0), "pixels beside the page");
            Assert.That(page.Faults, Is.Empty);
        });
    }

    // The length of the audio in the events of a type, which is Opus in packets of 20 ms.
    private static double Seconds(string[] frames, string type, string field)
    {
        int packets = 0;
        foreach (string frame in frames)
        {
            using JsonDocument document = JsonDocument.Parse(frame);
            if (document.RootElement.GetProperty("type").GetString() != type)
            {
                continue;
            }

            byte[] audio = Convert.FromBase64String(document.RootElement.GetProperty(field).GetString()!);
            for (int at = 0; at < audio.Length; packets++)
            {
                at += 2 + BinaryPrimitives.ReadUInt16BigEndian(audio.AsSpan(at));
            }
        }

        return packets / 50.0;
    }
}
