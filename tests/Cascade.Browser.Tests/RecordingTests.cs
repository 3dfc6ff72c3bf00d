using Cascade.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Browser.Tests;

internal sealed class RecordingTests : PageTests
{
    [Test]
    public async Task ChosenFile_HasTheSegmentsOfTheCommandLine()
    {
        CascadePage page = await OpenAsync();
        await page.SetCommandLineDefaultsAsync();
        await page.PlayFileAsync(Wav.Golden("conversation.wav"));
        (double Start, double End)[] expected = await CommandLine.DetectAsync(Wav.Golden("conversation.wav"));
        (double Start, double End)[] actual = await page.SegmentTimesAsync();
        Assert.That(actual.Select(s => s.Start), Is.EqualTo(expected.Select(s => s.Start)).Within(0.00501), "shown to a hundredth");
        Assert.That(actual.Select(s => s.End), Is.EqualTo(expected.Select(s => s.End)).Within(0.00501));
        await Expect(page.Page.Locator("#detail")).ToHaveTextAsync($"conversation.wav: {expected.Length} segments in 0:24.0");
    }

    [Test]
    public async Task DroppedFile_IsHeard()
    {
        CascadePage page = await OpenAsync();
        string audio = Convert.ToBase64String(await File.ReadAllBytesAsync(Wav.Excerpt(0, 2)));
        IJSHandle transfer = await page.Page.EvaluateHandleAsync(
            """
            audio => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([Uint8Array.from(atob(audio), c => c.charCodeAt(0))], "dropped.wav", { type: "audio/wav" }));
                return transfer;
            }
            """,
            audio);
        await page.Page.DispatchEventAsync("body", "dragenter", new { dataTransfer = transfer });
        await Expect(page.Page.GetByText("Drop to listen to this recording")).ToBeVisibleAsync();
        await page.Page.DispatchEventAsync("#drop", "drop", new { dataTransfer = transfer });
        await Expect(page.Page.GetByText("Drop to listen to this recording")).ToBeHiddenAsync();
        await Expect(page.Page.Locator("#detail")).ToHaveTextAsync("dropped.wav: 1 segment in 0:02.0");
        await Expect(page.Segments).ToHaveCountAsync(1);
    }

    [Test]
    public async Task FileWithoutSound_SaysWhatToDo()
    {
        CascadePage page = await OpenAsync();
        IFileChooser chooser = await page.Page.RunAndWaitForFileChooserAsync(() => page.Page.ClickAsync("#open"));
        await chooser.SetFilesAsync(new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "no sound"u8.ToArray() });
        await page.WaitForStateAsync("error");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no sound that the browser can read");
    }

    [Test]
    public async Task Segment_IsSavedAsTheRecordingsOwnSamples()
    {
        string path = Wav.Excerpt(3.5, 8.5);
        CascadePage page = await OpenAsync();
        await page.SetCommandLineDefaultsAsync();
        await page.PlayFileAsync(path);
        short[] recording = Wav.Read(await File.ReadAllBytesAsync(path));
        (double Start, double End)[] segments = await page.SegmentTimesAsync();
        Assert.That(segments, Has.Length.GreaterThan(1));
        for (int i = 0; i < segments.Length; i++)
        {
            short[] saved = await page.SaveAsync(i + 1);
            int start = Alignment.FindExactly(saved, recording);
            Assert.That(start / (double)Wav.SampleRate, Is.EqualTo(segments[i].Start).Within(0.00501));
            Assert.That((start + saved.Length) / (double)Wav.SampleRate, Is.EqualTo(segments[i].End).Within(0.00501));
        }
    }

    [Test]
    public async Task Segment_PlaysToItsEnd()
    {
        CascadePage page = await OpenAsync();
        await page.PlayFileAsync(Wav.Excerpt(0, 2));
        (double Start, double End) segment = (await page.SegmentTimesAsync()).Single();
        await page.Page.EvaluateAsync("document.getElementById('player').loop = true"); // it must not end before all has been looked at
        await page.Page.GetByLabel("Play segment 1").ClickAsync();
        await Expect(page.Page.GetByLabel("Stop segment 1")).ToBeVisibleAsync();
        await page.Page.WaitForFunctionAsync("() => document.getElementById('player').currentTime > 0.5");
        double duration = await page.Page.EvaluateAsync<double>("document.getElementById('player').duration");
        Assert.That(duration, Is.EqualTo(segment.End - segment.Start).Within(0.011));
        await page.Page.EvaluateAsync("document.getElementById('player').loop = false");
        await Expect(page.Page.GetByLabel("Play segment 1")).ToBeVisibleAsync();
        Assert.That(await page.Page.EvaluateAsync<double>("document.getElementById('player').currentTime"), Is.EqualTo(duration).Within(0.001));
    }

    [Test]
    public async Task ClearedList_IsEmptyAndCountsAnew()
    {
        string path = Wav.Excerpt(0, 2);
        CascadePage page = await OpenAsync();
        await page.PlayFileAsync(path);
        await page.Page.ClickAsync("#clear");
        await Expect(page.Segments).ToHaveCountAsync(0);
        await page.PlayFileAsync(path);
        await Expect(page.Page.GetByLabel("Play segment 1")).ToBeVisibleAsync();
    }
}
