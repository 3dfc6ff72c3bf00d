using Cascade.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Browser.Tests;

internal sealed class KeyboardTests : PageTests
{
    [Test]
    public async Task TabKey_GoesThroughAllControlsInReadingOrder()
    {
        CascadePage page = await OpenAsync();
        await page.PlayFileAsync(Wav.Excerpt(0, 2));
        await page.Page.ClickAsync("h1"); // the place from which the key looks for the next one
        List<string> order = [];
        for (int i = 0; i < 12; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            order.Add(await page.Page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.ariaLabel || document.activeElement.name"));
        }

        string[] expected =
        [
            "start", "open", "speed", "clear", "Play segment 1", "Save segment 1 as WAV", "defaults",
            "threshold", "exitThreshold", "minimumSilenceMs", "speechPadMs", "minimumSpeechMs",
        ];
        Assert.That(order, Is.EqualTo(expected));
    }

    [Test]
    public async Task Keys_AreEnoughForEverything()
    {
        CascadePage page = await OpenAsync();
        IKeyboard keys = page.Page.Keyboard;
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await page.WaitForStateAsync("speech");
        await page.RecordAsync(0.6); // longer than the shortest speech

        await keys.PressAsync("Tab");
        await keys.PressAsync("Space");
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Mute" })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.WaitForStateAsync("listening");
        await Expect(page.Segments).Not.ToHaveCountAsync(0);

        await page.Page.FocusAsync("#threshold");
        await keys.PressAsync("ArrowRight");
        await Expect(page.Page.Locator("output[for=threshold]")).ToHaveTextAsync("0.51");

        await page.Page.FocusAsync("#start");
        await keys.PressAsync("Enter");
        await page.WaitForStateAsync("idle");

        await page.Page.EvaluateAsync("document.getElementById('player').loop = true"); // it must not end before it is stopped
        ILocator play = page.Page.Locator("#segments li:last-child .play"); // the first segment
        await play.FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(play).ToHaveAttributeAsync("aria-label", "Stop segment 1");
        await keys.PressAsync("Enter");
        await Expect(play).ToHaveAttributeAsync("aria-label", "Play segment 1");
        await Expect(play).ToBeFocusedAsync();
    }

    [Test]
    public async Task WhatHappens_IsToldToScreenReaders()
    {
        CascadePage page = await OpenAsync();
        ILocator status = page.Page.GetByRole(AriaRole.Status).First;
        await Expect(status).ToContainTextAsync("Ready");
        await page.StartAsync();
        await Expect(status).ToContainTextAsync("Speech");
        await page.RecordAsync(0.6);
        await page.StopAsync();
        await Expect(status).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"[1-9]\d* segments? in \d"));
        await Expect(page.Page.Locator("[aria-live=polite]")).ToContainTextAsync("Segment ");
    }
}
