using System.Text.Json;
using Cascade.Avatar.Tests.Networks;
using Cascade.Talk.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Talk.Tests;

/// <summary>The page with a picture that speaks, as video from the server.</summary>
internal sealed class FilmTests
{
    // The astronaut's mouth lies there in the box of her face.
    private const float MouthX = 46;
    private const float MouthY = 65;

    // Is repeated for more than a minute, so that even a busy machine draws some pictures of it.
    private static readonly string Long = string.Concat(Enumerable.Repeat("And so it went on and on. ", 40));

    private const string Drop = """
        bytes => {
            const files = new DataTransfer();
            files.items.add(new File([Uint8Array.from(atob(bytes), character => character.charCodeAt(0))], "dropped.jpg", { type: "image/jpeg" }));
            document.querySelector(".stage").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
        }
        """;

    private string _folder;
    private TalkProcess _server;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("cascade-film").FullName;
        string lips = Path.Combine(_folder, "lips.onnx");
        await File.WriteAllBytesAsync(lips, MouthNetwork.Create(MouthX, MouthY));
        _server = await TalkProcess.StartAsync(0, "--Talk:LipNetwork", lips);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Picture_SpeaksTheAnswerAndStopsAtOnce()
    {
        await using TalkPage page = await TalkPage.OpenAsync(Shared.Browser, _server.Address);
        List<double> starts = [];
        DateTimeOffset? firstAudio = null;
        page.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            if (firstAudio is null && frame.Text?.Contains("response.output_audio.delta", StringComparison.Ordinal) == true)
            {
                firstAudio = DateTimeOffset.UtcNow;
            }

            if (socket.Url.Contains("avatar", StringComparison.Ordinal) && frame.Text?.Contains("start_ms", StringComparison.Ordinal) == true)
            {
                starts.Add(JsonDocument.Parse(frame.Text).RootElement.GetProperty("start_ms").GetDouble() / 1_000);
            }
        };
        await page.Page.WaitForSelectorAsync("#faces");
        await page.Page.SetInputFilesAsync("#picture", Picture("astronaut.jpg"));
        await page.Page.EvaluateAsync(Watch);
        await page.TypeAsync("thank you"); // the video begins with this answer, maybe with its first sound
        await Expect(page.Page.Locator("#history li.assistant .word.heard")).ToHaveCountAsync(3); // as the video's place tells
        await page.WaitForStateAsync("listening");
        await page.Page.WaitForFunctionAsync("() => shown.length >= 5 && shown.slice(-5).every(one => !one.isOpen)");
        await page.Page.EvaluateAsync("() => { shown = []; }");
        await page.Page.WaitForFunctionAsync("() => shown.length > 0 && shown.at(-1).time > shown[0].time + 0.1");
        firstAudio = null;
        await page.TypeAsync("hello");
        await Expect(page.Page.Locator("#history li.assistant .word.heard")).ToHaveCountAsync(3 + 7);
        await page.WaitForStateAsync("listening");
        double start = starts[^1];
        await page.Page.WaitForFunctionAsync("start => shown.at(-1)?.time >= start", start); // a busy machine may show none while the answer lasts
        Shown[] frames = await FramesAsync(page);
        Shown[] reply = [.. frames.Where(frame => frame.Time >= start)];
        TestContext.Out.WriteLine($"{frames.Length} pictures; the answer begins at {start:0.000} s, its first picture is that of {reply[0].Time:0.000} s; {frames.Count(frame => frame.IsOpen)} with an open mouth");
        TestContext.Out.WriteLine($"shown {(reply[0].ShownAt - firstAudio!.Value.ToUnixTimeMilliseconds()):0} ms after the page got the first audio");

        await page.TypeAsync(TalkPage.TakesPictures ? "tell me a story" : Long);
        await page.Page.WaitForFunctionAsync("() => shown.filter(one => one.isOpen).length > 3"); // a busy machine draws fewer
        await page.PictureAsync("film");
        string[] faults = await Accessibility.FindFaultsAsync(page.Page);
        await page.Page.EvaluateAsync("() => { hushed = shown.at(-1).time; }");
        await page.Page.ClickAsync("#hush");
        await page.Page.WaitForFunctionAsync("() => shown.at(-1).time > hushed + 1 && shown.slice(-25).every(one => !one.isOpen)");
        double hushed = await page.Page.EvaluateAsync<double>("hushed");
        int open = (await FramesAsync(page)).Count(frame => frame.IsOpen && frame.Time > hushed);
        TestContext.Out.WriteLine($"{open} pictures with an open mouth after the answer was skipped");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(frames.Where(frame => frame.Time < start - 0.1), Is.Not.Empty.And.All.Matches<Shown>(frame => frame?.IsOpen == false), "closed before the answer");
            Assert.That(faults, Is.Empty);
            Assert.That(page.Faults, Is.Empty);
        }

        await page.Page.ClickAsync("#drawn");
        await Expect(page.Page.Locator("#face")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("#film")).ToBeHiddenAsync();
        await page.Page.ClickAsync("#start");
        await page.WaitForStateAsync("idle");
    }

    [Test]
    public async Task PictureWithoutFace_IsToldAndTheDrawnFaceStays()
    {
        await using TalkPage page = await TalkPage.OpenAsync(Shared.Browser, _server.Address);
        await page.Page.WaitForSelectorAsync("#faces");
        await page.Page.EvaluateAsync(Drop, Convert.ToBase64String(await File.ReadAllBytesAsync(Picture("coffee.jpg"))));
        await page.TypeAsync("hello");
        await Expect(page.Page.Locator("#fault")).ToContainTextAsync("found no face");
        await Expect(page.Page.Locator("#face")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("#history li.assistant .word.heard")).ToHaveCountAsync(7); // from the loudspeaker
    }

    // Notes each picture that the browser shows: its place in the video, and how dark the middle of the mouth is.
    private static string Watch => $$"""
        () => {
            window.shown = [];
            window.hushed = 0;
            const video = document.getElementById("film");
            const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
            const note = (now, { mediaTime }) => {
                canvas.drawImage(video, 220, 148, 8, 8, 0, 0, 1, 1);
                const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
                shown.push({ time: mediaTime, shownAt: performance.timeOrigin + now, isOpen: red + green + blue < 300 });
                video.requestVideoFrameCallback(note);
            };
            video.requestVideoFrameCallback(note);
        }
        """;

    private static string Picture(string name) => Path.Combine(AppContext.BaseDirectory, "Pictures", name);

    private static async Task<Shown[]> FramesAsync(TalkPage page) =>
        JsonSerializer.Deserialize<Shown[]>(await page.Page.EvaluateAsync<string>("JSON.stringify(shown)"), JsonSerializerOptions.Web)!;

    private sealed record Shown(double Time, double ShownAt, bool IsOpen);
}
