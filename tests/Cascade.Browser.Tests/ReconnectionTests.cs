using System.Diagnostics;
using Cascade.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Browser.Tests;

internal sealed class ReconnectionTests : PageTests
{
    [Test]
    public async Task ServerStartedAgain_PageListensAgainByItself()
    {
        ServerProcess first = Own(await ServerProcess.StartAsync());
        CascadePage page = await OpenAsync(server: first.Address, expectsLostConnections: true);
        await page.SetCommandLineDefaultsAsync();
        await page.StartAsync();
        await page.WaitForStateAsync("listening|speech");
        await Expect(page.Segments).Not.ToHaveCountAsync(0);
        await first.StopAsync();
        await page.WaitForStateAsync("reconnecting");
        await Expect(page.Page.Locator("#retry")).ToBeVisibleAsync();
        int before = await page.Segments.CountAsync(); // the new server may have found all others before the page is asked next

        Own(await ServerProcess.StartAsync(first.Address.Port));
        Stopwatch away = Stopwatch.StartNew();
        await page.WaitForStateAsync("listening|speech");
        TestContext.Out.WriteLine($"The page listens {away.Elapsed.TotalSeconds:0.00} s after the server does.");
        await Expect(page.Segments).Not.ToHaveCountAsync(before);
        await page.StopAsync();
        (double Start, double End)[] segments = await page.SegmentTimesAsync();
        Assert.That(segments, Is.Ordered.By("Item1"), "times go on, although the server's begin anew");
    }

    [Test]
    public async Task ServerKilledInSpeech_LosesNothingOfIt()
    {
        // The second segment must not end before the server is killed, nor the recording before the page is stopped.
        string path = Wav.Excerpts(0.5, (22.4, 24), (15.7, 24), (0, 24));
        (double Start, double End)[] expected = (await CommandLine.DetectAsync(path))[..2];
        ServerProcess first = Own(await ServerProcess.StartAsync());
        CascadePage page = await OpenAsync(server: first.Address, expectsLostConnections: true);
        await page.SetCommandLineDefaultsAsync();
        await page.PlayFileAsync(path, speed: "1", toEnd: false);
        await page.WaitForClockAsync(expected[1].Start + 1);
        await Expect(page.Segments).ToHaveCountAsync(1);
        await page.WaitForStateAsync("speech");
        await first.KillAsync();
        Own(await ServerProcess.StartAsync(first.Address.Port));
        await Expect(page.Page.GetByLabel("Play segment 2")).ToBeVisibleAsync();
        await page.StopAsync();

        // A session that begins with speech may find its borders a few frames from there.
        (double Start, double End)[] actual = (await page.SegmentTimesAsync())[..2];
        Assert.That(actual.Select(s => s.Start), Is.EqualTo(expected.Select(s => s.Start)).Within(0.1));
        Assert.That(actual.Select(s => s.End), Is.EqualTo(expected.Select(s => s.End)).Within(0.1));
    }

    [Test]
    public async Task RecordingThatEndsWhileTheServerIsAway_IsHeardToItsEnd()
    {
        string path = Wav.Excerpts(0.5, (3.6, 6)); // a recording waits when four seconds are unsent
        (double Start, double End)[] expected = await CommandLine.DetectAsync(path);
        ServerProcess first = Own(await ServerProcess.StartAsync());
        CascadePage page = await OpenAsync(server: first.Address, expectsLostConnections: true);
        await page.SetCommandLineDefaultsAsync();
        await page.PlayFileAsync(path, speed: "1", toEnd: false);
        await page.WaitForStateAsync("speech");
        await first.KillAsync();
        await page.WaitForClockAsync(Wav.Read(await File.ReadAllBytesAsync(path)).Length / (double)Wav.SampleRate - 0.1);
        Own(await ServerProcess.StartAsync(first.Address.Port));
        await page.WaitForStateAsync("idle");
        (double Start, double End)[] actual = await page.SegmentTimesAsync();
        Assert.That(actual.Select(s => s.Start), Is.EqualTo(expected.Select(s => s.Start)).Within(0.1));
        Assert.That(actual.Select(s => s.End), Is.EqualTo(expected.Select(s => s.End)).Within(0.1));
    }

    // Whatever the machine is busy with, of the five seconds that a page may take to come back, three are left for connecting.
    [Test]
    public async Task PausesBetweenAttempts_AreTwoSecondsAtMost()
    {
        CascadePage page = await OpenAsync();
        double longest = await page.Page.EvaluateAsync<double>(
            """
            async () => {
                const { BackOff } = await import("/js/back-off.js");
                const backOff = new BackOff();
                const pauses = Array.from({ length: 100 }, () => backOff.schedule(() => {}));
                backOff.cancel();
                return Math.max(...pauses);
            }
            """);
        Assert.That(longest, Is.InRange(1500, 2000));
    }

    [Test]
    public async Task DroppedConnections_LeaveNoGapAndRepeatNothing()
    {
        string path = Wav.Golden("conversation.wav");
        short[] recording = Wav.Read(await File.ReadAllBytesAsync(path));
        (double Start, double End)[] expected = await CommandLine.DetectAsync(path);
        double[] cuts = [2, 7.3, 7.9, 15, 20.2];
        CuttingProxy proxy = Own(new CuttingProxy(Shared.Server.Address, cuts.Select(second => (long)(second * Wav.SampleRate * sizeof(float)))));
        CascadePage cut = await OpenAsync(server: proxy.Address, expectsLostConnections: true);
        await cut.SetCommandLineDefaultsAsync();
        await cut.PlayFileAsync(path);
        Assert.That(proxy.Resumed, Is.GreaterThanOrEqualTo(cuts.Length));
        (double Start, double End)[] segments = await cut.SegmentTimesAsync();
        Assert.That(segments.Select(s => s.Start), Is.EqualTo(expected.Select(s => s.Start)).Within(0.00501), "shown to a hundredth");
        Assert.That(segments.Select(s => s.End), Is.EqualTo(expected.Select(s => s.End)).Within(0.00501));
        for (int i = 0; i < expected.Length; i++)
        {
            short[] saved = await cut.SaveAsync(i + 1);
            Assert.That(saved, Has.Length.EqualTo((expected[i].End - expected[i].Start) * Wav.SampleRate).Within(0.5), $"segment {i + 1}");
            Assert.That(Alignment.FindExactly(saved, recording), Is.EqualTo(expected[i].Start * Wav.SampleRate).Within(0.5), $"segment {i + 1}");
        }
    }
}
