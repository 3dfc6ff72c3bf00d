using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Cascade.Benchmarks.Talk;

/// <summary>Makes a share of the calls fail: throw at once, after a token, hang, or give nothing.</summary>
internal sealed class FaultyChatClient(IChatClient inner, double share, int seed) : DelegatingChatClient(inner)
{
    private readonly Random _random = new(seed);
    private int _faults;

    public int Faults => _faults;

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int kind;
        lock (_random)
        {
            kind = _random.NextDouble() < share ? _random.Next(4) : -1;
        }

        if (kind >= 0)
        {
            Interlocked.Increment(ref _faults);
        }

        switch (kind)
        {
            case 0:
                throw new InvalidDataException("made to fail");
            case 1:
                yield break;
            case 2:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
        }

        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            yield return update;
            if (kind == 3)
            {
                throw new InvalidDataException("made to fail in its middle");
            }
        }
    }
}
