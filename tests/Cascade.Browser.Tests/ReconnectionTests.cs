using Cascade.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Browser.Tests;

internal sealed class ReconnectionTests : PageTests
{
    // What somebody may have to wait once the server is there again.
    private const float ReconnectionMs = 5_000;

    [TestCase(true)]
    [TestCase(false)]
    public async Task ServerStartedAgain_PageListensAgainByItself(bool isKilled)
    {
        ServerProcess first = Own(await ServerProcess.StartAsync());
        CascadePage page = await OpenAsync(server: first.Address, expectsLostConnections: true);
        await page.SetCommandLineDefaultsAsync();
        await page.StartAsync();
        await page.WaitForStateAsync("listening|speech");
        await Expect(page.Segments).Not.ToHaveCountAsync(0, new() { Timeout = CascadePage.PatienceMs });
        await (isKilled ? first.KillAsync() : first.StopAsync());
        await page.WaitForStateAsync("reconnecting");
        await Expect(page.Page.Locator("#retry")).ToBeVisibleAsync();

        Own(await ServerProcess.StartAsync(first.Address.Port));
        await page.WaitForStateAsync("listening|speech", ReconnectionMs);
        int before = await page.Segments.CountAsync();
        await Expect(page.Segments).Not.ToHaveCountAsync(before, new() { Timeout = CascadePage.PatienceMs });
        await page.StopAsync();
        (double Start, double End)[] segments = await page.SegmentTimesAsync();
        Assert.That(segments, Is.Ordered.By("Item1"), "times go on, although the server's begin anew");
    }

    [Test]
    public async Task ServerKilledInSpeech_LosesNothingOfIt()
    {
        string path = Wav.Golden("conversation.wav");
        (double Start, double End)[] expected = (await CommandLine.DetectAsync(path))[..2];
        ServerProcess first = Own(await ServerProcess.StartAsync());
        CascadePage page = await OpenAsync(server: first.Address, expectsLostConnections: true);
        await page.SetCommandLineDefaultsAsync();
        await page.PlayFileAsync(path, speed: "1", toEnd: false);
        await page.WaitForClockAsync(expected[1].Start + 1);
        await page.WaitForStateAsync("speech");
        await first.KillAsync();
        Own(await ServerProcess.StartAsync(first.Address.Port));
        await Expect(page.Page.GetByLabel("Play segment 2")).ToBeVisibleAsync(new() { Timeout = CascadePage.PatienceMs });
        await page.StopAsync();

        // A session that begins with speech may find its borders a few frames from there.
        (double Start, double End)[] actual = (await page.SegmentTimesAsync())[..2];
        Assert.That(actual.Select(s => s.Start), Is.EqualTo(expected.Select(s => s.Start)).Within(0.1));
        Assert.That(actual.Select(s => s.End), Is.EqualTo(expected.Select(s => s.End)).Within(0.1));
    }

    [Test]
    public async Task DroppedConnections_LeaveNoGapAndRepeatNothing()
    {
        string path = Wav.Golden("conversation.wav");
        CascadePage whole = await OpenAsync();
        await whole.SetCommandLineDefaultsAsync();
        await whole.PlayFileAsync(path);

        CuttingProxy proxy = Own(new CuttingProxy(Shared.Server.Address));
        CascadePage cut = await OpenAsync(server: proxy.Address, expectsLostConnections: true);
        await cut.SetCommandLineDefaultsAsync();
        await cut.PlayFileAsync(path, toEnd: false);
        foreach (double second in new[] { 2, 7.3, 7.9, 15, 20.2 })
        {
            await cut.WaitForClockAsync(second);
            proxy.Cut();
        }

        await cut.WaitForStateAsync("idle");
        Assert.That(proxy.Resumed, Is.GreaterThanOrEqualTo(3));
        (double Start, double End)[] segments = await cut.SegmentTimesAsync();
        Assert.That(segments, Is.EqualTo(await whole.SegmentTimesAsync()));
        for (int i = 1; i <= segments.Length; i++)
        {
            Assert.That(await cut.SaveAsync(i), Is.EqualTo(await whole.SaveAsync(i)).AsCollection, $"segment {i}");
        }
    }

    [Test]
    public async Task StopWhileReconnecting_Stops()
    {
        ServerProcess server = Own(await ServerProcess.StartAsync());
        CascadePage page = await OpenAsync(server: server.Address, expectsLostConnections: true);
        await page.StartAsync();
        await page.WaitForStateAsync("listening|speech");
        await server.KillAsync();
        await page.WaitForStateAsync("reconnecting");
        await page.StopAsync();
        await Expect(page.Page.Locator("#retry")).ToBeHiddenAsync();
    }
}
