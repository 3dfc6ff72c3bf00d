using Cascade.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Browser.Tests;

internal sealed class SettingsTests : PageTests
{
    [Test]
    public async Task SlidersMovedWhileListening_ChangeWhatTheServerFinds()
    {
        CascadePage page = await OpenAsync();
        await page.SetAsync("minimumSilenceMs", 100);
        await page.PlayFileAsync(Wav.Golden("conversation.wav"), speed: "1", toEnd: false);
        await page.WaitForStateAsync("speech");
        await page.RecordAsync(0.6); // longer than the shortest speech

        // No frame reaches 1: speech ends, although the recording is in the middle of some, and none begins.
        await page.SetAsync("threshold", 1);
        await page.SetAsync("exitThreshold", 1);
        await page.WaitForStateAsync("listening");
        double deaf = await page.ClockAsync();
        await page.Page.WaitForFunctionAsync("() => Number(document.getElementById('probability').value) > 0.9");
        await page.WaitForClockAsync(deaf + 0.3);
        await Expect(page.Page.Locator("body")).ToHaveAttributeAsync("data-state", "listening");

        await page.SetAsync("threshold", 0.5);
        await page.WaitForStateAsync("speech");
        await page.RecordAsync(0.6);
        await page.StopAsync();
        Assert.That(await page.Segments.CountAsync(), Is.GreaterThan(1), "what was cut off, and what began again");
    }

    [Test]
    public async Task ThresholdSlider_TakesTheExitThresholdAlong()
    {
        CascadePage page = await OpenAsync();
        await page.SetAsync("threshold", 0.8);
        await Expect(page.Page.Locator("output[for=exitThreshold]")).ToHaveTextAsync("0.65");

        await page.SetAsync("exitThreshold", 0.3);
        await page.SetAsync("threshold", 0.6);
        await Expect(page.Page.Locator("output[for=exitThreshold]")).ToHaveTextAsync("0.30");
        await page.SetAsync("threshold", 0.2);
        await Expect(page.Page.Locator("output[for=exitThreshold]")).ToHaveTextAsync("0.20");

        await page.Page.ClickAsync("#follow");
        await Expect(page.Page.Locator("output[for=exitThreshold]")).ToHaveTextAsync("0.05");
    }

    [Test]
    public async Task Settings_AreKeptUntilReset()
    {
        CascadePage page = await OpenAsync();
        await page.SetAsync("speechPadMs", 120);
        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator("output[for=speechPadMs]")).ToHaveTextAsync("120 ms");
        await page.Page.ClickAsync("#defaults");
        await Expect(page.Page.Locator("output[for=speechPadMs]")).ToHaveTextAsync("300 ms");
        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator("output[for=speechPadMs]")).ToHaveTextAsync("300 ms");
    }

    [Test]
    public async Task WantedToken_IsAskedForAndSent()
    {
        ServerProcess server = Own(await ServerProcess.StartAsync(0, "--Cascade:Token", "a secret for this test"));
        CascadePage page = await OpenAsync(server: server.Address);
        await page.StartAsync();
        await page.WaitForStateAsync("error");
        await Expect(page.Page.Locator("#token")).ToBeFocusedAsync();
        await page.Page.Keyboard.TypeAsync("a secret for this test");
        await page.StartAsync();
        await page.WaitForStateAsync("listening|speech");
    }
}
