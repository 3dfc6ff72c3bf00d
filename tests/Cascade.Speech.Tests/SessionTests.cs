using Cascade.Speech.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Cascade.Speech.Tests;

/// <summary>The contexts of sessions: each its own, bounded, forgotten.</summary>
internal sealed class SessionTests
{
    [Test]
    public async Task Session_GivesItsTextToTheRecognizer_UntilItIsClosed()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions);
        await SayAsync(workers, "a", Fault.None, 1);
        await SayAsync(workers, "a", Fault.None, 2);
        await SayAsync(workers, "b", Fault.None, 3);
        Assert.That(await SayAsync(workers, "a", Fault.Context), Is.EqualTo("1 2"));
        Assert.That(await SayAsync(workers, "b", Fault.Context), Is.EqualTo("3"));
        Assert.That(await SayAsync(workers, null, Fault.Context), Is.EqualTo("none"));
        workers.CloseSession("a");
        Assert.That(workers.GetStats().Sessions, Is.EqualTo(1));
        Assert.That(await SayAsync(workers, "a", Fault.Context), Is.EqualTo("none"));
    }

    [Test]
    public async Task Session_IsForgottenAfterItsTimeout()
    {
        FakeTimeProvider time = new();
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions with { TimeProvider = time, SessionTimeout = TimeSpan.FromSeconds(60) });
        await SayAsync(workers, "a", Fault.None, 1);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(workers.GetStats().Sessions, Is.EqualTo(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(workers.GetStats().Sessions, Is.Zero);
    }

    [Test]
    public async Task Sessions_AreBoundedInNumberAndText()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions with { MaximumSessions = 2, SessionText = 5 });
        for (short i = 1; i <= 3; i++)
        {
            await SayAsync(workers, "a", Fault.None, (short)(i * 111));
        }

        Assert.That(await SayAsync(workers, "a", Fault.Context), Is.EqualTo("2 333"), "the end of its text");
        await SayAsync(workers, "b", Fault.None);
        await SayAsync(workers, "c", Fault.None);
        Assert.That(workers.GetStats().Sessions, Is.EqualTo(2));
        Assert.That(await SayAsync(workers, "a", Fault.Context), Is.EqualTo("none"), "the oldest gave way");
    }

    [Test]
    public async Task Grammar_OfACall_StaysWithItsSession()
    {
        await using SpeechWorkers workers = new(Pools.SphinxOptions with
        {
            Count = 1,
            Engine = new PocketSphinxRecognizer { Grammars = new Dictionary<string, string> { ["answer"] = "#JSGF V1.0; grammar answer; public <answer> = yes | no | good bye;" } },
        });
        byte[] speech = Spoken.Wav("slt", Sentences.All[19]);
        Assert.That(await HearAsync(workers, speech, "a", null), Does.StartWith("it was nice"));
        string restricted = await HearAsync(workers, speech, "a", "answer");
        Assert.That(restricted, Is.Empty.Or.AnyOf("yes", "no", "good bye"));
        Assert.That(await HearAsync(workers, speech, "a", null), Is.EqualTo(restricted));
        Assert.That(await HearAsync(workers, speech, "b", null), Does.StartWith("it was nice"), "other sessions have the full vocabulary");
        await Assert.ThatAsync(() => HearAsync(workers, speech, "a", "unknown"), Throws.ArgumentException.With.Message.Contains("unknown"));
    }

    [Test]
    public async Task GrammarThatDoesNotCompile_FailsInitialization()
    {
        await using SpeechWorkers workers = new(Pools.SphinxOptions with
        {
            Engine = new PocketSphinxRecognizer { Grammars = new Dictionary<string, string> { ["broken"] = "no grammar" }, Grammar = "broken" },
        });
        SpeechWorkerException fault = (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.InitializeAsync()))!;
        Assert.That(fault.Message, Does.Contain("'broken' does not compile"));
    }

    [Test]
    public void MissingModel_IsNamed()
    {
        SpeechWorkerException fault = Assert.Throws<SpeechWorkerException>(() => _ = new SpeechWorkers(new() { Engine = new PocketSphinxRecognizer { ModelFolder = "/nowhere" } }))!;
        Assert.That(fault.Message, Does.Contain("/nowhere").And.Contain("apt-get install"));
    }

    private static Task<string> SayAsync(SpeechWorkers workers, string? session, Fault fault, short number = 0)
    {
        SpeechToTextOptions options = Utterances.Options;
        options.AdditionalProperties = session is null ? null : new() { [SpeechWorkers.SessionProperty] = session };
        return TextAsync(workers.GetTextAsync(Utterances.Of(fault, number), options));
    }

    private static Task<string> HearAsync(SpeechWorkers workers, byte[] wav, string session, string? grammar)
    {
        SpeechToTextOptions options = new() { AdditionalProperties = new() { [SpeechWorkers.SessionProperty] = session } };
        if (grammar is not null)
        {
            options.AdditionalProperties[SpeechWorkers.GrammarProperty] = grammar;
        }

        return TextAsync(workers.GetTextAsync(new MemoryStream(wav), options));
    }

    private static async Task<string> TextAsync(Task<SpeechToTextResponse> response) => (await response).Text;
}
