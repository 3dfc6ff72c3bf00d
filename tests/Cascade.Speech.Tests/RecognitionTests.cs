using Cascade.Speech.Tests.Support;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests;

/// <summary>How well real pocketsphinx hears real speech. <c>benchmarks speech words</c> prints the same figures.</summary>
internal sealed class RecognitionTests
{
    private const double MaximumSynthetic = 0.08;
    private const double MaximumLibriVox = 0.35;
    private static readonly TimeSpan MaximumDistance = TimeSpan.FromMilliseconds(100);

    [Test]
    public async Task SyntheticSpeech_FullVocabulary_AtMost8PercentOfWordsAreWrong()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.SphinxOptions);
        WordErrors errors = new();
        // Every voice and every sentence, but half of the pairs; "speech words" of the benchmarks takes all.
        IEnumerable<(string Voice, string Said)> pairs = Sentences.Voices.SelectMany((voice, v) => Sentences.All.Where((_, s) => (v + s) % 2 == 0).Select(said => (voice, said)));
        foreach ((string said, Task<SpeechToTextResponse> heard) in pairs.Select(pair => (pair.Said, HearAsync(workers, Spoken.Wav(pair.Voice, pair.Said)))).ToArray())
        {
            errors.Add(said, (await heard).Text);
        }

        TestContext.Out.WriteLine($"{errors.Rate:P1} of {errors.Words} words are wrong.");
        Assert.That(errors.Rate, Is.LessThanOrEqualTo(MaximumSynthetic));
    }

    [Test]
    public async Task HumanSpeech_FullVocabulary_AtMost35PercentOfWordsAreWrong()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.SphinxOptions);
        WordErrors errors = new();
        foreach ((string path, string said) in LibriVox.Read())
        {
            errors.Add(said, (await HearAsync(workers, await File.ReadAllBytesAsync(path))).Text);
        }

        TestContext.Out.WriteLine($"{errors.Rate:P1} of {errors.Words} words are wrong.");
        Assert.That(errors.Words, Is.GreaterThan(50));
        Assert.That(errors.Rate, Is.LessThanOrEqualTo(MaximumLibriVox));
    }

    [Test]
    public async Task SyntheticSpeech_Grammar_NoWordIsWrong()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.GrammarOptions);
        foreach (string voice in Sentences.Voices)
        {
            foreach (string said in Sentences.All)
            {
                Assert.That((await HearAsync(workers, Spoken.Wav(voice, said))).Text, Is.EqualTo(said), voice);
            }
        }
    }

    [Test]
    public async Task SameAudio_GivesTheSameWordsWhoeverSpokeBefore()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.SphinxOptions with { Count = 1 });
        byte[] audio = await File.ReadAllBytesAsync(LibriVox.Read().First().Path);
        string first = (await HearAsync(workers, audio)).Text;
        await HearAsync(workers, Spoken.Wav("festival", Sentences.All[0]));
        Assert.That((await HearAsync(workers, audio)).Text, Is.EqualTo(first));
    }

    [Test]
    public async Task WordTimes_LieWithin100MillisecondsOfTheSegment([Values("slt", "rms", "festival")] string voice)
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.GrammarOptions);
        List<TimeSpan> distances = [];
        foreach (string said in Sentences.All)
        {
            (SpeechSegment segment, IReadOnlyList<SpeechWord> words) = await WordTimes.HearAsync(workers, Spoken.Pcm(voice, said));
            Assert.That(words[0].Start, Is.GreaterThanOrEqualTo(segment.Start - MaximumDistance), $"{said}: no word lies before the segment");
            Assert.That(words[^1].End, Is.LessThanOrEqualTo(segment.End + MaximumDistance), $"{said}: no word lies behind the segment");
            distances.Add((words[0].Start - segment.Start).Duration());
            distances.Add((words[^1].End - segment.End).Duration());
        }

        distances.Sort();
        Assert.That(distances[distances.Count / 2], Is.LessThanOrEqualTo(MaximumDistance), "the median: a segment ends some 100 ms after its last word");
    }

    [Test]
    public async Task WordTimes_AreThoseThatTheVoiceGaveItsWords()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.GrammarOptions);
        await using SystemTextToSpeechClient flite = new(new() { Engine = SystemVoice.Flite, Timeout = TimeSpan.FromMinutes(1) });
        List<TimeSpan> distances = [];
        foreach (string text in Sentences.All)
        {
            TextToSpeechResponse spoken = await flite.GetAudioAsync(text);
            IReadOnlyList<SpeechWord> said = SpeechWords.Of(spoken.AdditionalProperties);
            SpeechToTextResponse response = await HearAsync(workers, spoken.Contents.OfType<DataContent>().Single().Data.ToArray());
            IReadOnlyList<SpeechWord> heard = SpeechWords.Of(response.AdditionalProperties);
            Assert.That(heard.Select(word => word.Text), Is.EqualTo(said.Select(word => word.Text)));
            distances.AddRange(said.Zip(heard, (a, b) => (a.Start - b.Start).Duration()));
        }

        distances.Sort();
        Assert.That(distances[distances.Count * 95 / 100], Is.LessThanOrEqualTo(MaximumDistance), "of 95 % of the words");
    }

    private static Task<SpeechToTextResponse> HearAsync(SpeechWorkers workers, byte[] wav) => workers.GetTextAsync(new MemoryStream(wav, writable: false));
}
