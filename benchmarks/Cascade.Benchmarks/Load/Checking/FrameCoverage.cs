namespace Cascade.Benchmarks.Load;

/// <summary>Whether the frames whose probabilities a client is told follow each other.</summary>
internal sealed class FrameCoverage
{
    public const int FrameSamples = 512;

    private long _next;
    private bool _gapAllowed;

    public long Frames { get; private set; }

    public long Lost { get; private set; }

    public long Repeated { get; private set; }

    /// <summary>The connection is another: what the last one was not told any more is not told again.</summary>
    public void Reconnect() => _gapAllowed = true;

    public void Add(long startSample, int frames)
    {
        Lost += _gapAllowed ? 0 : Math.Max(0, startSample - _next) / FrameSamples;
        Repeated += Math.Max(0, _next - startSample) / FrameSamples;
        Frames += frames;
        _next = startSample + ((long)frames * FrameSamples);
        _gapAllowed = false;
    }

    /// <summary>The stream has ended after so many samples.</summary>
    public void End(long samples) => Lost += Math.Max(0, (samples / FrameSamples) - (_next / FrameSamples));
}
