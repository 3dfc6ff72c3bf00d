using System.Threading.Channels;

namespace Cascade.Dialogue;

/// <summary>The bounded queue of the loop. A message counts as work from before it is written until it has been handled.</summary>
internal sealed class Mailbox(int length, Workload work)
{
    private readonly Channel<Message> _messages = Channel.CreateBounded<Message>(new BoundedChannelOptions(length) { SingleReader = true });

    /// <summary>Gets the messages that wait.</summary>
    public int Count => _messages.Reader.Count;

    /// <exception cref="ChannelClosedException">The conversation has ended.</exception>
    public async ValueTask WriteAsync(Message message, CancellationToken cancellationToken)
    {
        work.Enter();
        try
        {
            await _messages.Writer.WriteAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            work.Leave();
            throw;
        }
    }

    /// <returns>Whether there was room.</returns>
    public bool TryWrite(Message message)
    {
        work.Enter();
        bool isWritten = _messages.Writer.TryWrite(message);
        if (!isWritten)
        {
            work.Leave();
        }

        return isWritten;
    }

    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken) => _messages.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes a message, for which <see cref="Handled"/> is called later.</summary>
    public bool TryRead([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Message? message) => _messages.Reader.TryRead(out message);

    public void Handled() => work.Leave();

    public void Close() => _messages.Writer.TryComplete();
}
