using System.Diagnostics;
using Cascade.Inference;

namespace Cascade.Segmentation;

/// <summary>
/// Frames and their probabilities in, results out. Pure and synchronous. Every sample comes out in a segment or in a frame: what was held back while speech was open
/// and lies in no segment follows as frames.
/// </summary>
internal sealed partial class Segmenter
{
    private readonly SegmentAudio _audio;
    private readonly SpeechDetector _detector;
    private readonly ResultOrigin? _origin;
    private readonly OpenSegment _open = new();
    private SegmentationSettings _settings;
    private ResultKinds _kinds;
    private State _state;
    private SpeechEvent _onset;
    private readonly long _firstSample;
    private long _heard; // frames of the open speech that were no silence, in samples
    private bool _isConfirmed;
    private long _lastEnd;
    private long _keptFrom; // where the audio begins that a pre-roll may reach back to

    /// <summary>Makes a segmenter.</summary>
    /// <param name="settings">Thresholds and durations.</param>
    /// <param name="kinds">The results to emit.</param>
    /// <param name="audio">Where the audio of results is kept.</param>
    /// <param name="options">Where the clock begins, and which stream the results are from.</param>
    public Segmenter(SegmentationSettings settings, ResultKinds kinds, SegmentAudio audio, StreamProcessorOptions options)
    {
        _settings = settings;
        _kinds = kinds;
        _audio = audio;
        _origin = ResultOrigin.Of(options);
        _firstSample = options.StartSample;
        _detector = new SpeechDetector(settings);
        Reset();
    }

    private enum State
    {
        /// <summary>No speech: frames are results at once.</summary>
        Closed,

        /// <summary>Speech: frames are held in the open segment.</summary>
        Open,

        /// <summary>Speech that was cut in a silence which is not over: frames are results at once, and the next frame of speech opens the continuation.</summary>
        Suspended,
    }

    /// <summary>The position after the last sample taken in.</summary>
    public long Position { get; private set; }

    /// <summary>Whether speech has begun that is in no result yet.</summary>
    public bool HasOpenSpeech => _state == State.Open;

    public SegmentCounters Counters { get; } = new();

    private bool Emits(ResultKinds kind) => (_kinds & kind) != 0;

    /// <summary>Takes in a frame.</summary>
    public void Advance(ReadOnlySpan<float> frame, float probability, Queue<CascadeResult> results)
    {
        long start = Position;
        Position += _audio.Append(frame);
        EmitProbability(start, probability, results);
        Transition transition = _detector.Advance(probability, start);
        Enter(transition, start, probability, results);
        Hold(start, probability, results);
        Leave(transition, start, probability, results);
        Counters.Frames++;
        _keptFrom = _state == State.Open ? _open.Start : Math.Max(Math.Max(_keptFrom, _lastEnd), Position - _settings.Pad);
        _audio.DropBefore(_keptFrom);
    }

    /// <summary>Makes other values hold from the next frame on. <see cref="StreamProcessor.Update"/> states their effect on a pre-roll that has been dropped and on speech that is already too long.</summary>
    public void Update(SegmentationSettings settings, ResultKinds kinds)
    {
        _settings = settings;
        _kinds = kinds;
        _detector.Settings = settings;
    }

    /// <summary>
    /// Ends the stream, or a part of it: closes open speech at the last sample, which is that of <paramref name="rest"/>, less than a frame long. Later audio has no pre-roll
    /// from before.
    /// </summary>
    /// <returns>Whether the rest is in a segment; otherwise it is in no result.</returns>
    public bool Flush(ReadOnlySpan<float> rest, SegmentEnd endedBy, Queue<CascadeResult> results)
    {
        Position += _audio.Append(rest);
        bool inSegment = _state == State.Open && Close(Position, Position, endedBy, offset: null, results);
        Begin();
        return inSegment;
    }

    /// <summary>Begins a new stream.</summary>
    public void Reset()
    {
        Position = _firstSample;
        Counters.Reset();
        _audio.PeakCapacity = 0;
        Begin();
    }

    /// <summary>Returns the memory of the audio that is kept. Nothing may follow but a flush or a reset.</summary>
    public void Release() => _audio.Clear(Position);

