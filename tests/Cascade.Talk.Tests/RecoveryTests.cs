using System.Text.Json;
using Cascade.Talk.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cascade.Talk.Tests;

/// <summary>Parts that fail while somebody talks: the page says so in words, comes back without a click, and goes on.</summary>
internal sealed class RecoveryTests
{
    private const double LongestPauseMs = 2_000; // with an attempt every two seconds, the page is back well within five

    [Test]
    public async Task LostConnection_ComesBackWithoutAClickAndTheAnswerGoesOn()
    {
        await using CuttingProxy network = new(Shared.Server.Address);
        await using TalkPage page = await TalkPage.OpenAsync(Shared.Browser, network.Address);
        await page.TypeAsync("hello");
        await page.WaitForPastStateAsync("speaking");
        network.Cut();
        await page.WaitForPastStateAsync("reconnecting");
        await Expect(page.Page.Locator("#history li.assistant .word.heard")).ToHaveCountAsync(7); // to its end
        await page.WaitForStateAsync("listening");
        double[] pauses = await page.PausesAsync();
        await page.TypeAsync("one more");
        await Expect(page.Page.Locator("#history li.assistant").Nth(1)).ToContainTextAsync("I heard: one more.");
        JsonElement[] frames = [.. page.Frames.Select(frame => JsonSerializer.Deserialize<JsonElement>(frame))];
        string[] types = [.. frames.Select(frame => frame.GetProperty("type").GetString()!)];
        int[] events = [.. frames.Select(NumberOf).Where(number => number > 0)];
        Assert.Multiple(() =>
        {
            Assert.That(network.Resumed, Is.EqualTo(1));
            Assert.That(pauses, Is.Not.Empty.And.All.LessThanOrEqualTo(LongestPauseMs), "ms between attempts");
            Assert.That(types.Count(type => type == "cascade.resumed"), Is.EqualTo(1));
            Assert.That(types.Count(type => type == "session.created"), Is.EqualTo(1), "it is the same conversation");
            Assert.That(events, Is.EqualTo(Enumerable.Range(1, events.Max())), "each event once, in its order");
            Assert.That(page.Faults, Is.Empty);
        });
    }

    [Test]
    public async Task RestartedServer_ConversationGoesOnInANewSession()
    {
        TalkProcess first = await TalkProcess.StartAsync();
        await using TalkPage page = await TalkPage.OpenAsync(Shared.Browser, first.Address);
        await page.TypeAsync("hello");
        await Expect(page.Page.Locator("#history li.assistant")).ToContainTextAsync("nice to hear you");
        await page.WaitForStateAsync("listening");
        int port = first.Address.Port;
        await first.DisposeAsync();
        await page.WaitForStateAsync("reconnecting");
        await using TalkProcess second = await TalkProcess.StartAsync(port);
        await page.WaitForStateAsync("listening");
        double[] pauses = await page.PausesAsync();
        await page.TypeAsync("one more");
        await Expect(page.Page.Locator("#history li.assistant").Nth(1)).ToContainTextAsync("I heard: one more.");
        (string Role, string Text)[] told = [.. page.Frames.Select(frame => JsonSerializer.Deserialize<JsonElement>(frame)).Where(frame => frame.GetProperty("type").GetString() == "conversation.item.create")
            .Select(frame => frame.GetProperty("item")).Select(item => (item.GetProperty("role").GetString()!, item.GetProperty("content")[0].GetProperty("text").GetString()!))];
        Assert.Multiple(() =>
        {
            Assert.That(pauses, Is.Not.Empty.And.All.LessThanOrEqualTo(LongestPauseMs), "ms between attempts");
            Assert.That(told, Is.EqualTo(new[] { ("user", "hello"), ("user", "hello"), ("assistant", "Hello! It is nice to hear you."), ("user", "one more") }), "the new session is told what was said");
            Assert.That(page.Faults, Is.Empty);
        });
    }

