using Cascade.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Cascade.Browser.Tests;

/// <summary>One server and one browser for all tests that break neither.</summary>
[SetUpFixture]
internal sealed class Shared
{
    private IBrowser _browser = null!;

    public static ServerProcess Server { get; private set; } = null!;

    public static PagePool Pages { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Task<IBrowser> browser = Chromium.WithMicrophoneAsync(Wav.Golden("conversation.wav"));
        Server = await ServerProcess.StartAsync();
        _browser = await browser;
        Pages = new PagePool(_browser);
        Assertions.SetDefaultExpectTimeout(CascadePage.PatienceMs);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _browser.DisposeAsync();
        await Server.DisposeAsync();
        await Chromium.CloseAsync();
        Wav.DeleteExcerpts();
    }
}
