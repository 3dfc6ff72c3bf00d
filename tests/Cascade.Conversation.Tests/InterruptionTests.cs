namespace Cascade.Dialogue.Tests;

public sealed class InterruptionTests
{
    private const int Places = 200;
    private static readonly string[] Numbers = [.. Enumerable.Range(1, 120).Select(i => $"w{i}")];

    private static string LongAnswer { get; } = string.Join(' ', Numbers.Chunk(12).Select(words => string.Join(' ', words) + "."));

    // The words of an echo are those of the answer.
    private static string JustSaid(World world) =>
        world.Player.Position < 6 * world.Voice.WordLength ? "" : string.Join(' ', Enumerable.Range(0, 4).Select(i => Numbers[Math.Max(0, ((int)(world.Player.Position / world.Voice.WordLength) - 5 + i) % Numbers.Length)]));

    private static ConversationOptions Alert { get; } = new() { EchoGuard = TimeSpan.Zero };

    [Test]
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task SpeechAtAnyPlaceOfAnAnswer_StopsItAndTheHistoryHasWhatWasHeard(int part)
    {
        Random random = new(part);
        List<double> delays = [];
        await using World world = new(Alert with { MaximumHistoryMessages = 2 * Places });
        world.Recogniser.Hears = _ => "please tell me something different";
        world.Chat.Says = _ => LongAnswer;
        await world.HearAsync(Voices.Sentence);
        for (int place = 0; place < Places / 4; place++)
        {
            long turn = place + 1;
            await world.UntilAsync<ReplyAudio>(audio => audio.Turn == turn);
            await world.WaitAsync(random.NextDouble() * 8);
            Assert.That(world.Player.IsPlaying, Is.True);
            int before = world.Events.Count;

            await world.HearAsync(place % 2 == 0 ? Voices.Sentence : Voices.Other);

            ReplyStopped stopped = world.All<ReplyStopped>().Last();
            TurnEnded ended = world.All<TurnEnded>().Single(e => e.Turn == turn);
            string heard = string.Concat(LongAnswer.Split(' ').Take((int)(world.Player.Position / world.Voice.WordLength)).Select(word => word + " ")).Trim();
            Assert.That(stopped.Turn, Is.EqualTo(turn));
            Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Interrupted));
            Assert.That(ended.HeardText, Is.EqualTo(heard), $"played {world.Player.Position}");
            Assert.That(world.Conversation.History[^1].Text, Is.EqualTo(heard.Length > 0 ? heard : "please tell me something different"));
            Assert.That(world.Events.Skip(world.Events.IndexOf(stopped)).OfType<ReplyAudio>().Where(audio => audio.Turn == turn), Is.Empty);
            ReplyPaused paused = world.Events.Skip(before).OfType<ReplyPaused>().First();
            UserSpeechStarted onset = world.Events.Skip(before).OfType<UserSpeechStarted>().First();
            delays.Add((paused.Time - onset.Position).TotalMilliseconds); // the clock and the audio go at one pace
        }

        TestContext.Out.WriteLine($"from the onset in the audio to the pause: median {delays.Order().ElementAt(delays.Count / 2)} ms, longest {delays.Max()} ms");
        Assert.That(delays, Has.All.LessThanOrEqualTo(150), "ms from the onset in the audio to the pause");
        TurnEnded last = await world.TurnAsync((Places / 4) + 1);
        Assert.That(last.Outcome, Is.EqualTo(TurnOutcome.Completed));
        Assert.That(last.HeardText, Is.EqualTo(LongAnswer));
        Assert.That(world.All<TurnEnded>().Select(e => e.Turn), Is.EqualTo(Enumerable.Range(1, (Places / 4) + 1).Select(i => (long)i)));
    }

    [TestCase("a cough", "", 0.4)]
    [TestCase("agreement", "uh-huh", 0)]
    [TestCase("agreement of two words", "okay right", 0)]
    public async Task FalseAlarm_GoesOnAtTheSameSample(string name, string heard, double noiseSeconds)
    {
        await using World world = new(Alert);
        world.Recogniser.Hears = call => call == 0 ? "tell me a story" : heard;
        world.Chat.Says = _ => LongAnswer;
        await world.HearAsync(Voices.Other);
        await world.UntilAsync<ReplyAudio>();
        Random random = new(1);
        for (int i = 0; i < 8; i++)
        {
            await world.WaitAsync(0.3 + random.NextDouble());
            await world.HearAsync(noiseSeconds > 0 ? Voices.Burst(noiseSeconds, 0.6, i) : Voices.Short);
        }

        TurnEnded ended = await world.TurnAsync(1, 60);

        Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Completed), name);
        Assert.That(world.Player.Played, Is.EqualTo(world.Player.Received));
        Assert.That(world.All<ReplyPaused>().Count(), Is.EqualTo(world.All<ReplyResumed>().Count()));
        Assert.That(world.All<ReplyPaused>().Zip(world.All<ReplyResumed>()), Has.All.Matches(((ReplyPaused Paused, ReplyResumed Resumed) pair) => pair.Paused.Position == pair.Resumed.Position));
        Assert.That(noiseSeconds > 0 || world.All<ReplyPaused>().Any(), Is.True, "agreement pauses");
        Assert.That(world.Chat.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task EchoForFiveMinutes_IsNoInterruptionAndNoTurn()
    {
        await using World world = new(new ConversationOptions { MaximumReplyLength = 100_000 }) { Echo = 0.1 };
        world.Recogniser.Hears = call => call == 0 ? "tell me a long story" : JustSaid(world);
        world.Voice.Recorded = Voices.Conversation;
        world.Chat.Says = _ => string.Join(' ', Enumerable.Repeat(LongAnswer, 25)); // 300 s
        await world.HearAsync(Voices.Other);
        TurnEnded ended = await world.TurnAsync(1, 400);
        await world.WaitAsync(5);

        Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Completed));
        Assert.That(world.Player.Position, Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(world.Player.Played, Is.EqualTo(world.Player.Received));
        Assert.That(world.All<UserSpeechStarted>().Count(), Is.GreaterThan(20), "the echo must be loud enough to be heard at all");
        Assert.That(world.All<TurnEnded>().Where(e => e.ReplyText.Length > 0).Count(), Is.EqualTo(1), "no answer to itself");
        Assert.That(world.All<ReplyPaused>(), Is.Empty);
        TestContext.Out.WriteLine($"{world.All<UserSpeechStarted>().Count()} onsets of echo, {world.All<ReplyPaused>().Count()} pauses");
    }

    [Test]
    public async Task EchoOfRealSpeech_WhichTheDetectorHears_DoesNotPauseTheAnswer()
    {
        await using World world = new(Alert) { Echo = 0.1 };
        world.Recogniser.Hears = call => call == 0 ? "tell me something" : JustSaid(world);
        world.Voice.Recorded = [.. Voices.Sentence, .. Voices.Other];
        await world.HearAsync(Voices.Other);
        TurnEnded ended = await world.TurnAsync(1);
        await world.WaitAsync(5);

        Assert.That(world.All<UserSpeechStarted>().Count(), Is.GreaterThan(1), "the echo must be loud enough to be heard at all");
        Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Completed));
        Assert.That(world.All<ReplyPaused>().Zip(world.All<ReplyResumed>()), Has.All.Matches(((ReplyPaused Paused, ReplyResumed Resumed) pair) => pair.Paused.Position == pair.Resumed.Position));
        Assert.That(world.All<TurnEnded>().Where(e => e.ReplyText.Length > 0).Count(), Is.EqualTo(1), "no answer to itself");
    }

    [Test]
    public async Task SpeechOverTheEcho_PausesTheAnswer()
    {
        Random random = new(5);
        await using World world = new() { Echo = 0.1 };
        world.Recogniser.Hears = _ => "please tell me something different";
        world.Voice.Recorded = Voices.Conversation;
        world.Chat.Says = _ => LongAnswer;
        List<double> delays = [];
        await world.HearAsync(Voices.Sentence);
        for (long turn = 1; turn <= 12; turn++)
        {
            await world.UntilAsync<ReplyAudio>(audio => audio.Turn == turn);
            int pauses = world.All<ReplyPaused>().Count();
            await world.WaitAsync(4 + (random.NextDouble() * 4));
            Assert.That(world.All<ReplyPaused>().Count(), Is.EqualTo(pauses), "no pause for the echo itself");
            TimeSpan began = world.Now;
            int before = world.Events.Count;
            await world.HearAsync(Voices.Other);
            TimeSpan paused = world.Events.Skip(before).OfType<ReplyPaused>().First().Time;
            delays.Add((paused - began).TotalMilliseconds);
            await world.TurnAsync(turn);
        }

        Assert.That(delays, Has.All.LessThanOrEqualTo(150), "ms from the beginning of the speech to the pause");
    }

    [Test]
    public async Task InterruptionTurnedOff_DropsSpeechDuringAnAnswer()
    {
        await using World world = new(Alert with { InterruptsSpeaking = false });
        world.Chat.Says = _ => LongAnswer;
        await world.HearAsync(Voices.Other);
        await world.UntilAsync<ReplyAudio>();
        await world.HearAsync(Voices.Sentence);
        TurnEnded ended = await world.TurnAsync(1);
        await world.WaitAsync(3);

        Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Completed));
        Assert.That(world.All<TurnEnded>().Count(), Is.EqualTo(1));
        Assert.That(world.All<ReplyPaused>(), Is.Empty);
    }

    [Test]
    public async Task MinimumWords_DecideBeforeLength()
    {
        await using World world = new(Alert with { MinimumInterruptionWords = 3 });
        world.Recogniser.Hears = call => call == 0 ? "tell me a story" : call < 4 ? "wait now" : "wait now please stop";
        world.Chat.Says = _ => LongAnswer;
        await world.HearAsync(Voices.Other);
        await world.UntilAsync<ReplyAudio>();
        await world.HearAsync([.. Voices.Short, .. Voices.Silence(1)]);
        Assert.That(world.All<ReplyResumed>(), Is.Not.Empty);
        Assert.That(world.All<TurnEnded>(), Is.Empty);

        world.Recogniser.Hears = _ => "wait now please stop";
        await world.HearAsync(Voices.Sentence);
        Assert.That((await world.TurnAsync(1)).Outcome, Is.EqualTo(TurnOutcome.Interrupted));
    }

    [Test]
    public async Task FirstAnswer_IsGuardedAgainstLengthButNotAgainstWords()
    {
        await using World world = new();
        world.Recogniser.Hears = call => call == 0 ? "tell me a story" : "no wait stop that";
        world.Chat.Says = _ => LongAnswer;
        await world.HearAsync(Voices.Other);
        await world.UntilAsync<ReplyAudio>();
        await world.HearAsync(Voices.Sentence[..(2 * 16_000 * 2)]);
        Assert.That(world.All<ReplyPaused>(), Is.Empty);
        await world.HearAsync(Voices.Silence(0.4));

        Assert.That((await world.TurnAsync(1)).Outcome, Is.EqualTo(TurnOutcome.Interrupted));
    }

    [Test]
    public async Task LateReport_CorrectsTheHistory()
    {
        await using World world = new(Alert) { Reports = false };
        world.Chat.Says = _ => LongAnswer;
        await world.HearAsync(Voices.Other);
        await world.UntilAsync<ReplyAudio>();
        await world.WaitAsync(2);
        await world.Conversation.InterruptAsync();
        await world.TurnAsync(1);
        await world.Conversation.ReportPlaybackAsync(1, TimeSpan.FromMilliseconds(520));
        await world.SettleAsync();

        Assert.That(world.Conversation.History[^1].Text, Is.EqualTo("w1 w2 w3 w4 w5"));
    }
}
