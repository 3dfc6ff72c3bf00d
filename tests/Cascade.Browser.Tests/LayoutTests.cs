using Cascade.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Browser.Tests;

internal sealed class LayoutTests : PageTests
{
    // What moves though it should not. Segments make room for the next one; and what has no name is inside a control, such as the knob of a slider.
    private const string WatchShifts =
        """
        window.shifts = [];
        new PerformanceObserver(list => {
            for (const entry of list.getEntries())
                for (const { node, previousRect: from, currentRect: to } of entry.sources)
                    if (node && !node.parentElement?.closest("#segments"))
                        window.shifts.push(`${node.id || node.className || node.nodeName} at ${entry.startTime} ms: ${JSON.stringify([from, to])}`);
        }).observe({ type: "layout-shift", buffered: true });
        """;

    // Text with less than 4.5 : 1 against its ground, as WCAG counts it. Text that cannot be used now may be fainter. axe-core leaves open the contrast of the list's times on a phone.
    private const string FaintTexts =
        """
        () => {
            const parse = color => (color.match(/[\d.]+/g) ?? []).map(Number);
            const over = ([r, g, b, a = 1], base) => [r, g, b].map((c, i) => c * a + base[i] * (1 - a));
            const ground = element => {
                if (!element) return [255, 255, 255];
                const color = parse(getComputedStyle(element).backgroundColor);
                return color[3] === 0 ? ground(element.parentElement) : over(color, color.length === 4 ? ground(element.parentElement) : [0, 0, 0]);
            };
            const light = color => color.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
            return [...document.querySelectorAll("body *")]
                .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest(":disabled") && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
                .map(e => {
                    const back = ground(e);
                    const [dark, bright] = [light(over(parse(getComputedStyle(e).color), back)), light(back)].sort((a, b) => a - b);
                    return { text: e.textContent.trim().slice(0, 40), ratio: (bright + 0.05) / (dark + 0.05) };
                })
                .filter(({ ratio }) => ratio < 4.5)
                .map(({ text, ratio }) => `${text}: ${ratio.toFixed(2)}`);
        }
        """;

    [TestCase(ColorScheme.Light, 1200)]
    [TestCase(ColorScheme.Dark, 1200)]
    [TestCase(ColorScheme.Light, 768)]
    [TestCase(ColorScheme.Dark, 360)]
    [TestCase(ColorScheme.Light, 360)]
    public async Task EveryWidthAndScheme_FitsIsLegibleAndDoesNotJump(ColorScheme scheme, int width)
    {
        string name = $"{scheme}-{width}".ToLowerInvariant();
        CascadePage page = await OpenAsync(size: (width, width < 500 ? 800 : 1140), scheme: scheme);
        await page.Page.EvaluateAsync(WatchShifts);
        await CheckAsync(page, $"{name}-idle");

        await page.SetCommandLineDefaultsAsync();

        // The recording must not end before the page is stopped, which comes after slow checks.
        await page.PlayFileAsync(Pictures.IsWanted ? Wav.Golden("conversation.wav") : Wav.Excerpts(0, (8, 24), (0, 24), (0, 24)), speed: "1", toEnd: false);
        await page.WaitForClockAsync(Pictures.IsWanted ? 13 : 1);
        await Expect(page.Segments).Not.ToHaveCountAsync(0);
        await page.WaitForStateAsync("speech");
        await CheckAsync(page, $"{name}-speech");
        await page.StopAsync();
        await CheckAsync(page, $"{name}-stopped");

        IFileChooser chooser = await page.Page.RunAndWaitForFileChooserAsync(() => page.Page.ClickAsync("#open"));
        await chooser.SetFilesAsync(new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "no sound"u8.ToArray() });
        await page.WaitForStateAsync("error");
        await CheckAsync(page, $"{name}-error");
        Assert.That(await page.Page.EvaluateAsync<string[]>("window.shifts"), Is.Empty);
    }

    [Test]
    public async Task LostConnection_IsShownWithoutMovingAnythingUntilStopped()
    {
        ServerProcess server = Own(await ServerProcess.StartAsync());
        CascadePage page = await OpenAsync(server: server.Address, expectsLostConnections: true, size: (360, 780));
        await page.Page.EvaluateAsync(WatchShifts);
        await page.StartAsync();
        await page.WaitForStateAsync("speech");
        await server.KillAsync();
        await page.WaitForStateAsync("reconnecting");
        await Expect(page.Page.Locator("#retry")).ToContainTextAsync("The connection to the server was lost. The audio recorded meanwhile is kept.");
        await CheckAsync(page, "light-360-reconnecting");
        await page.StopAsync();
        await Expect(page.Page.Locator("#retry")).ToBeHiddenAsync();
        Assert.That(await page.Page.EvaluateAsync<string[]>("window.shifts"), Is.Empty);
    }

    [Test]
    public async Task SliderThatLosesItsLabel_IsFoundByTheRules()
    {
        CascadePage page = await OpenAsync();
        await page.Page.EvaluateAsync("document.querySelector('label[for=threshold]').remove()");
        Assert.That(await Accessibility.FindFaultsAsync(page.Page), Has.Exactly(1).StartsWith("label (critical)"));
    }

    private static async Task CheckAsync(CascadePage page, string name)
    {
        await Pictures.TakeAsync(page.Page, name);
        Assert.That(await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"), Is.LessThanOrEqualTo(0), $"{name} is too wide");
        Assert.That(await page.Page.EvaluateAsync<string[]>(FaintTexts), Is.Empty, name);
        Assert.That(await Accessibility.FindFaultsAsync(page.Page), Is.Empty, name);
    }
}
