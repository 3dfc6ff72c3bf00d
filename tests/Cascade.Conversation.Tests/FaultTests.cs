namespace Cascade.Dialogue.Tests;

public sealed class FaultTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(31);

    private static IEnumerable<TestCaseData> Faults()
    {
        foreach (ConversationStage stage in new[] { ConversationStage.Recognition, ConversationStage.Model, ConversationStage.Synthesis })
        {
            foreach (Fault fault in new[] { Fault.Hangs, Fault.HangsDeaf, Fault.BlocksThread, Fault.Throws, Fault.GivesNothing, Fault.EndsSilently })
            {
                yield return new TestCaseData(stage, fault);
            }
        }
    }

    [TestCaseSource(nameof(Faults))]
    public async Task StageThatMisbehaves_IsOneFaultAndTheNextTurnIsRight(object stageOfTest, object faultOfTest)
    {
        ConversationStage stage = (ConversationStage)stageOfTest;
        Fault fault = (Fault)faultOfTest;
        await using World world = new();
        Misbehave(world, stage, fault);
        await world.HearAsync(Voices.Sentence);
        TurnEnded ended = await world.UntilAsync<TurnEnded>(limitSeconds: 40);

        bool isEmpty = stage == ConversationStage.Recognition && fault == Fault.GivesNothing;
        Assert.That(ended.Outcome, Is.EqualTo(isEmpty ? TurnOutcome.Empty : TurnOutcome.Failed));
        ConversationFault told = world.All<ConversationFault>().Single();
        Assert.That(told.Stage, Is.EqualTo(stage));
        Assert.That(told.Code, Is.EqualTo(StageContext.Name(stage) + (fault is Fault.Throws ? "Failed" : fault is Fault.GivesNothing ? "Empty" : "Timeout")));
        Assert.That(ended.Time, Is.LessThan(Bound));
        Assert.That(world.Conversation.State, Is.EqualTo(ConversationState.Listening));

        Misbehave(world, stage, Fault.None);
        await world.HearAsync(Voices.Other);
        Assert.That((await world.TurnAsync(2)).Outcome, Is.EqualTo(TurnOutcome.Completed));
        Assert.That(world.All<TurnEnded>().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task StageThatThrowsAtItsEnd_AfterAudio_PlaysWhatThereIs([Values(ConversationStage.Model, ConversationStage.Synthesis)] ConversationStage stage)
    {
        await using World world = new();
        Misbehave(world, stage, Fault.ThrowsLate);
        await world.HearAsync(Voices.Sentence);
        TurnEnded ended = await world.TurnAsync(1);

        Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Failed));
        Assert.That(world.All<ConversationFault>().Count(), Is.EqualTo(1));
        Assert.That(world.Player.Played, Is.EqualTo(world.Player.Received));
    }

    [Test]
    public async Task ClientThatCannotStream_IsAskedForTheWhole()
    {
        await using World world = new();
        world.Recogniser.Fault = Fault.CannotStream;
        world.Voice.Fault = Fault.CannotStream;
        await world.HearAsync(Voices.Sentence);

        Assert.That((await world.TurnAsync(1)).Outcome, Is.EqualTo(TurnOutcome.Completed));
        Assert.That(world.All<ConversationFault>(), Is.Empty);
    }

    [Test]
    public async Task AnswerInOnePiece_IsSpokenSentenceBySentenceWithinTheBounds()
    {
        await using World world = new(new ConversationOptions { AudioAhead = TimeSpan.FromSeconds(2) });
        world.Chat.Fault = Fault.GivesAllAtOnce;
        world.Chat.Says = _ => string.Join(' ', Enumerable.Repeat("This is a sentence of eight words here.", 40));
        await world.HearAsync(Voices.Sentence);
        await world.UntilAsync<ReplyAudio>();
        int most = 0;
        while (!world.All<TurnEnded>().Any())
        {
            await world.WaitAsync(0.1);
            most = Math.Max(most, world.Player.Received - world.Player.Played);
        }

        Assert.That(most, Is.LessThanOrEqualTo((int)(2.1 * FakeVoice.RateHz)));
        Assert.That(world.Player.Received, Is.EqualTo(40 * 8 * FakeVoice.RateHz / 10));
    }

    [Test]
    public async Task FormatThatCannotBeUsed_IsNamed()
    {
        await using World world = new();
        world.Voice.MediaType = "audio/mpeg";
        await world.HearAsync(Voices.Sentence);
        await world.TurnAsync(1);

        Assert.That(world.All<ConversationFault>().Single().Exception, Is.InstanceOf<AudioFormatException>().With.Property(nameof(AudioFormatException.Found)).EqualTo("audio/mpeg"));
    }

    [Test]
    public async Task PlayerThatStopsReporting_IsTakenAsHavingPlayed()
    {
        await using World world = new();
        await world.HearAsync(Voices.Sentence);
        await world.UntilAsync<ReplyAudio>();
        world.Reports = false;

        Assert.That((await world.TurnAsync(1)).Outcome, Is.EqualTo(TurnOutcome.Completed));
    }

    [Test]
    public async Task Watchdog_EndsATurnWithoutProgress()
    {
        TimeSpan never = TimeSpan.FromHours(1);
        await using World world = new(new ConversationOptions { Timeouts = new ConversationTimeouts { FirstToken = never, Model = never } });
        world.Chat.Fault = Fault.HangsDeaf;
        await world.HearAsync(Voices.Sentence);
        TurnEnded ended = await world.TurnAsync(1);

        Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Failed));
        Assert.That(world.All<ConversationFault>().Single().Code, Is.EqualTo("turnTimeout"));
    }

    [Test]
    public async Task TooMuchAudio_IsRefusedAndNothingOfItAccepted()
    {
        await using World world = new(new ConversationOptions { MaximumBacklog = TimeSpan.FromSeconds(1) });
        Assert.That(() => world.Conversation.Push(new byte[32_002]), Throws.InvalidOperationException.With.Message.Contains("32002 bytes were not accepted"));
        world.Conversation.Push(new byte[32_000]);
    }

    [Test]
    public async Task Disposal_InTheMiddleOfATurn_EndsItAndTheEvents([Values] bool hangs)
    {
        World world = new();
        world.Chat.Fault = hangs ? Fault.BlocksThread : Fault.None;
        world.Chat.Says = _ => string.Join(' ', Enumerable.Repeat("word", 50));
        await world.HearAsync([.. Voices.Sentence, .. Voices.Silence(1)]);
        await world.DisposeAsync();

        Assert.That(world.All<TurnEnded>().Single().Outcome, Is.EqualTo(TurnOutcome.Superseded));
        Assert.That(world.Events[^1], Is.EqualTo(new StateChanged(ConversationState.Closed) { Time = world.Events[^1].Time }));
    }

    private static void Misbehave(World world, ConversationStage stage, Fault fault)
    {
        switch (stage)
        {
            case ConversationStage.Recognition:
                world.Recogniser.Fault = fault;
                break;
            case ConversationStage.Model:
                world.Chat.Fault = fault;
                break;
            default:
                world.Voice.Fault = fault;
                break;
        }
    }
}
