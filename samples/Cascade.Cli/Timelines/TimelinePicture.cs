using Cascade.Cli.Detection;
using Cascade.Cli.Drawing;

namespace Cascade.Cli.Timelines;

/// <summary>Draws a timeline: waveform, segments, probability with both thresholds, in long inputs the share of speech, over one axis of time.</summary>
internal sealed partial class TimelinePicture
{
    private const double NoteSize = 12;
    private const double SmallSize = 11;

    private readonly Timeline _timeline;
    private readonly TimelineLayout _layout;
    private readonly ICanvas _canvas;
    private readonly TimeAxis _axis;

    private TimelinePicture(Timeline timeline, TimelineLayout layout, ICanvas canvas)
    {
        (_timeline, _layout, _canvas) = (timeline, layout, canvas);
        _axis = new TimeAxis(timeline.Seconds, layout.Wave.Width);
    }

    public static void Draw(Timeline timeline, TimelineLayout layout, ICanvas canvas)
    {
        TimelinePicture picture = new(timeline, layout, canvas);
        picture.DrawGround();
        picture.DrawHead();
        picture.DrawWave();
        picture.DrawLane();
        picture.DrawProbability();
        picture.DrawShare();
        picture.DrawAxis();
    }

    private double X(double samples) => _layout.Wave.X + (_layout.Wave.Width * samples / _timeline.Samples);

    private double SamplesPerPixel => _timeline.Samples / _layout.Wave.Width;

    private void DrawGround()
    {
        _canvas.Fill(TimelinePaints.Ground, [new Box(0, 0, _layout.Width, _layout.Height)]);
        Box[] panels = [_layout.Wave, _layout.Lane, _layout.Probability, .. _layout.HasShare ? [_layout.Share] : (Box[])[]];
        _canvas.Fill(TimelinePaints.Panel, panels);
        foreach (Box panel in (Box[])[_layout.Wave, _layout.Probability])
        {
            _canvas.Fill(TimelinePaints.SpeechTint, [.. _timeline.Segments.Select(s => new Box(X(s.StartSample), panel.Y, X(s.EndSample) - X(s.StartSample), panel.Height))]);
        }

        _canvas.Fill(TimelinePaints.Grid, [.. from label in _axis.Labels from panel in panels select new Box(X(label.Seconds * SampleClock.SampleRateHz) - 0.5, panel.Y, 1, panel.Height)]);
    }

    private void DrawHead()
    {
        long speech = _timeline.Segments.Sum(s => s.EndSample - s.StartSample);
        DetectionSettings o = _timeline.Settings;
        string found = $"{Length(_timeline.Seconds)} · {_timeline.Segments.Count} {(_timeline.Segments.Count == 1 ? "segment" : "segments")} · "
            + $"{Length(SampleClock.ToSeconds(speech))} of speech ({(double)speech / _timeline.Samples:P0})";
        string how = $"{(_timeline.Mode == DetectionMode.Stream ? "stream" : "offline")} · threshold {o.Threshold:0.##} / {_timeline.ExitThreshold:0.##} · "
            + $"silence {o.MinimumSilence.TotalMilliseconds:0} ms · pad {o.SpeechPad.TotalMilliseconds:0} ms"
            + (o.MinimumSpeech > TimeSpan.Zero ? $" · speech over {o.MinimumSpeech.TotalMilliseconds:0} ms" : "");
        double left = _layout.Wave.X;
        double howWidth = StrokeFont.Measure(how, NoteSize);
        bool fits = left + StrokeFont.Measure(found, NoteSize) + 90 + howWidth <= _layout.Wave.Right; // the reader's font may be wider than ours
        _canvas.Write(TimelinePaints.Text, Shorten(_timeline.Title, 18, _layout.Wave.Width), new Spot(left, 36), new TextStyle(18, IsBold: true));
        _canvas.Write(TimelinePaints.Note, found, new Spot(left, 60), new TextStyle(NoteSize));
        if (fits)
        {
            _canvas.Write(TimelinePaints.Note, how, new Spot(_layout.Wave.Right, 60), new TextStyle(NoteSize, TextAlign.End));
        }
    }

    private void DrawAxis()
    {
        double y = _layout.Bottom + 4;
        _canvas.Fill(TimelinePaints.Axis, [.. _axis.Between.Select(at => new Box(X(at * SampleClock.SampleRateHz) - 0.5, y, 1, 3))]);
        foreach ((double seconds, string text) in _axis.Labels)
        {
            double x = X(seconds * SampleClock.SampleRateHz);
            _canvas.Fill(TimelinePaints.Axis, [new Box(x - 0.5, y, 1, 6)]);
            _canvas.Write(TimelinePaints.Note, text, new Spot(x, y + 20), new TextStyle(SmallSize, TextAlign.Middle));
        }

        _canvas.Write(TimelinePaints.Note, _axis.Unit, new Spot(_layout.Wave.X, y + 36), new TextStyle(SmallSize));
    }

    private void DrawName(string name, Box panel) =>
        _canvas.Write(TimelinePaints.Note, name, new Spot(panel.X - 14, Math.Min(panel.Y + 16, panel.MiddleY + 4)), new TextStyle(NoteSize, TextAlign.End));

    private static string Length(double seconds) =>
        seconds < 60 ? $"{seconds:0.00} s"
        : TimeSpan.FromSeconds(seconds) is var time && seconds < 3600 ? $"{time:m\\:ss} min"
        : $"{(int)time.TotalHours}:{time:mm\\:ss} h";

    private static string Shorten(string text, double size, double width)
    {
        string shortened = text;
        for (int keep = text.Length - 1; StrokeFont.Measure(shortened, size) > width && keep > 0; keep--)
        {
            shortened = text[..keep] + "…";
        }

        return shortened;
    }
}
