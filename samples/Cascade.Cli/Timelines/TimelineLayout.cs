using Cascade.Cli.Drawing;

namespace Cascade.Cli.Timelines;

/// <summary>Where the parts of a timeline stand, in CSS pixels.</summary>
internal sealed class TimelineLayout
{
    /// <summary>Longer inputs also show the share of speech over time: their segments are too narrow to count.</summary>
    private const double LongSeconds = 600;

    private const double Left = 100;
    private const double RightMargin = 88;
    private const double Distance = 10;

    public TimelineLayout(Timeline timeline, double width)
    {
        Width = width;
        double across = width - Left - RightMargin;
        HasShare = timeline.Seconds >= LongSeconds;
        Wave = new Box(Left, 78, across, 120);
        Lane = new Box(Left, Wave.Bottom + Distance, across, HasShare ? 14 : 24);
        Probability = new Box(Left, Lane.Bottom + Distance, across, 120);
        Share = new Box(Left, Probability.Bottom + Distance, across, HasShare ? 64 : 0);
        Bottom = HasShare ? Share.Bottom : Probability.Bottom;
        Height = Bottom + 46;
    }

    public double Width { get; }

    public double Height { get; }

    public bool HasShare { get; }

    public Box Wave { get; }

    public Box Lane { get; }

    public Box Probability { get; }

    public Box Share { get; }

    /// <summary>The lower end of the lowest panel.</summary>
    public double Bottom { get; }
}
