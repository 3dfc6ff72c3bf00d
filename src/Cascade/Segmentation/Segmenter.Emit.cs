using Cascade.Inference;

namespace Cascade.Segmentation;

internal sealed partial class Segmenter
{
    // What becomes of the frame itself: a result at once outside speech, a part of the open segment inside.
    private void Hold(long start, float probability, Queue<CascadeResult> results)
    {
        if (_state != State.Open)
        {
            EmitFrame(start, probability, results);
            return;
        }

        _open.AddFrame(probability);
        if (Emits(ResultKinds.SpeechProgress))
        {
            results.Enqueue(new SpeechProgress
            {
                StartSample = start,
                EndSample = Position,
                Probability = probability,
                SegmentStartSample = _open.Start,
                Audio = _audio.Copy(start, Position),
            });
        }
    }

    private void EmitStarted(long start, Queue<CascadeResult> results)
    {
        if (Emits(ResultKinds.SpeechStarted))
        {
            results.Enqueue(new SpeechStarted { StartSample = start, EndSample = Position, Onset = _onset });
        }
    }

    private void EmitEnded(SpeechEvent offset, long start, Queue<CascadeResult> results)
    {
        if (Emits(ResultKinds.SpeechEnded))
        {
            results.Enqueue(new SpeechEnded { StartSample = start, EndSample = Position, Offset = offset });
        }
    }

    private void EmitDiscarded(long speechEnd, SpeechEvent? offset, Queue<CascadeResult> results)
    {
        Counters.Discarded++;
        Counters.DiscardedSamples += speechEnd - _open.SpeechStart;
        if (Emits(ResultKinds.SpeechDiscarded))
        {
            results.Enqueue(new SpeechDiscarded { StartSample = _open.SpeechStart, EndSample = speechEnd, Onset = _onset, Offset = offset });
        }
    }

    private void EmitSegment(long end, SegmentEnd endedBy, SpeechEvent? offset, Queue<CascadeResult> results)
    {
        _lastEnd = end;
        Counters.Segments++;
        Counters.SpeechSamples += end - _open.Start;
        Counters.LastEndedBy = endedBy;
        if (Emits(ResultKinds.Segments))
        {
            results.Enqueue(new SpeechSegment
            {
                StartSample = _open.Start,
                EndSample = end,
                Audio = _audio.Copy(_open.Start, end),
                EndedBy = endedBy,
                Continues = _open.Continues,
                Onset = _onset,
                Offset = offset,
                SpeechStartSample = _open.SpeechStart,
                Probabilities = _open.ProbabilitiesBefore(end),
            });
        }
    }

    // The held frames that have samples between two positions, of which no segment has any.
    private void EmitFrames(long from, long to, Queue<CascadeResult> results)
    {
        if (from >= to || !Emits(ResultKinds.Frames))
        {
            return;
        }

        foreach ((long start, float probability) in _open.FramesFrom(from))
        {
            if (start < to)
            {
                EmitFrame(start, probability, results);
            }
        }
    }

    private void EmitFrame(long start, float probability, Queue<CascadeResult> results)
    {
        if (Emits(ResultKinds.Frames))
        {
            long end = start + SileroNetwork.FrameSamples;
            results.Enqueue(new AudioFrame { StartSample = start, EndSample = end, Probability = probability, Audio = _audio.Copy(start, end) });
        }
    }
}
