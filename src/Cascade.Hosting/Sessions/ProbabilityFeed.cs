using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Sessions;

/// <summary>Gathers probabilities for a client that watches. Probabilities that the client does not take in time are dropped, the oldest first. Safe to call from any thread.</summary>
internal sealed class ProbabilityFeed(double perSecond)
{
    // 8 s of frames.
    private const int MaxValues = 250;

    // Samples that no stream reaches: a rate may be any number above 0.
    private const double MaxInterval = 1e15;

    private readonly object _lock = new();
    private readonly Queue<(long Start, List<float> Values)> _runs = new();
    private readonly long _interval = (long)Math.Min(MaxInterval, SampleClock.SampleRateHz / perSecond);
    private List<float> _open = [];
    private int _count;
    private long _next;
    private long _due;
    private bool _isSpeech;
    private bool _isReady;

    /// <summary>A frame's probability. Frames that come again, as those of a discarded burst do, are left out.</summary>
    public void Add(long startSample, float probability)
    {
        lock (_lock)
        {
            if (startSample < _next)
            {
                return;
            }

            if (_runs.Count == 0 || startSample != _next)
            {
                _open = [];
                _runs.Enqueue((startSample, _open)); // frames behind a flush are not consecutive with those before
            }

            _open.Add(probability);
            _next = startSample + SampleClock.FrameSamples;
            if (++_count > MaxValues)
            {
                _count -= _runs.Dequeue().Values.Count;
            }
        }
    }

    /// <summary>The end of a piece of audio.</summary>
    /// <returns>Whether it is time for a message.</returns>
    public bool EndPiece(bool isSpeech)
    {
        lock (_lock)
        {
            _isSpeech = isSpeech;
            _isReady = _count > 0 && _next >= _due;
            return _isReady;
        }
    }

    public bool TryTake(long received, out ProbabilityMessage? message)
    {
        lock (_lock)
        {
            message = null;
            if (!_isReady || !_runs.TryDequeue(out (long Start, List<float> Values) run))
            {
                return false;
            }

            _count -= run.Values.Count;
            _isReady = _count > 0;
            _due = _next + _interval;
            message = new ProbabilityMessage
            {
                StartSample = run.Start,
                Start = SampleClock.ToSeconds(run.Start),
                Values = run.Values,
                Speech = _isSpeech,
                Received = received,
            };
            return true;
        }
    }
}
