using Cascade.Talk.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Talk.Tests;

/// <summary>One server and one browser for all tests that do not break them.</summary>
[SetUpFixture]
internal sealed class Shared
{
    public const string Question = "what is the weather going to be like tomorrow";
    public const string Interruption = "please call me back as soon as possible";

    /// <summary>Few sentences for the recogniser, so that a gap that a busy machine makes in the audio does not change the words.</summary>
    public static string[] Sentences { get; } = ["--Talk:Sentences:0", Question, "--Talk:Sentences:1", Interruption, "--Talk:Sentences:2", "do you have any questions about the project"];

    public static TalkProcess Server { get; private set; } = null!;

    /// <summary>A browser without a microphone; each page has a context of its own.</summary>
    public static IBrowser Browser { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        SetDefaultExpectTimeout(120_000);
        Task<IBrowser> launching = Chromium.WithoutMicrophoneAsync();
        Server = await TalkProcess.StartAsync(0, Sentences);
        Browser = await launching;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await Browser.DisposeAsync();
        await Server.DisposeAsync();
        await Chromium.CloseAsync();
    }
}
