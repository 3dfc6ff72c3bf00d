using Cascade.Cli.Drawing;
using Cascade.Cli.Timelines;

namespace Cascade.Cli.Tuning;

/// <summary>Draws the score over the threshold.</summary>
internal sealed class CurvePicture
{
    public const double Height = 420;
    private const double NoteSize = 12;
    private const double MostSpan = 0.9;
    private static readonly double[] Steps = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2];

    private readonly ICanvas _canvas;
    private readonly Box _panel;
    private readonly double _least;
    private readonly double _most;
    private readonly double _step;

    private CurvePicture(TuningResult result, double width, ICanvas canvas)
    {
        _canvas = canvas;
        _panel = new Box(76, 92, width - 76 - 40, Height - 92 - 56);
        double lowest = Math.Max(result.Curve.Max(s => s.BestScore) - MostSpan, result.Curve.Min(s => s.PlainScore));
        double highest = result.Curve.Max(s => s.BestScore);
        _step = Steps.FirstOrDefault(step => (highest - lowest) / step <= 6, Steps[^1]);
        _least = Math.Max(0, Math.Floor(lowest / _step) * _step);
        _most = Math.Min(1, Math.Ceiling((highest / _step) + 0.2) * _step);
    }

    public static void Draw(string title, TuningResult result, double width, ICanvas canvas)
    {
        CurvePicture picture = new(result, width, canvas);
        picture.DrawGround(title, result, width);
        picture.DrawCurve(TimelinePaints.Silence, result.Curve, score => score.PlainScore, 1.6);
        picture.DrawCurve(TimelinePaints.Speech, result.Curve, score => score.BestScore, 2);
        picture.DrawMark(TimelinePaints.Note, result.Defaults, result.Goal, "defaults", below: true);
        if (result.IsBetter)
        {
            picture.DrawMark(TimelinePaints.Speech, result.Best, result.Goal, "recommended", below: false);
        }
    }

    private double X(double threshold) => _panel.X + (_panel.Width * threshold);

    private double Y(double f1) => _panel.Bottom - (_panel.Height * (Math.Max(f1, _least) - _least) / (_most - _least));

    private void DrawGround(string title, TuningResult result, double width)
    {
        _canvas.Fill(TimelinePaints.Ground, [new Box(0, 0, width, Height)]);
        _canvas.Fill(TimelinePaints.Panel, [_panel]);
        _canvas.Write(TimelinePaints.Text, title, new Spot(_panel.X, 36), new TextStyle(18, IsBold: true));
        string proof = $"{TuningText.ScoreName(result.Goal)} over the threshold · held out: tuned {result.HeldOut.Score(result.Goal):F4}, defaults {result.Defaults.Counts.Score(result.Goal):F4}";
        _canvas.Write(TimelinePaints.Note, proof, new Spot(_panel.X, 60), new TextStyle(NoteSize));
        _canvas.Write(TimelinePaints.Speech, "other settings at their best", new Spot(_panel.X, 80), new TextStyle(NoteSize));
        double next = _panel.X + (1.15 * PictureFont.Measure("other settings at their best", NoteSize)) + 24;
        _canvas.Write(TimelinePaints.Note, "other settings by default", new Spot(next, 80), new TextStyle(NoteSize));
        for (double f1 = _least; f1 <= _most + 1e-9; f1 += _step)
        {
            _canvas.Fill(TimelinePaints.Grid, [new Box(_panel.X, Y(f1) - 0.5, _panel.Width, 1)]);
            _canvas.Write(TimelinePaints.Note, f1.ToString(_step < 0.01 ? "0.000" : "0.00"), new Spot(_panel.X - 10, Y(f1) + 4), new TextStyle(NoteSize, TextAlign.End));
        }

        for (int tenth = 0; tenth <= 10; tenth++)
        {
            _canvas.Fill(TimelinePaints.Axis, [new Box(X(tenth / 10.0) - 0.5, _panel.Bottom + 4, 1, 6)]);
            _canvas.Write(TimelinePaints.Note, $"{tenth / 10.0:0.0}", new Spot(X(tenth / 10.0), _panel.Bottom + 24), new TextStyle(NoteSize, TextAlign.Middle));
        }

        _canvas.Write(TimelinePaints.Note, "threshold", new Spot(_panel.X + (_panel.Width / 2), _panel.Bottom + 44), new TextStyle(NoteSize, TextAlign.Middle));
    }

    private void DrawCurve(Paint paint, IReadOnlyList<ThresholdScore> curve, Func<ThresholdScore, double> value, double width) =>
        _canvas.Stroke(paint, [.. curve.Select(score => new Spot(X(score.Threshold), Y(value(score))))], width);

    private void DrawMark(Paint paint, TuningScore score, TuningGoal goal, string name, bool below)
    {
        double value = score.Counts.Score(goal);
        Spot at = new(X(score.Settings.Threshold), Y(value));
        _canvas.FillRound(paint, new Box(at.X - 4.5, at.Y - 4.5, 9, 9), 4.5);
        TextAlign align = score.Settings.Threshold > 0.85 ? TextAlign.End : score.Settings.Threshold < 0.15 ? TextAlign.Start : TextAlign.Middle;
        _canvas.Write(paint, $"{name} {value:F4}", at with { Y = at.Y + (below ? 20 : -10) }, new TextStyle(NoteSize, align));
    }
}
