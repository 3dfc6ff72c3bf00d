using Microsoft.Extensions.AI;

namespace Cascade.Dialogue.Tests;

public sealed class OptionTests
{
    [Test]
    public async Task SpeakerWithLongPauses_IsGivenMoreTime([Values] bool adapts)
    {
        await using World world = new(new ConversationOptions { AdaptEndpoint = adapts, TurnDetector = null });
        world.Chat.Fault = Fault.Hangs;
        await world.HearAsync([.. Voices.Sentence, .. Voices.Silence(1.2)]);
        world.Chat.Fault = Fault.None;
        await world.HearAsync(Voices.Sentence); // resumes while the model thinks
        TurnEnded ended = await world.TurnAsync(1);

        double seconds = ended.Latency.Endpoint!.Value.TotalSeconds;
        Assert.That(seconds, adapts ? Is.InRange(1.3, 1.8) : Is.InRange(0.5, 0.6), "1.2 times the pause, or the option's 500 ms");
    }

    [Test]
    public async Task Reducer_ShortensTheModelsViewAndNotTheHistory()
    {
        await using World world = new(new ConversationOptions { Reducer = new LastTwo() });
        for (int turn = 1; turn <= 3; turn++)
        {
            await world.Conversation.SendTextAsync($"message {turn}");
            await world.TurnAsync(turn);
        }

        Assert.That(world.Chat.Asked[^1].Select(message => message.Text), Is.EqualTo(new[] { "This is answer number 2.", "message 3" }));
        Assert.That(world.Conversation.History, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task ReducerThatThrows_IsAFaultOfTheModelStage()
    {
        await using World world = new(new ConversationOptions { Reducer = new LastTwo { Throws = true } });
        await world.Conversation.SendTextAsync("hello");

        Assert.That((await world.TurnAsync(1)).Outcome, Is.EqualTo(TurnOutcome.Failed));
        Assert.That(world.All<ConversationFault>().Single().Code, Is.EqualTo("modelFailed"));
    }

    [Test]
    public async Task UpdateAsync_HoldsFromTheNextTurn()
    {
        await using World world = new();
        await world.Conversation.SendTextAsync("hello");
        await world.TurnAsync(1);
        await world.Conversation.UpdateAsync(world.Options with { Instructions = "Answer in French." });
        await world.Conversation.SendTextAsync("hello");
        await world.TurnAsync(2);

        Assert.That(world.Chat.Asked.Select(messages => messages[0].Text), Is.EqualTo(new[] { "hello", "Answer in French." }));
    }

    [Test]
    public async Task UpdateAsync_OfWhatCannotChangeOrIsIllegal_ChangesNothing()
    {
        await using World world = new();
        Assert.That(async () => await world.Conversation.UpdateAsync(world.Options with { Instructions = "New.", InputTimeout = TimeSpan.FromSeconds(2) }), Throws.ArgumentException.With.Message.Contains("InputTimeout"));
        Assert.That(async () => await world.Conversation.UpdateAsync(world.Options with { Instructions = "New.", MaximumToolCalls = -1 }), Throws.InstanceOf<ArgumentException>().With.Message.Contains("MaximumToolCalls"));
        await world.Conversation.SendTextAsync("hello");
        await world.TurnAsync(1);

        Assert.That(world.Chat.Asked.Single().Single().Text, Is.EqualTo("hello"));
    }

    [Test]
    public async Task RespondAsync_AnswersTheHistoryWhenTheHostSaysSo()
    {
        await using World world = new(new ConversationOptions { RepliesAutomatically = false });
        world.Recogniser.Hears = _ => "what is the time";
        await world.HearAsync(Voices.Sentence);
        Assert.That((await world.TurnAsync(1)).Outcome, Is.EqualTo(TurnOutcome.Completed));
        await world.Conversation.AddMessageAsync(new ChatMessage(ChatRole.User, "by the way, in Vienna"));
        await world.WaitAsync(1);
        Assert.That(world.Chat.Calls, Is.Zero);

        await world.Conversation.RespondAsync();
        Assert.That((await world.TurnAsync(2)).HeardText, Is.EqualTo("This is answer number 1."));
        Assert.That(world.Chat.Asked.Single().Select(message => message.Text), Is.EqualTo(new[] { "what is the time", "by the way, in Vienna" }));
        Assert.That(world.Conversation.History, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task PushToTalk_LongerThanTheMaximum_IsRecognisedInPartsAndAnsweredOnce([Values(0.0, 1.0)] double pause)
    {
        await using World world = new(new ConversationOptions { TurnTaking = TurnTaking.Manual });
        world.Recogniser.Hears = call => $"part {call}";
        byte[] speech = [.. Voices.Conversation, .. Voices.Sentence, .. Voices.Other, .. Voices.Silence(pause), .. Voices.Sentence, .. Voices.Other];
        await world.HearAsync(speech); // 37 s
        Assert.That(world.Recogniser.Calls, Is.EqualTo(1), "the part that is full");

        await world.Conversation.CommitTurnAsync();
        TurnEnded ended = await world.TurnAsync(1);

        Assert.That(ended.UserText, Is.EqualTo("part 0 part 1"));
        Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Completed));
        Assert.That(world.Chat.Calls, Is.EqualTo(1));
        Assert.That(world.Recogniser.Lengths.Sum() / 32_000.0, Is.EqualTo(speech.Length / 32_000.0).Within(0.1), "seconds of audio, none lost and none twice");
    }

    [Test]
    public async Task FaultPhrase_IsSaidOnce_AlsoIfTheVoiceFailsToo([Values] bool isDumb)
    {
        await using World world = new(new ConversationOptions { FaultPhrase = "Sorry, please say that again." });
        world.Recogniser.Fault = Fault.Throws;
        world.Voice.Fault = isDumb ? Fault.Throws : Fault.None;
        await world.HearAsync(Voices.Sentence);
        TurnEnded said = await world.TurnAsync(2);
        await world.WaitAsync(3);

        Assert.That(said.HeardText, Is.EqualTo(isDumb ? "" : "Sorry, please say that again."));
        Assert.That(world.All<TurnEnded>().Select(ended => ended.Outcome), Is.EqualTo(new[] { TurnOutcome.Failed, isDumb ? TurnOutcome.Failed : TurnOutcome.Completed }));
        Assert.That(world.Chat.Calls, Is.Zero);
    }

    [Test]
    public async Task TurnDetectorThatMisbehaves_CostsNoTurn([Values(Fault.Throws, Fault.HangsDeaf, Fault.GivesNothing)] object faultOfTest)
    {
        Fault fault = (Fault)faultOfTest;
        using MisbehavingDetector detector = new(fault);
        await using World world = new(new ConversationOptions { TurnDetector = detector });
        detector.Misbehaviour.Work = world.Conversation.Work;
        await world.HearAsync(Voices.Sentence);
        TurnEnded ended = await world.TurnAsync(1);

        Assert.That(ended.Outcome, Is.EqualTo(TurnOutcome.Completed));
        Assert.That(ended.Latency.Endpoint!.Value.TotalSeconds, Is.InRange(0.45, 0.65), "the usual silence");
        Assert.That(world.All<ConversationFault>().Select(told => told.Code), Is.EqualTo(fault switch { Fault.Throws => ["turnDetectionFailed"], Fault.HangsDeaf => ["turnDetectionTimeout"], _ => Array.Empty<string>() }));
    }

    private sealed class LastTwo : IChatReducer
    {
        public bool Throws { get; init; }

        public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken) =>
            Throws ? throw new InvalidDataException("the reducer failed") : Task.FromResult(messages.TakeLast(2));
    }

    private sealed class MisbehavingDetector(Fault fault) : ITurnDetector, IDisposable
    {
        public Misbehaviour Misbehaviour { get; } = new();

        public async ValueTask<float> PredictEndAsync(TurnEvidence evidence, CancellationToken cancellationToken)
        {
            await Misbehaviour.BeforeAsync(fault, cancellationToken);
            return float.NaN;
        }

        public void Dispose() => Misbehaviour.Dispose();
    }
}
