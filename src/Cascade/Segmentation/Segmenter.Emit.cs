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
        _heard += _detector.InHangover ? 0 : SileroNetwork.FrameSamples;
        if (_isConfirmed)
        {
            EmitProgress(start, probability, results);
        }
        else if (_heard >= _settings.StartConfirmation)
        {
            Confirm(results);
        }
    }

    // Tells the start, and the frames since.
    private void Confirm(Queue<CascadeResult> results)
    {
        if (_isConfirmed)
        {
            return;
        }

        _isConfirmed = true;
        if (Emits(ResultKinds.SpeechStarted))
        {
            results.Enqueue(new SpeechStarted { StartSample = _open.Start, EndSample = _open.Start, DetectedAtSample = Position, Onset = _onset, Origin = _origin });
        }

        foreach ((long start, float probability) in _open.FramesFrom(_open.SpeechStart))
        {
            EmitProgress(start, probability, results);
        }
    }

    private void EmitProbability(long start, float probability, Queue<CascadeResult> results)
    {
        if (Emits(ResultKinds.Probabilities))
        {
            results.Enqueue(new FrameProbability { StartSample = start, EndSample = Position, Probability = probability, Origin = _origin });
        }
    }

    private void EmitProgress(long start, float probability, Queue<CascadeResult> results)
    {
        if (Emits(ResultKinds.SpeechProgress))
        {
            long end = start + SileroNetwork.FrameSamples;
            results.Enqueue(new SpeechProgress
            {
                StartSample = start,
                EndSample = end,
                Probability = probability,
                SegmentStartSample = _open.Start,
                Format = _audio.Format,
                Audio = _audio.Copy(start, end),
                Origin = _origin,
            });
        }
    }

    private void EmitEnded(SpeechEvent offset, Queue<CascadeResult> results)
    {
        if (_isConfirmed && Emits(ResultKinds.SpeechEnded))
        {
            long end = Math.Min(offset.Sample, Position);
            results.Enqueue(new SpeechEnded { StartSample = end, EndSample = end, DetectedAtSample = Position, Offset = offset, Origin = _origin });
        }
    }

    private void EmitDiscarded(long speechEnd, SpeechEvent? offset, Queue<CascadeResult> results)
    {
        Counters.Discarded++;
        Counters.DiscardedSamples += speechEnd - _open.SpeechStart;
        if (Emits(ResultKinds.SpeechDiscarded))
        {
            results.Enqueue(new SpeechDiscarded { StartSample = _open.SpeechStart, EndSample = speechEnd, Onset = _onset, Offset = offset, Origin = _origin });
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
                Format = _audio.Format,
                Audio = _audio.Copy(_open.Start, end),
                EndedBy = endedBy,
                Continues = _open.Continues,
                Onset = _onset,
                Offset = offset,
                SpeechStartSample = _open.SpeechStart,
                Probabilities = _open.ProbabilitiesBefore(end),
                Origin = _origin,
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
            results.Enqueue(new AudioFrame
            {
                StartSample = start,
                EndSample = end,
                Probability = probability,
                Format = _audio.Format,
                Audio = _audio.Copy(start, end),
                Origin = _origin,
            });
        }
    }
}
