using Cascade.Speech.Tests.Support;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests;

/// <summary>Real pocketsphinx in real workers.</summary>
internal sealed class SphinxTests
{
    [Test]
    public async Task SpokenSentence_GivesItsWordsWithTimes()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.SphinxOptions with { Count = 1 });
        SpeechToTextResponse response = await workers.GetTextAsync(new MemoryStream(Spoken.Wav("slt", "hello how are you today")));
        Assert.That(response.Text, Is.EqualTo("hello how are you today"));
        IReadOnlyList<SpeechWord> words = SpeechWords.Of(response.AdditionalProperties);
        Assert.That(words.Select(word => word.Text), Is.EqualTo(new[] { "hello", "how", "are", "you", "today" }));
        Assert.That(words.Select(word => word.Start), Is.Ordered);
    }
}
