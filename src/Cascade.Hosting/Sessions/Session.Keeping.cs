using System.Diagnostics.CodeAnalysis;
using Cascade.Hosting.Nodes;

namespace Cascade.Hosting.Sessions;

/// <content>Kept between two frames. Audio may be forgotten by the client when the events that came of the audio are kept.</content>
internal sealed partial class Session
{
    // Speech that is open with its audio is written less often, because it is written whole: within the burst that a client may send at once.
    private static readonly TimeSpan IntervalInSpeech = TimeSpan.FromSeconds(20);

    private long _captured; // samples, by the last write
    private bool _isFreed;

    /// <summary>Gets how many samples the client may forget.</summary>
    public long Forgettable => Keeper is null ? Received : KeptReceived;

    /// <summary>Goes on where another node has kept the session. This one is new.</summary>
    /// <exception cref="SnapshotException">The options or the engine of this node do not fit.</exception>
    public void Restore(KeptSession kept, KeptStream state, StreamSnapshot snapshot)
    {
        _stream = _streams.Restore(snapshot, _options, Take);
        (_received, _captured) = (kept.Received, kept.Received);
        (_segments, _isSpeaking) = (state.Segments, state.IsSpeaking);
        RestoreEvents(kept);
        Final = state.IsStopped ? Ending.Stopped : null;
    }

    // With the work held.
    private void KeepInTime()
    {
        TimeSpan interval = _isSpeaking && Settings.Processor.Audio != ResultAudio.None ? IntervalInSpeech : KeepInterval;
        if (Received - _captured >= interval.TotalSeconds * Format.SampleRateHz)
        {
            _captured = Received;
            Keeper!.KeepAsync();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "nobody awaits the writer: the fault ends this session")]
    protected override async ValueTask<KeptSession?> CaptureAsync()
    {
        await TakeWorkAsync().ConfigureAwait(false);
        try
        {
            return _hasFailed || _isFreed ? null : Capture();
        }
        catch (Exception e)
        {
            Fail(e);
            return null;
        }
        finally
        {
            LeaveWork();
        }
    }

    protected override void OnKept() => _owesReceived = true;

    private KeptSession Capture()
    {
        _stream ??= _streams.Create(_options, Take);
        KeptSession? kept = null;
        KeptStream? state = null;
        byte[] stream = _stream.Save(() =>
        {
            state = new KeptStream(Settings.ProbabilityRate, Settings.SegmentAudio, Settings.AudioPath, _segments, _isSpeaking, Final is not null, []);
            kept = Events.Capture(Client, Received);
        });
        _captured = Received;
        return kept! with { State = (state! with { Stream = stream }).ToBytes() };
    }
}
