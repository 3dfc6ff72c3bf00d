namespace Cascade.Cli.Timelines;

/// <summary>Where an axis of time has its marks, and what stands at them.</summary>
internal sealed class TimeAxis
{
    private const double LeastLabelDistance = 74;

    // Seconds between labels, and into how many parts the shorter marks divide them.
    private static readonly (double Seconds, int Parts)[] Steps =
    [
        (0.1, 5), (0.2, 4), (0.5, 5), (1, 5), (2, 4), (5, 5), (10, 5), (15, 3), (30, 3),
        (60, 6), (120, 4), (300, 5), (600, 5), (900, 3), (1800, 3), (3600, 4), (7200, 4), (14400, 4), (21600, 6), (43200, 6), (86400, 4),
    ];

    private readonly (double Seconds, int Parts) _step;
    private readonly double _seconds;

    /// <param name="seconds">The axis' length in seconds.</param>
    /// <param name="width">Its length in CSS pixels.</param>
    public TimeAxis(double seconds, double width)
    {
        _seconds = seconds;
        _step = Steps.FirstOrDefault(step => step.Seconds / seconds * width >= LeastLabelDistance, Steps[^1]);
    }

    /// <summary>What the labels count.</summary>
    public string Unit => _step.Seconds < 60 && _seconds < 90 ? "seconds" : _seconds < 3600 ? "minutes : seconds" : "hours : minutes";

    /// <summary>Seconds with a label.</summary>
    public IEnumerable<(double Seconds, string Text)> Labels => Marks(_step.Seconds).Select(at => (at, Text(at)));

    /// <summary>Seconds with a shorter mark.</summary>
    public IEnumerable<double> Between => Marks(_step.Seconds / _step.Parts);

    private IEnumerable<double> Marks(double distance) => Enumerable.Range(0, (int)Math.Floor((_seconds / distance) + 1e-9) + 1).Select(i => i * distance);

    private string Text(double at)
    {
        if (Unit == "seconds")
        {
            return at.ToString(_step.Seconds < 1 ? "0.0" : "0");
        }

        long whole = (long)Math.Round(at);
        return Unit == "minutes : seconds" ? $"{whole / 60}:{whole % 60:00}" : $"{whole / 3600}:{whole / 60 % 60:00}";
    }
}
