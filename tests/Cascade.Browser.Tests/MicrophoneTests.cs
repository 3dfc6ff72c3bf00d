using Cascade.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Browser.Tests;

internal sealed class MicrophoneTests : PageTests
{
    private const double BorderTolerance = 0.1;

    [Test]
    public async Task RecordingAtTheMicrophone_HasTheSegmentsOfTheCommandLine()
    {
        // Speech and clear pauses. What lies just at the threshold, noise above all, may fall to either side of it after two conversions of rate.
        string recording = Wav.Excerpts(1, (3.6, 7.75), (10.5, 13.5), (15.75, 21.5), (22.4, 24));
        (double Start, double End)[] expected = await CommandLine.DetectAsync(recording);
        CascadePage page = await OpenAsync(Own(await Chromium.WithMicrophoneAsync(recording)));
        await page.SetCommandLineDefaultsAsync();
        await page.StartAsync();
        await page.WaitForClockAsync(Wav.Read(await File.ReadAllBytesAsync(recording)).Length / (double)Wav.SampleRate + 0.5);
        await page.StopAsync();

        (double Start, double End)[] actual = await page.SegmentTimesAsync();
        // The page's clock begins when its capture does, the file some time before that. What was captured tells how long.
        double offset = Alignment.Find(await page.SaveAsync(1), actual[0].Start, recording);
        Assert.That(offset, Is.InRange(0, 0.9), "of the file is missing at the beginning, where it is silent");
        Assert.That(actual, Has.Length.EqualTo(expected.Length), () => $"{string.Join(' ', actual)} instead of {string.Join(' ', expected)}, {offset} s later");
        Assert.That(actual.Select(s => s.Start + offset), Is.EqualTo(expected.Select(s => s.Start)).Within(BorderTolerance));
        Assert.That(actual.Select(s => s.End + offset), Is.EqualTo(expected.Select(s => s.End)).Within(BorderTolerance));
    }

    [Test]
    public async Task MutedMicrophone_IsHeardAsSilence()
    {
        CascadePage page = await OpenAsync();
        await page.StartAsync();
        await page.WaitForStateAsync("speech");
        await page.RecordAsync(0.6);
        await page.Page.ClickAsync("#mute");
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Mute" })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.WaitForStateAsync("listening"); // the recording goes on in speech for 9 s
        double muted = await page.ClockAsync();
        Assert.That(muted, Is.LessThan(8));
        await page.WaitForClockAsync(muted + 0.5);
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
        CascadePage page = await OpenAsync(Own(await Chromium.WithDeniedMicrophoneAsync()));
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
