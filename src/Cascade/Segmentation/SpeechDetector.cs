using System.Diagnostics;
using Cascade.Snapshots;

namespace Cascade.Segmentation;

/// <summary>
/// Hysteresis over probabilities: silero's <c>VADIterator</c>, sample for sample. Speech begins with a frame at or above the threshold and ends when
/// frames below the exit threshold have followed for the minimum silence; frames between the two thresholds neither end it nor interrupt the silence.
/// </summary>
internal sealed class SpeechDetector(SegmentationSettings settings)
{
    private State _state;

    private enum State
    {
        /// <summary>No speech.</summary>
        Silence,

        /// <summary>Speech, the last frames not silent.</summary>
        Speech,

        /// <summary>Speech, in a silence that may end it.</summary>
        Hangover,
    }

    /// <summary>The thresholds and the minimum silence. A silence that is going on is measured against a new minimum by the next silent frame.</summary>
    public SegmentationSettings Settings { get; set; } = settings;

    /// <summary>The first sample of the silence that the detector is in or has just left, while speech is open.</summary>
    public long SilenceStart { get; private set; }

    /// <summary>Whether speech is open and a silence that may end it has begun.</summary>
    public bool InHangover => _state == State.Hangover;

    /// <summary>Gets whether the last frame was speech, or between the thresholds while speech is open.</summary>
    public bool InSpeech => _state == State.Speech;

    /*  state     probability        -> state     transition
        Silence   >= threshold          Speech    Onset
        Silence   other                 Silence   None
        Speech    < exit                Hangover  None, or Silence/Offset at once when no silence is asked for
        Speech    other                 Speech    None
        Hangover  >= threshold          Speech    Resumed
        Hangover  < exit, long enough   Silence   Offset
        Hangover  other                 Hangover  None                                                            */
    public Transition Advance(float probability, long frameStart)
    {
        switch (_state)
        {
            case State.Silence when probability >= Settings.Threshold:
                _state = State.Speech;
                return Transition.Onset;
            case State.Silence:
                return Transition.None;
            case State.Speech when probability < Settings.ExitThreshold:
                SilenceStart = frameStart;
                return EndOrWait(frameStart);
            case State.Speech:
                return Transition.None;
            case State.Hangover when probability >= Settings.Threshold:
                _state = State.Speech;
                return Transition.Resumed;
            case State.Hangover when probability < Settings.ExitThreshold:
                return EndOrWait(frameStart);
            case State.Hangover:
                return Transition.None;
            default:
                throw new UnreachableException();
        }
    }

    public void Reset() => _state = State.Silence;

    public void Save(SnapshotWriter writer)
    {
        writer.Byte((byte)_state);
        writer.Long(SilenceStart);
    }

    /// <summary>Goes on where another detector was saved.</summary>
    /// <param name="reader">Reads the snapshot.</param>
    /// <param name="position">The position of the stream.</param>
    public void Restore(ref SnapshotReader reader, long position)
    {
        byte state = reader.Byte();
        SnapshotReader.Expect(state <= (byte)State.Hangover, "the state of the detector", $"from 0 to {(byte)State.Hangover}", state);
        _state = (State)state;
        SilenceStart = reader.Long("the start of a silence", 0, position);
    }

    // Silero measures from the end of the first silent frame to the end of this one, which is from start to start.
    private Transition EndOrWait(long frameStart)
    {
        bool ended = frameStart - SilenceStart >= Settings.MinimumSilence;
        _state = ended ? State.Silence : State.Hangover;
        return ended ? Transition.Offset : Transition.None;
    }
}
