using Microsoft.Playwright;

namespace Cascade.Browser.Tests.Support;

/// <summary>Debian's Chromium, without a window and with a microphone that plays a file.</summary>
internal static class Chromium
{
    private const string Path = "/usr/bin/chromium";

    // Of the features, the first is a process kept ready for the next page, made anew whenever pages of several contexts take turns. The others are of those that
    // Playwright turns off: its own list does not hold beside this one.
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-features=SpareRendererForSitePerProcess,GlobalMediaControls,HttpsUpgrades,LensOverlay,MediaRouter,OptimizationHints,PaintHolding,Translate",
    ];

    private static readonly Lazy<Task<IPlaywright>> Playwright = new(Microsoft.Playwright.Playwright.CreateAsync);

    public static Task<IBrowser> WithMicrophoneAsync(string recording, bool isRepeated = false) =>
        LaunchAsync("--use-fake-device-for-media-stream", $"--use-file-for-fake-audio-capture={recording}{(isRepeated ? "" : "%noloop")}");

    public static Task<IBrowser> WithoutMicrophoneAsync() => LaunchAsync();

    public static async Task CloseAsync()
    {
        if (Playwright.IsValueCreated)
        {
            (await Playwright.Value).Dispose();
        }
    }

    private static async Task<IBrowser> LaunchAsync(params string[] arguments)
    {
        Assert.That(File.Exists(Path), $"The tests need {Path}: install the package chromium.");
        IPlaywright playwright = await Playwright.Value;
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Headless = true, Args = [.. Quiet, .. arguments] });
    }
}
