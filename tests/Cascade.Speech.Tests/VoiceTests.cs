using Cascade.Speech.Tests.Support;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests;

/// <summary>Real voices.</summary>
internal sealed class VoiceTests
{
    [Test]
    public async Task Flite_SpeaksWhatPocketsphinxUnderstands()
    {
        await using SystemTextToSpeechClient voice = new(new() { Engine = SystemVoice.Flite, LoggerFactory = TestLog.Factory, Timeout = TimeSpan.FromMinutes(1) });
        await using SpeechWorkers workers = new(Pools.SphinxOptions with { Count = 1 });
        TextToSpeechResponse spoken = await voice.GetAudioAsync("hello how are you today");
        byte[] wav = ((DataContent)spoken.Contents.Single()).Data.ToArray();
        Assert.That((await workers.GetTextAsync(new MemoryStream(wav))).Text, Is.EqualTo("hello how are you today"));
        Assert.That(SpeechWords.Of(spoken.AdditionalProperties).Select(word => word.Text), Is.EqualTo(new[] { "hello", "how", "are", "you", "today" }));
    }
}
