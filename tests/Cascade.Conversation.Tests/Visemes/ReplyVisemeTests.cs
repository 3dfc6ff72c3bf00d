using Cascade.Visemes;

namespace Cascade.Dialogue.Tests.Visemes;

/// <summary>The shapes that a conversation tells with its answers.</summary>
public sealed class ReplyVisemeTests
{
    private const string Answer = "It is ten o'clock in the morning. The train leaves in half an hour.";

    [Test]
    public async Task VoiceWithPhonemes_TellsAllShapesOfASentenceBeforeItsAudio()
    {
        await using World world = new(new ConversationOptions { Visemes = true });
        world.Voice.GivesPhonemes = true;
        await AnswerAsync(world);

        ReplySentence[] sentences = [.. world.All<ReplySentence>()];
        ReplyVisemes[] told = [.. world.All<ReplyVisemes>()];
        Assert.That(told.Select(one => one.Number), Is.EqualTo(new[] { 0, 1 }));
        foreach (ReplySentence sentence in sentences)
        {
            IReadOnlyList<Viseme> visemes = told[sentence.Number].Visemes;
            int at = world.Events.IndexOf(told[sentence.Number]);
            Assert.Multiple(() =>
            {
                Assert.That(world.Events.IndexOf(sentence), Is.LessThan(at));
                Assert.That(world.Events[at + 1], Is.InstanceOf<ReplyAudio>().With.Property(nameof(ReplyAudio.Position)).EqualTo(sentence.Position));
                Assert.That(visemes[0], Is.EqualTo(new Viseme(VisemeShape.Pp, sentence.Position, 1)));
                Assert.That(visemes[1], Is.EqualTo(new Viseme(VisemeShape.Aa, sentence.Position + TimeSpan.FromMilliseconds(50), 1)));
                Assert.That(visemes[^1].Shape, Is.EqualTo(VisemeShape.Sil));
                Assert.That(visemes, Has.Count.EqualTo((2 * 7) + 1), "two for each word, and the end");
            });
        }
    }

    [Test]
    public async Task VoiceWithoutPhonemes_ShapesAreFoundInItsAudio()
    {
        await using World world = new(new ConversationOptions { Visemes = true });
        world.Voice.GivesMarks = false;
        world.Voice.WordLength = TimeSpan.FromMilliseconds(300);
        world.Voice.Recorded = Voices.Sentence;
        await AnswerAsync(world);

        Viseme[] visemes = [.. world.All<ReplyVisemes>().SelectMany(told => told.Visemes)];
        TimeSpan length = world.All<ReplyGenerated>().Single().Duration;
        Assert.Multiple(() =>
        {
            Assert.That(visemes, Has.Length.GreaterThan(20));
            Assert.That(visemes.Select(viseme => viseme.Start), Is.Ordered);
            Assert.That(visemes.Max(viseme => viseme.Openness), Is.GreaterThan(0.5));
            Assert.That(visemes[^1].Shape, Is.EqualTo(VisemeShape.Sil));
            Assert.That(visemes[^1].Start, Is.EqualTo(length).Within(TimeSpan.FromMilliseconds(1)), "the mouth closes when the audio ends");
        });
        TimeSpan audio = TimeSpan.Zero;
        foreach (ConversationEvent e in world.Events)
        {
            audio = e is ReplyAudio piece ? piece.Position : audio;
            Assert.That(e is ReplyVisemes told ? audio - told.Visemes[0].Start : TimeSpan.Zero, Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(150)), "behind the audio");
        }
    }

    [Test]
    public async Task WithoutTheOption_NoShapesAreTold()
    {
        await using World world = new();
        world.Voice.GivesPhonemes = true;
        await AnswerAsync(world);

        Assert.That(world.All<ReplyVisemes>(), Is.Empty);
    }

    [TestCase(8_000)]
    [TestCase(22_050)]
    [TestCase(48_000)]
    public void VoiceOfAnyRate_ShapesHaveTheTimesOfItsAudio(int rateHz)
    {
        // Half a second of silence, and a second of a vowel: harmonics of 120 Hz, the loudest near 700 and 1,100 Hz.
        byte[] audio = AudioConverter.ToPcm16([.. Enumerable.Range(0, rateHz * 3 / 2).Select(i => i < rateHz / 2 ? 0 : Vowel((double)i / rateHz))]);
        SentenceVisemes sentence = new();
        List<Viseme> visemes = [];
        foreach (byte[] piece in audio.Chunk(rateHz / 10 * 2))
        {
            visemes.AddRange(sentence.Take(piece, new AudioFormat(rateHz)));
        }

        visemes.AddRange(sentence.Complete());

        Assert.That(visemes.First(viseme => viseme.Openness > 0.2).Start, Is.EqualTo(TimeSpan.FromSeconds(0.5)).Within(TimeSpan.FromMilliseconds(60)));
        Assert.That(visemes[^1].Start, Is.EqualTo(TimeSpan.FromSeconds(1.5)).Within(TimeSpan.FromMilliseconds(1)));

        static float Vowel(double time) => (float)Enumerable.Range(1, 25).Sum(harmonic =>
            Math.Sin(2 * Math.PI * 120 * harmonic * time) * 0.1 / (1 + (Math.Min(Math.Abs((120 * harmonic) - 700), Math.Abs((120 * harmonic) - 1_100)) / 100)));
    }

    private static async Task AnswerAsync(World world)
    {
        world.Chat.Says = _ => Answer;
        await world.HearAsync(Voices.Sentence);
        TurnEnded ended = await world.TurnAsync(1);
        Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Completed));
    }
}
