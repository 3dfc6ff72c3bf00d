using System.Globalization;

namespace Cascade.Benchmarks.Guard;

/// <summary>A stage that is made slower on purpose, to see that it is noticed.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Percent">By how much of its own time.</param>
internal sealed record Slowdown(string Stage, double Percent)
{
    private const int CalibrationSteps = 20_000;

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

    /// <summary>The same work and, in the same call, so many steps more as take that part of its time on this machine.</summary>
    public Action Slow(Action run, double microseconds)
    {
        SliceTimer steps = new(() => ScalarKernel.Advance(CalibrationSteps));
        int more = (int)Math.Ceiling(microseconds * Percent / 100 / steps.Quickest * CalibrationSteps);
        return () =>
        {
            run();
            ScalarKernel.Advance(more);
        };
    }
}
