namespace Cascade.Dialogue.Tests;

public sealed class TurnTests
{
    [Test]
    public async Task Speech_IsAnsweredOnce()
    {
        await using World world = new();
        world.Recogniser.Hears = _ => "what is the time";
        world.Chat.Says = _ => "It is ten o'clock. Anything else?";

        await world.HearAsync(Voices.Sentence);
        TurnEnded ended = await world.TurnAsync(1);

        Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Completed));
        Assert.That(ended.UserText, Is.EqualTo("what is the time"));
        Assert.That(ended.HeardText, Is.EqualTo("It is ten o'clock. Anything else?"));
        Assert.That(world.Player.Played, Is.EqualTo(world.Player.Received));
        Assert.That(world.All<StateChanged>().Select(e => e.State), Is.EqualTo(new[] { ConversationState.Hearing, ConversationState.Thinking, ConversationState.Speaking, ConversationState.Listening }));
        Assert.That(world.Conversation.History.Select(message => message.Text), Is.EqualTo(new[] { "what is the time", "It is ten o'clock. Anything else?" }));
        Assert.That(world.Events.Select(e => e.GetType()).Where(type => type != typeof(StateChanged) && type != typeof(ReplyAudio)).Distinct(), Is.EqualTo(new[]
        {
            typeof(UserSpeechStarted), typeof(UserSpeechEnded), typeof(TranscriptChanged), typeof(ReplySentence), typeof(ReplyWords), typeof(ReplyGenerated), typeof(TurnEnded),
        }));
    }

    [Test]
    public async Task Question_IsAnsweredSooner_OpenEndLater()
    {
        List<TimeSpan> totals = [];
        foreach (string text in new[] { "what is the time", "my name is anna smith", "tell me about the" })
        {
            await using World world = new();
            world.Recogniser.Hears = _ => text;
            await world.HearAsync(Voices.Sentence);
            totals.Add((await world.TurnAsync(1)).Latency.Total!.Value);
        }

        Assert.That(totals[0], Is.LessThan(TimeSpan.FromMilliseconds(400)));
        Assert.That(totals[1], Is.InRange(TimeSpan.FromMilliseconds(480), TimeSpan.FromMilliseconds(600)));
        Assert.That(totals[2], Is.InRange(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3.1)));
    }

    [Test]
    public async Task SpeechThatResumesBeforeTheAnswerIsHeard_JoinsTheTurn()
    {
        await using World world = new();
        world.Recogniser.Hears = call => call == 0 ? "i would like" : "i would like a table";
        await world.HearAsync([.. Voices.Sentence, .. Voices.Silence(0.4), .. Voices.Sentence]);
        TurnEnded ended = await world.TurnAsync(1);

        Assert.That(ended.UserText, Is.EqualTo("i would like a table"));
        await world.WaitAsync(2);
        Assert.That(world.All<TurnEnded>().Count(), Is.EqualTo(1));
        Assert.That(world.Conversation.History, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task SpeechThatResumesWhileTheModelThinks_JoinsTheTurn()
    {
        await using World world = new();
        world.Recogniser.Hears = call => call == 0 ? "first half" : "second half";
        world.Chat.Fault = Fault.Hangs;
        await world.HearAsync([.. Voices.Sentence, .. Voices.Silence(2.5)]);
        Assert.That(world.Conversation.State, Is.EqualTo(ConversationState.Thinking));
        world.Chat.Fault = Fault.None;

        await world.HearAsync(Voices.Sentence);
        TurnEnded ended = await world.TurnAsync(1);

        Assert.That(ended.UserText, Is.EqualTo("first half second half"));
        Assert.That(world.All<TurnEnded>().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task SeveralTurns_HaveOneAnswerEach()
    {
        await using World world = new();
        world.Recogniser.Hears = call => $"question number {call}";
        for (int turn = 1; turn <= 5; turn++)
        {
            await world.HearAsync(turn % 2 == 0 ? Voices.Sentence : Voices.Other);
            Assert.That((await world.TurnAsync(turn)).Outcome, Is.EqualTo(TurnOutcome.Completed));
        }

        Assert.That(world.Conversation.History, Has.Count.EqualTo(10));
        Assert.That(world.All<TurnEnded>().Select(ended => ended.Turn), Is.EqualTo(new long[] { 1, 2, 3, 4, 5 }));
    }

    [Test]
    public async Task WordsOfTheAnswer_RepeatedAfterItsEnd_AreATurn()
    {
        await using World world = new();
        world.Recogniser.Hears = call => call == 0 ? "when can i come" : "on tuesday at ten";
        world.Chat.Says = _ => "You can come on Tuesday at ten.";
        await world.HearAsync(Voices.Sentence);
        await world.TurnAsync(1);
        await world.WaitAsync(1.2);
        await world.HearAsync(Voices.Other);

        Assert.That((await world.TurnAsync(2)).UserText, Is.EqualTo("on tuesday at ten"));
    }

    [Test]
    public async Task NoWords_AreAnEmptyTurn()
    {
        await using World world = new();
        world.Recogniser.Hears = _ => "";
        await world.HearAsync(Voices.Sentence);

        Assert.That((await world.TurnAsync(1)).Outcome, Is.EqualTo(TurnOutcome.Empty));
        Assert.That(world.All<ConversationFault>().Single().Code, Is.EqualTo("recognitionEmpty"));
        Assert.That(world.Chat.Calls, Is.Zero);
        Assert.That(world.Conversation.State, Is.EqualTo(ConversationState.Listening));
    }

    [Test]
    public async Task Burst_IsNoTurn()
    {
        await using World world = new();
        await world.HearAsync([.. Voices.Silence(0.5), .. Voices.Burst(0.12, 0.5, 1), .. Voices.Silence(2)]);

        Assert.That(world.All<TurnEnded>(), Is.Empty);
        Assert.That(world.Conversation.State, Is.EqualTo(ConversationState.Listening));
    }

    [Test]
    public async Task SayAsync_SpeaksWithoutTheModel()
    {
        await using World world = new();
        await world.Conversation.SayAsync("Welcome to the front desk.");
        TurnEnded ended = await world.TurnAsync(1);

        Assert.That(ended.HeardText, Is.EqualTo("Welcome to the front desk."));
        Assert.That(world.Chat.Calls, Is.Zero);
        Assert.That(world.Conversation.History.Single().Text, Is.EqualTo("Welcome to the front desk."));
    }

    [Test]
    public async Task SendTextAsync_IsAnsweredAndInterrupts()
    {
        await using World world = new();
        world.Chat.Says = call => call == 0 ? string.Join(' ', Enumerable.Repeat("word", 80)) : "Short.";
        await world.Conversation.SendTextAsync("first");
        await world.UntilAsync<ReplyAudio>();
        await world.WaitAsync(1);
        await world.Conversation.SendTextAsync("second");

        Assert.That((await world.TurnAsync(1)).Outcome, Is.EqualTo(TurnOutcome.Interrupted));
        Assert.That((await world.TurnAsync(2)).HeardText, Is.EqualTo("Short."));
    }

    [Test]
    public async Task InterruptAsync_StopsTheAnswer()
    {
        await using World world = new();
        world.Chat.Says = _ => string.Join(' ', Enumerable.Repeat("word", 50));
        await world.Conversation.SendTextAsync("go");
        await world.UntilAsync<ReplyAudio>();
        await world.WaitAsync(1);
        await world.Conversation.InterruptAsync();
        TurnEnded ended = await world.TurnAsync(1);

        Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Interrupted));
        Assert.That(ended.HeardText.Split(' '), Has.Length.InRange(9, 11));
        Assert.That(world.Conversation.State, Is.EqualTo(ConversationState.Listening));
    }

    [Test]
    public async Task PushToTalk_EndsWithTheCommitOnly()
    {
        await using World world = new(new ConversationOptions { TurnTaking = TurnTaking.Manual });
        await world.HearAsync([.. Voices.Sentence, .. Voices.Silence(4)]);
        Assert.That(world.Recogniser.Calls, Is.Zero);

        await world.Conversation.CommitTurnAsync();
        Assert.That((await world.TurnAsync(1)).Outcome, Is.EqualTo(TurnOutcome.Completed));

        await world.HearAsync(Voices.Other);
        await world.Conversation.DiscardTurnAsync();
        await world.WaitAsync(1);
        Assert.That(world.All<TurnEnded>().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Complete_AnswersTheLastTurnAndEndsTheEvents()
    {
        await using World world = new();
        await world.HearAsync(Voices.Sentence);
        world.Conversation.Complete();
        Assert.That((await world.TurnAsync(1)).Outcome, Is.EqualTo(TurnOutcome.Completed));
        await world.SettleAsync();

        Assert.That(world.Conversation.State, Is.EqualTo(ConversationState.Closed));
    }

    [Test]
    public async Task NoAudio_EndsTheTurn()
    {
        await using World world = new();
        await world.HearAsync(Voices.Sentence);
        for (int i = 0; i < 100 && !world.All<ReplyAudio>().Any(); i++)
        {
            world.Time.Advance(TimeSpan.FromMilliseconds(50));
            await world.SettleAsync();
        }

        Assert.That(world.All<ReplyAudio>(), Is.Not.Empty);
    }
}
