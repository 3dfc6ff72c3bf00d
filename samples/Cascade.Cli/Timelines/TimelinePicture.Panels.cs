using Cascade.Cli.Detection;
using Cascade.Cli.Drawing;

namespace Cascade.Cli.Timelines;

/// <content>The panels.</content>
internal sealed partial class TimelinePicture
{
    private const double LeastPeak = 0.02; // silence is not blown up to fill the panel
    private const double LeastBar = 0.6;
    private const double LeastLabelDistance = 14;

    // A polygon for each stretch inside and outside speech; each column shows the range of its samples.
    private void DrawWave()
    {
        Box panel = _layout.Wave;
        DrawName("waveform", panel);
        double peak = Math.Max(_timeline.Waveform.Peak, LeastPeak);
        _canvas.Write(
            TimelinePaints.Note, _timeline.Waveform.Peak > 0 ? $"peak {20 * Math.Log10(_timeline.Waveform.Peak):0} dB" : "silent", new Spot(panel.Right + 8, panel.Y + 16), new TextStyle(SmallSize));
        double half = (panel.Height / 2) - 6;
        foreach ((double from, double to, bool isSpeech) in Stretches())
        {
            List<Spot> top = [];
            List<Spot> bottom = [];
            int columns = Math.Max(1, (int)Math.Round((to - from) / SamplesPerPixel));
            double step = (to - from) / columns;
            for (int i = 0; i < columns; i++)
            {
                (double low, double high) = _timeline.Waveform.Range(from + (i * step), from + ((i + 1) * step));
                (double highY, double lowY) = (panel.MiddleY - (high / peak * half), panel.MiddleY - (low / peak * half));
                double middle = (highY + lowY) / 2; // quiet columns keep the thickness of a line
                double reach = Math.Max(0.5, (lowY - highY) / 2);
                double x = X(from + ((i + 0.5) * step));
                top.Add(new Spot(x, middle - reach));
                bottom.Add(new Spot(x, middle + reach));
            }

            bottom.Reverse();
            Spot[] ends = [new(X(from), top[0].Y), .. top, new(X(to), top[^1].Y), new(X(to), bottom[0].Y), .. bottom, new(X(from), bottom[^1].Y)];
            _canvas.Fill(isSpeech ? TimelinePaints.Speech : TimelinePaints.Silence, ends);
        }
    }

    private IEnumerable<(double From, double To, bool IsSpeech)> Stretches()
    {
        double at = 0;
        foreach (DetectedSegment s in _timeline.Segments)
        {
            if (s.StartSample > at)
            {
                yield return (at, s.StartSample, false);
            }

            yield return (s.StartSample, s.EndSample, true);
            at = s.EndSample;
        }

        if (at < _timeline.Samples)
        {
            yield return (at, _timeline.Samples, false);
        }
    }

    private void DrawLane()
    {
        Box lane = _layout.Lane;
        DrawName("speech", lane);
        if (_layout.HasShare)
        {
            _canvas.Fill(TimelinePaints.Speech, [.. _timeline.Segments.Select(s => new Box(X(s.StartSample), lane.Y, Math.Max(LeastBar, X(s.EndSample) - X(s.StartSample)), lane.Height))]);
            return;
        }

        foreach (DetectedSegment s in _timeline.Segments)
        {
            Box bar = new(X(s.StartSample) + 0.5, lane.Y + 2, Math.Max(LeastBar, X(s.EndSample) - X(s.StartSample) - 1), lane.Height - 4);
            _canvas.FillRound(TimelinePaints.Speech, bar, 3);
            string start = Stamp(s.StartSample);
            string? text = new[] { $"{start} – {Stamp(s.EndSample)}", start }.FirstOrDefault(words => (1.1 * StrokeFont.Measure(words, SmallSize)) + 10 <= bar.Width); // an SVG's font may be wider
            if (text is not null)
            {
                _canvas.Write(TimelinePaints.OnSpeech, text, new Spot(bar.X + (bar.Width / 2), lane.MiddleY + 4), new TextStyle(SmallSize, TextAlign.Middle));
            }
        }
    }

