using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Clients;

/// <summary>Counts the tokens that the model reports, for the usage of responses. It is never disposed: sessions share the inner client.</summary>
internal sealed class CountingChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    private readonly object _lock = new();
    private UsageDetails _usage = new();

    /// <summary>Gets what has been counted since the last call.</summary>
    public UsageDetails Take()
    {
        lock (_lock)
        {
            UsageDetails taken = _usage;
            _usage = new UsageDetails();
            return taken;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            foreach (UsageContent usage in update.Contents.OfType<UsageContent>())
            {
                lock (_lock)
                {
                    _usage.Add(usage.Details);
                }
            }

            yield return update;
        }
    }
}