    [Test]
    public async Task ChatServerThatDies_IsSaidInWordsAndTheNextTurnWorks()
    {
        ChatServer chat = await ChatServer.StartAsync();
        await using TalkProcess server = await TalkProcess.StartAsync(0, "--Talk:ChatEndpoint", $"http://127.0.0.1:{chat.Port}/v1", "--Talk:ChatModel", "echo");
        await using TalkPage page = await TalkPage.OpenAsync(Shared.Browser, server.Address);
        ILocator fault = page.Page.GetByRole(AriaRole.Alert);
        await page.TypeAsync("first");
        await Expect(page.Page.Locator("#history li.assistant")).ToContainTextAsync("The model heard: first.");
        await page.WaitForStateAsync("listening");
        int port = chat.Port;
        await chat.DisposeAsync();
        await page.TypeAsync("second");
        await Expect(fault).ToContainTextAsync("The language model did not answer. The next turn asks it again.");
        await page.WaitForStateAsync("listening|speaking"); // it also says so aloud
        await using ChatServer again = await ChatServer.StartAsync(port);
        await page.TypeAsync("third");
        await Expect(page.Page.Locator("#history li.assistant").Last).ToContainTextAsync("The model heard: third.");
        await Expect(fault).ToBeHiddenAsync();
        (string Role, string Text)[] asked = again.Asked.Last();
        Assert.Multiple(() =>
        {
            Assert.That(asked.Where(message => message.Role != "system").Take(2), Is.EqualTo(new[] { ("user", "first"), ("assistant", "The model heard: first.") }), "the history is whole");
            Assert.That(page.Faults, Is.Empty);
        });
    }

    [Test]
    public async Task RecogniserThatDies_IsSaidInWordsAndTheNextTurnWorks()
    {
        string recording = Microphone.Record((1, Shared.Interruption));
        await using TalkProcess server = await TalkProcess.StartAsync(0, Shared.Sentences);
        await using IBrowser browser = await Chromium.WithMicrophoneAsync(recording, isRepeated: true);
        TalkPage page = await TalkPage.OpenAsync(browser, server.Address, prepare: browserPage => browserPage.AddInitScriptAsync("delete window.AudioEncoder"));
        ILocator fault = page.Page.GetByRole(AriaRole.Alert);
        await page.Page.ClickAsync("#start");
        await page.WaitForStateAsync("hearing");
        int killed = 0;
        string? said = null;
        while (said is null)
        {
            killed += server.KillRecognisers(); // also those that start in their place
            said = await fault.AllInnerTextsAsync() is [string text, ..] ? text : null; // at once: the repeated recording takes the text away again
        }

        await Expect(page.Page.Locator("#history li.user").First).ToContainTextAsync(Shared.Interruption); // said again by the repeated recording
        await Expect(page.Page.Locator("#history li.assistant").Last).ToContainTextAsync($"I heard: {Shared.Interruption}.");
        await page.Page.ClickAsync("#start");
        string[] frames = page.Frames;
        Assert.Multiple(() =>
        {
            Assert.That(said, Does.StartWith("Your words were not recognised. Please say them again."));
            Assert.That(killed, Is.GreaterThanOrEqualTo(2), "a recognition is tried twice");
            Assert.That(frames.Single(frame => frame.Contains("session.updated", StringComparison.Ordinal)), Does.Contain("audio/pcm").And.Not.Contain("audio/opus"), "a browser without codecs");
            Assert.That(page.Faults, Is.Empty);
        });
        File.Delete(recording);
    }

    [Test]
    public async Task NoMicrophone_IsAnErrorInWordsAndTypingWorks()
    {
        await using TalkPage page = await TalkPage.OpenAsync(Shared.Browser, Shared.Server.Address);
        await page.Page.ClickAsync("#start");
        await page.WaitForStateAsync("error");
        await Expect(page.Page.Locator(".state")).ToContainTextAsync("Error");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("No microphone found Plug one in and press Start again. Typing works without it.");
        await page.TypeAsync("hello");
        await Expect(page.Page.Locator("#history li.assistant")).ToContainTextAsync("nice to hear you");
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
        Assert.That(page.Faults, Is.Empty);
    }

    // Events outside their order, as the one that resumes, have no number.
    private static int NumberOf(JsonElement frame) => frame.TryGetProperty("event_id", out JsonElement id) && int.TryParse(id.GetString()!["event_".Length..], out int number) ? number : 0;
}
