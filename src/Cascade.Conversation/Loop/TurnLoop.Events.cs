namespace Cascade.Dialogue;

/// <content>The way of events to the reader.</content>
internal sealed partial class TurnLoop
{
    private void Emit(ConversationEvent e, long? turn = null) => _outbox.Add(e with { Turn = turn ?? _turn?.Number ?? 0, Time = _time.GetElapsedTime(_began) });

    private void SetState(ConversationState state)
    {
        if (_state != state)
        {
            ConversationMeter.State(_state, -1);
            ConversationMeter.State(state, 1);
            _state = state;
            Emit(new StateChanged(state));
        }
    }

    private void Fault(ConversationStage stage, string code, string message, Exception? exception)
    {
        ConversationMeter.Fault(stage, code);
        ConversationLog.StageFailed(_logger, _id, _turn?.Number ?? 0, stage, code, exception);
        Emit(new ConversationFault(stage, code, message, exception));
    }

    // A reader that is slow makes the loop wait, the loop the mailbox, the mailbox the feed, and the feed refuses audio.
    private async ValueTask HandOutAsync(CancellationToken stop)
    {
        foreach (ConversationEvent e in _outbox)
        {
            Interlocked.Increment(ref _handedOut);
            if (!_events.Writer.TryWrite(e))
            {
                await _events.Writer.WriteAsync(e, stop).ConfigureAwait(false);
            }
        }

        _outbox.Clear();
    }
}
