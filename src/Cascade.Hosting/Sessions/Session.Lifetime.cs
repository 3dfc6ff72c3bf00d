using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Sessions;

/// <content>Another connection, and the end.</content>
internal sealed partial class Session
{
    /// <summary>Goes on at another connection, behind the last event that the client has seen. Everything received is processed when this returns.</summary>
    /// <exception cref="ProtocolException">The session or audio that the client asks for is gone.</exception>
    public async ValueTask ResumeAsync(ISessionPeer peer, ResumeMessage resume)
    {
        Replace(peer);
        using Workplace work = await EnterAsync(peer, evenStopped: true).ConfigureAwait(false);
        if (!work.IsEntered)
        {
            throw new ProtocolException(ErrorCode.SessionUnknown, "The session has just ended.");
        }

        _partialBytes = 0; // the client sends the whole block again
        _packetBytes = 0;
        await DrainAsync().ConfigureAwait(false);
        if (resume.Acknowledged < 0 || resume.Acknowledged > Received)
        {
            throw new ProtocolException(ErrorCode.CannotResume, $"Samples from {Received} on are needed, and are offered from {resume.Acknowledged} on.");
        }

        if (!Events.TryRewind(peer, resume.Event))
        {
            throw new ProtocolException(ErrorCode.CannotResume, $"Events from {resume.Event + 1} on are not what the server has: its last is {Events.Last}, and acknowledged ones are forgotten.");
        }
    }

    protected override async ValueTask FreeStreamAsync()
    {
        _stall?.Dispose();
        _isFreed = true;
        if (_stream is { } stream)
        {
            _stream = null;
            _isSpeaking = false;
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask DrainAsync()
    {
        if (_stream is { } stream)
        {
            await stream.DrainAsync().ConfigureAwait(false);
        }
    }
}
