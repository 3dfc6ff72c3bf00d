using System.Globalization;

namespace Cascade.Benchmarks.Guard;

/// <summary>A stage that is made slower on purpose, to see that it is noticed.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Percent">By how much of its own time.</param>
internal sealed record Slowdown(string Stage, double Percent)
{
    private const int FirstSteps = 16;
    private const double Precision = 0.01;
    private const int Attempts = 20;

    /// <exception cref="ArgumentException">It is not STAGE:PERCENT.</exception>
    public static Slowdown Parse(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length == 2 && StageList.Here.Any(stage => stage.Name == parts[0])
                && double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) && percent > 0
            ? new Slowdown(parts[0], percent)
            : throw new ArgumentException($"'{text}' is not STAGE:PERCENT with one of the stages {string.Join(", ", StageList.Here.Select(stage => stage.Name))}.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Stage}:{Percent}");

    /// <summary>The same work and, in the same call, so many steps more that it takes that much longer: measured, because a processor can do some of them beside the work itself.</summary>
    public SliceTimer Slow(Action run, double microseconds)
    {
        double wanted = Percent / 100;
        int more = FirstSteps;
        SliceTimer timer = Add(run, more);
        for (int i = 0; i < Attempts && Math.Abs((timer.Quickest / microseconds) - 1 - wanted) > Precision; i++)
        {
            double reached = (timer.Quickest / microseconds) - 1;
            more = reached < wanted / 2 ? 2 * more : Math.Max(1, (int)Math.Round(more * wanted / reached));
            timer = Add(run, more);
        }

        return timer;
    }

    private static SliceTimer Add(Action run, int steps) => new(() =>
    {
        run();
        ScalarKernel.Advance(steps);
    });
}
