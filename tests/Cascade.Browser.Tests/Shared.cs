using Cascade.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Cascade.Browser.Tests;

/// <summary>One server and one browser for all tests that break neither.</summary>
[SetUpFixture]
internal sealed class Shared
{
    public static ServerProcess Server { get; private set; } = null!;

    public static IBrowser Browser { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Task<IBrowser> browser = Chromium.WithMicrophoneAsync(Wav.Golden("conversation.wav"));
        Server = await ServerProcess.StartAsync();
        Browser = await browser;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await Browser.DisposeAsync();
        await Server.DisposeAsync();
        await Chromium.CloseAsync();
        Wav.DeleteExcerpts();
    }
}
