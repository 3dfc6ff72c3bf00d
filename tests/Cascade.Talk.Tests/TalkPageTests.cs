using System.Buffers.Binary;
using System.Text.Json;
using Cascade.Talk.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Talk.Tests;

/// <summary>The page of Cascade.Talk, with the server as a process, its recogniser and its voice, and a browser whose microphone hears flite.</summary>
[NonParallelizable]
internal sealed partial class TalkPageTests
{
    private TalkProcess _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        SetDefaultExpectTimeout(60_000);
        _server = await TalkProcess.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await Chromium.CloseAsync();
    }

    [Test]
    public void Server_SaysWhichPartsItFound() => Assert.That(_server.Output, Does.Contain("hears with    pocketsphinx").And.Contain("answers with  a script").And.Contain("speaks with"));

    [Test]
    public async Task SpokenTurnAndInterruption_AllStatesInOrder()
    {
        const string Question = "what is the weather going to be like tomorrow";
        const string Interruption = "please call me back as soon as possible";
        string recording = Microphone.Record((1.5, Question), (8, Interruption));

        // Few sentences, so that a gap that a busy machine makes in the audio does not change the words.
        await using TalkProcess server = await TalkProcess.StartAsync(0, "--Talk:Sentences:0", Question, "--Talk:Sentences:1", Interruption, "--Talk:Sentences:2", "do you have any questions about the project");
        await using IBrowser browser = await Chromium.WithMicrophoneAsync(recording);
        TalkPage page = await TalkPage.OpenAsync(browser, server.Address);
        await page.Page.ClickAsync("#start");
        await page.WaitForStateAsync("speaking");
        await page.Page.WaitForSelectorAsync("#history .word.now"); // words light up as they are spoken
        await page.PictureAsync("speaking");
        await Expect(page.Page.Locator("#history li.interrupted")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("#history li.user")).ToHaveCountAsync(2);
        await Expect(page.Page.Locator("#history li.assistant").Nth(1)).ToContainTextAsync("as soon as possible");
        await page.WaitForStateAsync("listening");
        string[] states = await page.StatesAsync();
        string words = await page.Page.Locator("#history").InnerTextAsync();
        await page.Page.ClickAsync("#start");
        await page.WaitForStateAsync("idle");
        double pause = SecondsUntilPause(page.Frames);
        TestContext.Out.WriteLine($"The answer paused after {pause * 1000:0} ms of the second utterance.");
        Assert.Multiple(() =>
        {
            Assert.That(string.Join(' ', states), Does.StartWith("connecting listening hearing thinking speaking hearing thinking speaking"));
            Assert.That(words, Does.Contain(Question).And.Contain("clouds over the hills").And.Contain($"I heard: {Interruption}.").And.Contain("interrupted"));
            Assert.That(pause, Is.LessThan(0.3), "seconds of audio between the onset and the pause");
            Assert.That(page.Faults, Is.Empty);
        });
        File.Delete(recording);
    }

    [Test]
    public async Task TypedMessage_IsAnsweredAndHeard()
    {
        await using IBrowser browser = await Chromium.WithoutMicrophoneAsync();
        TalkPage page = await TalkPage.OpenAsync(browser, _server.Address);
        await page.TypeAsync("hello");
        await Expect(page.Page.Locator("#history li.assistant .word.heard")).ToHaveCountAsync(7);
        await page.WaitForStateAsync("listening");
        await Expect(page.Page.Locator("[data-part=total_ms]")).ToContainTextAsync("ms");
        await page.TypeAsync("tell me a story");
        await page.WaitForStateAsync("speaking");
        await page.Page.ClickAsync("#hush");
        await Expect(page.Page.Locator("#history li.interrupted")).ToHaveCountAsync(1);
        await page.Page.ClickAsync("#start");
        await page.WaitForStateAsync("idle");
        Assert.That(page.Faults, Is.Empty);
    }

    [Test]
    public async Task KilledServer_ConversationGoesOnAtTheNextOne()
    {
        TalkProcess first = await TalkProcess.StartAsync();
        await using IBrowser browser = await Chromium.WithoutMicrophoneAsync();
        TalkPage page = await TalkPage.OpenAsync(browser, first.Address);
        await page.TypeAsync("hello");
        await Expect(page.Page.Locator("#history li.assistant")).ToContainTextAsync("nice to hear you");
        await page.WaitForStateAsync("listening");
        int port = first.Address.Port;
        await first.DisposeAsync();
        await page.WaitForStateAsync("reconnecting");
        await using TalkProcess second = await TalkProcess.StartAsync(port);
        await page.WaitForStateAsync("listening");
        await page.TypeAsync("one more");
        await Expect(page.Page.Locator("#history li.assistant").Nth(1)).ToContainTextAsync("I heard: one more.");
        string[] sent = [.. page.Frames.Where(frame => frame.Contains("conversation.item.create", StringComparison.Ordinal) && frame.Contains("nice to hear you", StringComparison.Ordinal))];
        Assert.Multiple(() =>
        {
            Assert.That(sent, Has.Length.EqualTo(1), "the new session is told what was said");
            Assert.That(page.Faults, Is.Empty);
        });
    }

    [TestCase(1280, 900, ColorScheme.Light, "light")]
    [TestCase(1280, 900, ColorScheme.Dark, "dark")]
    [TestCase(390, 844, ColorScheme.Light, "phone")]
    public async Task Page_CanBeReadAndUsedByAll(int width, int height, ColorScheme scheme, string name)
    {
        await using IBrowser browser = await Chromium.WithoutMicrophoneAsync();
        TalkPage page = await TalkPage.OpenAsync(browser, _server.Address, (width, height), scheme);
        await page.TypeAsync("hello");
        await Expect(page.Page.Locator("#history li.assistant")).ToContainTextAsync("nice to hear you");
        await page.WaitForStateAsync("listening");
        await page.PictureAsync(name);
        string[] faults = await Accessibility.FindFaultsAsync(page.Page);
        int overflow = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.Multiple(() =>
        {
            Assert.That(faults, Is.Empty);
            Assert.That(overflow, Is.LessThanOrEqualTo(0), "pixels beside the page");
            Assert.That(page.Faults, Is.Empty);
        });
    }

    // From the first loud piece while the answer is spoken, in audio that was sent: what the machine does beside has no part in it.
    private static double SecondsUntilPause(string[] frames)
    {
        const double LoudEnough = 300;
        bool isSpeaking = false;
        double seconds = 0;
        bool isLoud = false;
        foreach (string frame in frames)
        {
            using JsonDocument document = JsonDocument.Parse(frame);
            string type = document.RootElement.GetProperty("type").GetString()!;
            isSpeaking |= type == "response.output_audio.delta";
            if (type == "cascade.playback.paused")
            {
                return isLoud ? seconds : double.NaN;
            }

            if (isSpeaking && type == "input_audio_buffer.append")
            {
                byte[] pcm = Convert.FromBase64String(document.RootElement.GetProperty("audio").GetString()!);
                isLoud |= Loudness(pcm) > LoudEnough;
                seconds += isLoud ? pcm.Length / 2 / 24_000.0 : 0;
            }
        }

        return double.NaN;
    }

    private static double Loudness(byte[] pcm) => Math.Sqrt(Enumerable.Range(0, pcm.Length / 2).Average(i => Math.Pow(BinaryPrimitives.ReadInt16LittleEndian(pcm.AsSpan(2 * i)), 2)));
}
