using Cascade.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Browser.Tests;

internal sealed class MicrophoneTests : PageTests
{
    private const int BorderTolerance = Wav.SampleRate / 10;
    private const int BorderPiece = Wav.SampleRate / 2;
    private const int MinimumSilenceMs = 2_000; // longer than the gaps that a busy machine makes in what it records

    [Test]
    public async Task RecordingAtTheMicrophone_HasTheSegmentsOfTheCommandLine()
    {
        // Speech and clear pauses. What lies just at the threshold, noise above all, may fall to either side of it after two conversions of rate.
        // It is silent at first, because it runs from the moment when the microphone is open, and the page listens somewhat later.
        string path = Wav.Excerpts(3, (3.6, 7.75), (10.5, 13.5), (22.4, 24));
        short[] recording = Wav.Read(await File.ReadAllBytesAsync(path));
        (double Start, double End)[] expected = await CommandLine.DetectAsync(path, "--min-silence-ms", $"{MinimumSilenceMs}");
        CascadePage page = await OpenAsync(Own(await Chromium.WithMicrophoneAsync(path)));
        await page.SetCommandLineDefaultsAsync();
        await page.SetAsync("minimumSilenceMs", MinimumSilenceMs);
        await page.StartAsync();
        await Expect(page.Segments).ToHaveCountAsync(expected.Length); // by the clock the last one may be open yet: gaps count as well
        await page.StopAsync();

        (double Start, double End)[] actual = await page.SegmentTimesAsync();
        Assert.That(actual, Has.Length.EqualTo(expected.Length), () => $"{string.Join(' ', actual)} instead of {string.Join(' ', expected)}");
        for (int i = 0; i < expected.Length; i++)
        {
            // A busy machine loses parts of what it records, so the page's clock does not tell where in the file a border lies. What was captured there does.
            short[] audio = await page.SaveAsync(i + 1);
            int start = Alignment.FindStart(audio.AsSpan(0, BorderPiece), recording);
            int end = Alignment.FindEnd(audio.AsSpan(audio.Length - BorderPiece), recording);
            Assert.That(start, Is.EqualTo(expected[i].Start * Wav.SampleRate).Within(BorderTolerance), $"start of segment {i + 1}");
            Assert.That(end, Is.EqualTo(expected[i].End * Wav.SampleRate).Within(BorderTolerance), $"end of segment {i + 1}");
            Assert.That(actual[i].End - actual[i].Start, Is.EqualTo(audio.Length / (double)Wav.SampleRate).Within(0.011), "shown to a hundredth");
        }
    }

    [Test]
    public async Task MutedMicrophone_IsHeardAsSilence()
    {
        // Speech without a pause, and more of it than the test lasts on the slowest machine: silence comes of the mute button alone.
        string path = Wav.Excerpts(0, [.. Enumerable.Repeat((0.2, 3.4), 40)]);
        CascadePage page = await OpenAsync(Own(await Chromium.WithMicrophoneAsync(path)));
        await page.SetAsync("minimumSilenceMs", MinimumSilenceMs);
        await page.StartAsync();
        await page.WaitForStateAsync("speech");
        await page.RecordAsync(0.6);
        await page.Page.ClickAsync("#mute");
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Mute" })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.WaitForStateAsync("listening");
        await page.WaitForClockAsync(await page.ClockAsync() + 0.5);
        await Expect(page.Page.Locator("body")).ToHaveAttributeAsync("data-state", "listening");

        await page.Page.ClickAsync("#mute");
        await page.WaitForStateAsync("speech");
        await page.RecordAsync(0.6); // longer than the shortest speech
        await page.StopAsync();
        await Expect(page.Segments).ToHaveCountAsync(2);
        await Expect(page.Page.Locator("#mute")).ToBeDisabledAsync();
    }

    [Test]
    public async Task DeniedMicrophone_SaysWhatToDo()
    {
        CascadePage page = await OpenAsync();
        await page.Page.Context.ClearPermissionsAsync();
        await page.StartAsync();
        await page.WaitForStateAsync("error");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The microphone is blocked");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Allow it for this page");

        // What it says is true: a recording works without it.
        await page.PlayFileAsync(Wav.Excerpt(0, 2));
        await Expect(page.Segments).ToHaveCountAsync(1);
    }

    [Test]
    public async Task MissingMicrophone_SaysWhatToDo()
    {
        CascadePage page = await OpenAsync(Own(await Chromium.WithoutMicrophoneAsync()));
        await page.StartAsync();
        await page.WaitForStateAsync("error");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("No microphone found");
        await Expect(page.Page.Locator("#start")).ToHaveTextAsync("Start");
    }
}
