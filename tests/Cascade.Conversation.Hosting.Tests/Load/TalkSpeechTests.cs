using System.Text.Json;
using Cascade.Benchmarks.Load.Talk;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>The speech of the load generator, whose clients count their messages to find a place in their audio.</summary>
internal sealed class TalkSpeechTests
{
    [Test]
    public void EachMessage_HasAWholeStepOfAudio()
    {
        TalkSpeech speech = TalkSpeech.Speak("slt", Utterances.Train, isOpus: false);
        int step = (int)(TalkSpeech.Step.TotalSeconds * TalkSpeech.RateHz) * sizeof(short);
        Assert.That(speech.Messages.Append(speech.Silence).Select(LengthOf), Is.All.EqualTo(step));
    }

    private static int LengthOf(byte[] message) => JsonDocument.Parse(message).RootElement.GetProperty("audio").GetBytesFromBase64().Length;
}
