using Cascade.Speech.Tests.Support;
using Microsoft.Extensions.AI;
using Whisper.net;

namespace Cascade.Speech.Tests;

/// <summary>Whisper.net as far as it goes without weights, which no package has: up to loading them.</summary>
internal sealed class WhisperTests
{
    private string _weights;

    [SetUp]
    public void WriteWrongWeights()
    {
        _weights = Path.GetTempFileName();
        File.WriteAllBytes(_weights, new byte[4096]);
    }

    [TearDown]
    public void DeleteWeights() => File.Delete(_weights);

    [Test]
    public async Task WrongWeights_InProcess_GiveWhispersOwnError()
    {
        using ISpeechToTextClient client = new SpeechToTextClientBuilder(new WhisperSpeechToTextClient(_weights)).UseVoiceActivityDetection().Build();
        Assert.That(client.GetService(typeof(SpeechToTextClientMetadata)), Is.Null, "whose GetService throws");
        await Assert.ThatAsync(() => client.GetTextAsync(Timeline.Short().Open(), Utterances.Options), Throws.InstanceOf<WhisperModelLoadException>());
    }

    [Test]
    public async Task WrongWeights_InWorker_GiveWhispersOwnErrorAsEngineFailed()
    {
        await using SpeechWorkers workers = new(Pools.FaultyOptions with { Engine = HostedRecognizer.Whisper(_weights) });
        SpeechWorkerException fault = (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.GetTextAsync(Utterances.Of(Fault.None, milliseconds: 500), Utterances.Options)))!;
        Assert.That(fault.Reason, Is.EqualTo(SpeechWorkerFailure.EngineFailed));
        Assert.That(fault.Message, Does.Contain(nameof(WhisperModelLoadException)));
    }

    [Test]
    public void MissingWeights_AreNamed()
    {
        SpeechWorkerException fault = Assert.Throws<SpeechWorkerException>(() => HostedRecognizer.Whisper("no-such-file.bin"))!;
        Assert.That(fault.Message, Does.Contain("expected 'no-such-file.bin'"));
    }
}
