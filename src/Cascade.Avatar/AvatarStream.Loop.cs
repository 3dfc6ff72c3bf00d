using Cascade.Avatar.Diagnostics;
using Cascade.Avatar.Video;

namespace Cascade;

public sealed partial class AvatarStream
{
    // Where two frames are ready, weights are read once for both: 37 ms a frame instead of 42 for a network of full size on one core. More of them would come too late.
    private const int LiveFramesAtOnce = 2;

    private long _replyStart = -1;
    private long _drawn;
    private long _still;
    private long _dropped;
    private bool _isLate;

    /// <summary>Completes when a frame or audio has come after the call. Fails where the stream has.</summary>
    internal async Task NextFrameAsync() => await (await Task.WhenAny(_changed.Task, _running).ConfigureAwait(false)).ConfigureAwait(false);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        try
        {
            await (_options.IsLive ? RunLiveAsync(_stop.Token) : RunFreelyAsync(_stop.Token)).ConfigureAwait(false);
            if (Stats.Frames == 0)
            {
                await WriteFrameAsync(0, _renderer.ReadStill(), _stop.Token).ConfigureAwait(false); // a video without a frame is none
            }

            await _encoder.CompleteAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            AvatarLog.Failed(_logger, fault, Position);
            throw;
        }
        finally
        {
            // On every way out the child ends and the place is free.
            await _encoder.DisposeAsync().ConfigureAwait(false);
            StreamSlots.Return();
            AvatarLog.Closed(_logger, Position, _drawn, _still, _dropped);
        }
    }

    // One frame every 40 ms, of speech or of silence.
    private async Task RunLiveAsync(CancellationToken cancellationToken)
    {
        TimeProvider time = _options.TimeProvider;
        long start = time.GetTimestamp();
        for (long number = 0; !_isComplete || _renderer.Waiting > TimeSpan.Zero; number++)
        {
            TimeSpan due = AvatarClock.ToTime(number) - time.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, time, cancellationToken).ConfigureAwait(false);
            }

            bool isLate = -due > _options.MaximumDelay;
            ReportDelay(isLate, -due);
            long began = time.GetTimestamp();
            AvatarFrame frame = _renderer.TryRead(Math.Min(LiveFramesAtOnce, _renderer.MaximumAtOnce), isLate, out AvatarFrame? spoken) ? spoken : _renderer.ReadStill();
            if (frame.Kind == AvatarFrameKind.Drawn)
            {
                AvatarMeter.Drawn(time.GetElapsedTime(began));
            }

            await WriteFrameAsync(number, frame, cancellationToken).ConfigureAwait(false);
        }
    }

    // A frame as soon as its audio is here.
    private async Task RunFreelyAsync(CancellationToken cancellationToken)
    {
        for (long number = 0; ;)
        {
            Task changed = _changed.Task; // taken before looking, so that nothing is missed in between
            if (_renderer.TryRead(out AvatarFrame? frame))
            {
                await WriteFrameAsync(number++, frame, cancellationToken).ConfigureAwait(false);
            }
            else if (_isComplete)
            {
                return;
            }
            else
            {
                await Task.WhenAny(changed, _encoder.Segments.Completion).WaitAsync(cancellationToken).ConfigureAwait(false);
                if (_encoder.Segments.Completion.IsCompleted)
                {
                    await WriteFrameAsync(number, _renderer.ReadStill(), cancellationToken).ConfigureAwait(false); // throws, and says why it ended
                }
            }
        }
    }

    private async ValueTask WriteFrameAsync(long number, AvatarFrame frame, CancellationToken cancellationToken)
    {
        if (frame.StartsReply)
        {
            Interlocked.Exchange(ref _replyStart, number);
        }

        await _encoder.WriteAsync(number, frame.Picture, frame.Audio, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref frame.Kind == AvatarFrameKind.Drawn ? ref _drawn : ref frame.Kind == AvatarFrameKind.Still ? ref _still : ref _dropped);
        AvatarMeter.Frame(frame.Kind);
        Signal();
    }

    // Once when it begins: a line for each frame would slow it down further.
    private void ReportDelay(bool isLate, TimeSpan delay)
    {
        if (isLate && !_isLate)
        {
            AvatarLog.Dropping(_logger, delay);
        }

        _isLate = isLate;
    }

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
}
