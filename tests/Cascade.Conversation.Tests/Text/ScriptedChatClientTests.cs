using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Cascade.Dialogue.Tests;

public sealed class ScriptedChatClientTests
{
    [Test]
    public async Task FirstRuleThatMatches_Answers()
    {
        using ScriptedChatClient client = new([new() { Hears = "what time", Says = "Ten." }, new() { Hears = "time", Says = "Later." }, new() { Says = "You said {text}, turn {turn}." }]);

        Assert.That((await client.GetResponseAsync("WHAT is the TIME?")).Text, Is.EqualTo("Ten."));
        Assert.That((await client.GetResponseAsync("time")).Text, Is.EqualTo("Later."));
        Assert.That((await client.GetResponseAsync([new(ChatRole.User, "a"), new(ChatRole.Assistant, "b"), new(ChatRole.User, "hello")])).Text, Is.EqualTo("You said hello, turn 2."));
    }

    [Test]
    public async Task NoRuleThatMatches_AnswersNothing()
    {
        using ScriptedChatClient client = new([new() { Hears = "x", Says = "y" }]);

        Assert.That(await client.GetStreamingResponseAsync("hello").ToListAsync(), Is.Empty);
    }

    [Test]
    public async Task Tokens_AreWordsAndTogetherTheAnswer()
    {
        using ScriptedChatClient client = new("One two,  three.\nFour.");

        List<ChatResponseUpdate> tokens = await client.GetStreamingResponseAsync("x").ToListAsync();

        Assert.That(tokens, Has.Count.EqualTo(4));
        Assert.That(string.Concat(tokens.Select(token => token.Text)), Is.EqualTo("One two,  three.\nFour."));
    }

    [Test]
    public async Task Delays_PassByTheProvidersTime()
    {
        FakeTimeProvider time = new();
        using ScriptedChatClient client = new([new() { Says = "a b", Delay = TimeSpan.FromSeconds(2), TokenDelay = TimeSpan.FromSeconds(1) }], time);
        await using IAsyncEnumerator<ChatResponseUpdate> tokens = client.GetStreamingResponseAsync("x").GetAsyncEnumerator();

        ValueTask<bool> first = tokens.MoveNextAsync();
        Assert.That(first.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await first, Is.True);
        ValueTask<bool> second = tokens.MoveNextAsync();
        Assert.That(second.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await second, Is.True);
    }

    [Test]
    public void Cancellation_EndsADelay()
    {
        using CancellationTokenSource stop = new();
        using ScriptedChatClient client = new([new() { Says = "a", Delay = TimeSpan.FromHours(1) }]);
        Task<ChatResponse> answer = client.GetResponseAsync("x", cancellationToken: stop.Token);
        stop.Cancel();

        Assert.That(async () => await answer, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void NoRules_AreRefused()
    {
        Assert.That(() => new ScriptedChatClient([]), Throws.ArgumentException);
        Assert.That(() => new ScriptedChatClient([new ScriptedRule { Says = "a", Delay = TimeSpan.FromSeconds(-1) }]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
