using Microsoft.Extensions.AI;

namespace Cascade.Dialogue.Tests;

public sealed class HistoryTests
{
    [Test]
    public async Task Tool_IsCalledOnceAndKeptInTheHistory()
    {
        int calls = 0;
        AIFunction tool = AIFunctionFactory.Create(() => ++calls, "count");
        using IChatClient chat = new ChatClientBuilder(new ToolCaller()).UseFunctionInvocation().Build();
        await using World world = new(new ConversationOptions { Chat = new ChatOptions { Tools = [tool] }, FillerPhrase = "One moment." }, chat);
        await world.HearAsync(Voices.Sentence);
        TurnEnded ended = await world.TurnAsync(1);

        Assert.That(calls, Is.EqualTo(1));
        Assert.That(ended.HeardText, Is.EqualTo("One moment. The tool has answered."));
        Assert.That(world.Conversation.History.Select(message => message.Role), Is.EqualTo(new[] { ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant }));
    }

    [Test]
    public async Task MoreCallsOfToolsThanAllowed_AreAFault()
    {
        using IChatClient chat = new ChatClientBuilder(new ToolCaller()).UseFunctionInvocation().Build();
        await using World world = new(new ConversationOptions { Chat = new ChatOptions { Tools = [AIFunctionFactory.Create(() => 1, "count")] }, MaximumToolCalls = 0 }, chat);
        await world.HearAsync(Voices.Sentence);

        Assert.That((await world.TurnAsync(1)).Outcome, Is.EqualTo(TurnOutcome.Failed));
        Assert.That(world.All<ConversationFault>().Single().Code, Is.EqualTo("toolLimit"));
    }

    [Test]
    public async Task LongHistory_LosesItsOldestMessages()
    {
        await using World world = new(new ConversationOptions { MaximumHistoryMessages = 4, Instructions = "Be brief." });
        for (int turn = 1; turn <= 4; turn++)
        {
            await world.Conversation.SendTextAsync($"message {turn}");
            await world.TurnAsync(turn);
        }

        Assert.That(world.Conversation.History.Select(message => message.Text), Is.EqualTo(new[] { "message 3", "This is answer number 3.", "message 4", "This is answer number 4." }));
        Assert.That(world.Chat.Asked[^1][0].Role, Is.EqualTo(ChatRole.System));
        Assert.That(world.Chat.Asked[^1], Has.Length.EqualTo(1 + 4 + 1));
    }

    private sealed class ToolCaller : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            yield return messages.Any(message => message.Role == ChatRole.Tool)
                ? new ChatResponseUpdate(ChatRole.Assistant, "The tool has answered.")
                : new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("1", "count")]);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