    private void DrawProbability()
    {
        Box panel = _layout.Probability;
        DrawName("probability", panel);
        DrawScale(panel, ("1", 1), ("0", 0));
        double framesPerPixel = SamplesPerPixel / SampleClock.FrameSamples;
        int columns = framesPerPixel <= 1 ? _timeline.Probabilities.Count : (int)panel.Width;
        (double X, float Low, float High, float Mean)[] points = [.. Enumerable.Range(0, columns).Select(Column)];
        List<Spot> curve = [.. points.Select(p => new Spot(p.X, Y(p.Mean)))];
        _canvas.Fill(TimelinePaints.ProbabilityRange, framesPerPixel <= 1
            ? [new(curve[0].X, panel.Bottom), .. curve, new(curve[^1].X, panel.Bottom)]
            : [.. points.Select(p => new Spot(p.X, Y(p.High))), .. points.Reverse().Select(p => new Spot(p.X, Y(p.Low)))]);
        _canvas.Stroke(TimelinePaints.Probability, curve, 1.3);
        DrawThresholds(panel);

        double Y(double probability) => panel.Bottom - (panel.Height * probability);

        // Of each column the range and the mean of the frames in it; a frame alone stands at its middle.
        (double X, float Low, float High, float Mean) Column(int column)
        {
            int first = (int)((long)column * _timeline.Probabilities.Count / columns);
            int end = Math.Max(first + 1, (int)((column + 1L) * _timeline.Probabilities.Count / columns));
            float[] values = [.. Enumerable.Range(first, end - first).Select(i => _timeline.Probabilities[i])];
            return (X(Math.Min(_timeline.Samples, (first + end) / 2.0 * SampleClock.FrameSamples)), values.Min(), values.Max(), values.Average());
        }
    }

    private void DrawThresholds(Box panel)
    {
        double enterY = panel.Bottom - (panel.Height * _timeline.Settings.Threshold);
        double exit = Math.Clamp(_timeline.ExitThreshold, 0, 1);
        double exitY = panel.Bottom - (panel.Height * exit);
        _canvas.Stroke(TimelinePaints.Enter, [new(panel.X, enterY), new(panel.Right, enterY)], 1.2, isDashed: true);
        _canvas.Stroke(TimelinePaints.Exit, [new(panel.X, exitY), new(panel.Right, exitY)], 1.2, isDashed: true);

        // Labels keep their distance where the lines are close.
        double apart = Math.Max(0, LeastLabelDistance - (exitY - enterY)) / 2;
        _canvas.Write(TimelinePaints.Enter, $"{_timeline.Settings.Threshold:0.00} enter", new Spot(panel.Right + 8, enterY + 4 - apart), new TextStyle(SmallSize));
        _canvas.Write(TimelinePaints.Exit, $"{exit:0.00} exit", new Spot(panel.Right + 8, exitY + 4 + apart), new TextStyle(SmallSize));
    }

    private void DrawShare()
    {
        if (!_layout.HasShare)
        {
            return;
        }

        Box panel = _layout.Share;
        double bucketSeconds = SpeechShare.BucketSeconds(_timeline.Seconds, panel.Width);
        DrawName("speech per", panel);
        string unit = bucketSeconds < 60 ? $"{bucketSeconds:0} s" : bucketSeconds == 60 ? "minute" : $"{bucketSeconds / 60:0} minutes";
        _canvas.Write(TimelinePaints.Note, unit, new Spot(panel.X - 14, panel.Y + 31), new TextStyle(NoteSize, TextAlign.End));
        _canvas.Write(TimelinePaints.Note, "100 %", new Spot(panel.Right + 8, panel.Y + 9), new TextStyle(SmallSize));
        _canvas.Write(TimelinePaints.Note, "0 %", new Spot(panel.Right + 8, panel.Bottom), new TextStyle(SmallSize));
        _canvas.Fill(TimelinePaints.Speech, [.. SpeechShare.Of(_timeline.Segments, _timeline.Samples, (long)(bucketSeconds * SampleClock.SampleRateHz)).Select(bucket =>
        {
            double x = X(bucket.From);
            double height = bucket.Share * panel.Height;
            return new Box(x + 0.5, panel.Bottom - height, Math.Max(LeastBar, X(bucket.To) - x - 1), height);
        })]);
    }

    private void DrawScale(Box panel, params (string Text, double Value)[] marks)
    {
        foreach ((string text, double value) in marks)
        {
            _canvas.Write(TimelinePaints.Note, text, new Spot(panel.Right + 8, panel.Bottom - (value * panel.Height) + (value > 0 ? 8 : 0)), new TextStyle(SmallSize));
        }
    }

    private string Stamp(long samples)
    {
        double seconds = SampleClock.ToSeconds(samples);
        return _timeline.Seconds < 90 ? seconds.ToString("0.00") : $"{(int)seconds / 60}:{seconds % 60:00.0}";
    }
}
