using System.Diagnostics;

namespace Cascade.Benchmarks.Guard;

/// <summary>
/// Times an action in slices so short that many of them fall between two interruptions, whatever else the machine does. Only the quickest slice counts: what disturbs makes
/// slices longer, never shorter.
/// </summary>
internal sealed class SliceTimer
{
    private const double SliceMicroseconds = 200;
    private const int WarmUpCalls = 40;
    private const int WarmUpSlices = 40;

    private readonly Action _run;
    private readonly int _calls = 1;

    public SliceTimer(Action run)
    {
        _run = run;
        Repeat(WarmUpCalls); // all that is made at a first call, and the pool's thread
        Slices(WarmUpSlices);
        _calls = Math.Max(1, (int)(SliceMicroseconds / Quickest));
        Quickest = double.PositiveInfinity;
        Slices(WarmUpSlices);
    }

    /// <summary>Microseconds of a call in the quickest slice so far.</summary>
    public double Quickest { get; private set; } = double.PositiveInfinity;

    /// <summary>Times one slice.</summary>
    public void Slice()
    {
        _run(); // brings back into the caches what others have used
        long start = Stopwatch.GetTimestamp();
        Repeat(_calls);
        Quickest = Math.Min(Quickest, Stopwatch.GetElapsedTime(start).TotalMicroseconds / _calls);
    }

    private void Slices(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Slice();
        }
    }

    private void Repeat(int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            _run();
        }
    }
}