    /*  state      transition, or condition                -> state      what happens
        Closed     Onset                                      Open       segment begins at the pre-roll
        Open       heard long enough to be confirmed          Open       SpeechStarted
        Open       Resumed                                    Open       the silence becomes a candidate for a cut
        Open       longer than the maximum, a candidate       Open       segment to the silence, continuation from its end
        Open       longer than the maximum, in a silence      Suspended  segment to the silence
        Open       longer than the maximum, otherwise         Open       segment to here, continuation from here
        Open       Offset                                     Closed     segment, or SpeechDiscarded
        Suspended  Resumed                                    Open       continuation begins at the pre-roll
        Suspended  Offset                                     Closed     nothing: the segment has been emitted
        any        flush                                      Closed     segment to the last sample if Open                       */
    private void Enter(Transition transition, long start, float probability, Queue<CascadeResult> results)
    {
        switch (_state, transition)
        {
            case (State.Closed, Transition.Onset):
                _onset = new SpeechEvent(Counters.Frames, Math.Max(_firstSample, start - _settings.Pad), probability);
                (_heard, _isConfirmed) = (0, false);
                Open(start, continues: false);
                break;
            case (State.Suspended, Transition.Resumed):
                Open(start, continues: true);
                break;
            case (State.Open, Transition.Resumed) when start - _detector.SilenceStart > _settings.MinimumSilenceAtMaximum:
                _open.AddPause(_detector.SilenceStart, start);
                break;
            case (State.Closed, Transition.None):
            case (State.Open, Transition.None or Transition.Resumed or Transition.Offset):
            case (State.Suspended, Transition.None or Transition.Offset):
                break;
            default:
                throw new UnreachableException($"{transition} while {_state}");
        }

        // Checked as silero does, with room for both pads and this frame, so that no segment is longer than the maximum.
        if (_state == State.Open && transition != Transition.Offset
            && start - _open.SpeechStart > _settings.MaximumSpeech - SileroNetwork.FrameSamples - (2 * _settings.Pad))
        {
            Cut(start, results);
        }
    }

    private void Begin()
    {
        _state = State.Closed;
        _open.End();
        _detector.Reset();
        _lastEnd = Position;
        _keptFrom = Position;
    }

    private void Open(long start, bool continues)
    {
        _state = State.Open;
        _open.Begin(Math.Max(_keptFrom, start - _settings.Pad), start, continues);
    }

    private void Leave(Transition transition, long start, float probability, Queue<CascadeResult> results)
    {
        if (transition != Transition.Offset)
        {
            return;
        }

        long silenceStart = _detector.SilenceStart;
        SpeechEvent offset = new(Counters.Frames, silenceStart + _settings.Pad, probability);
        EmitEnded(offset, results);
        if (_state == State.Open)
        {
            Close(silenceStart, silenceStart + _settings.Pad, SegmentEnd.Silence, offset, results);
        }

        _state = State.Closed;
    }

    private void Cut(long start, Queue<CascadeResult> results)
    {
        Confirm(results); // what is this long is no burst
        if (_open.ChoosePause(_settings.Cut) is { } pause)
        {
            // Pads meet in the middle of a silence that is too short for both.
            long pad = Math.Min(_settings.Pad, (pause.End - pause.Start) / 2);
            EmitSegment(pause.Start + pad, SegmentEnd.MaximumSpeech, offset: null, results);
            EmitFrames(pause.Start + pad, pause.End - pad, results);
            _open.ContinueFrom(pause.End - pad, pause.End);
        }
        else if (_detector.InHangover)
        {
            long end = Math.Min(_detector.SilenceStart + _settings.Pad, start);
            EmitSegment(end, SegmentEnd.MaximumSpeech, offset: null, results);
            EmitFrames(end, start, results);
            _open.End();
            _state = State.Suspended;
        }
        else
        {
            EmitSegment(start, SegmentEnd.MaximumSpeech, offset: null, results);
            _open.ContinueFrom(start, start);
        }
    }

    // Silero keeps a burst that is longer than the minimum; the last part of longer speech is never a burst.
    private bool Close(long speechEnd, long paddedEnd, SegmentEnd endedBy, SpeechEvent? offset, Queue<CascadeResult> results)
    {
        bool isSegment = _open.Continues || (_isConfirmed && speechEnd - _open.SpeechStart > _settings.MinimumSpeech);
        if (isSegment)
        {
            EmitSegment(Math.Min(paddedEnd, Position), endedBy, offset, results);
        }
        else
        {
            EmitDiscarded(speechEnd, offset, results);
        }

        EmitFrames(_lastEnd, Position, results);
        _open.End();
        return isSegment;
    }
}
