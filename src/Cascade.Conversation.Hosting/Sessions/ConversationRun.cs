using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>A conversation at work: its events are handed on, and its commands are sent one after the other.</summary>
internal sealed class ConversationRun : IAsyncDisposable
{
    private readonly Channel<Func<Conversation, ValueTask>> _commands = Channel.CreateUnbounded<Func<Conversation, ValueTask>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _reading;
    private readonly Task _sending;

    /// <param name="conversation">Is disposed with the run.</param>
    /// <param name="options">The settings that it began with.</param>
    /// <param name="take">Takes an event. Must not wait.</param>
    /// <param name="room">Waits until there is room for what events make.</param>
    /// <param name="failed">Is called if the conversation ends by itself, or an event cannot be taken.</param>
    public ConversationRun(Conversation conversation, ConversationOptions options, Action<ConversationEvent> take, Func<CancellationToken, ValueTask> room, Action<Exception> failed)
    {
        Conversation = conversation;
        Options = options;
        _reading = Task.Run(() => ReadAsync(take, room, failed));
        _sending = Task.Run(SendAsync);
    }

    public Conversation Conversation { get; }

    /// <summary>Gets the settings that the conversation began with.</summary>
    public ConversationOptions Options { get; }

    /// <summary>Sends a command behind those that wait. The rate of the client's messages bounds how many there are.</summary>
    public void Send(Func<Conversation, ValueTask> command) => _commands.Writer.TryWrite(command);

    public async ValueTask DisposeAsync()
    {
        _commands.Writer.TryComplete();
        await _ended.CancelAsync().ConfigureAwait(false);
        await Conversation.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
        _ended.Dispose();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "whatever fails, this session ends and the others go on")]
    private async Task ReadAsync(Action<ConversationEvent> take, Func<CancellationToken, ValueTask> room, Action<Exception> failed)
    {
        try
        {
            await foreach (ConversationEvent e in Conversation.ReadAllAsync().ConfigureAwait(false))
            {
                take(e);
                if (!_ended.IsCancellationRequested)
                {
                    await WaitAsync(room).ConfigureAwait(false);
                }
            }

            if (!_ended.IsCancellationRequested)
            {
                failed(new InvalidOperationException("The conversation ended by itself."));
            }
        }
        catch (Exception e)
        {
            failed(e);
        }
    }

    private async ValueTask WaitAsync(Func<CancellationToken, ValueTask> room)
    {
        try
        {
            await room(_ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return; // the last events follow
        }
    }

    private async Task SendAsync()
    {
        await foreach (Func<Conversation, ValueTask> command in _commands.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await command(Conversation).ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                return; // the conversation has ended
            }
        }
    }
}
