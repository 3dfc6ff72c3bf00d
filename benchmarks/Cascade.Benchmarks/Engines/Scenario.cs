using System.Diagnostics;

namespace Cascade.Benchmarks.Engines;

/// <summary>Something to time: a name, an engine, and what computes some frames and returns the last probability.</summary>
internal sealed record Scenario(string Name, string Engine, int Frames, Func<float> Run)
{
    private const int Rounds = 61;
    private const double RoundMicroseconds = 2000;
    private const double WarmUpMilliseconds = 50;
    private const float Agreement = 1e-4f;

    /// <summary>Happens before every single run, outside its time; a round is then one run.</summary>
    public Action? Prepare { get; init; }

    /// <summary>
    /// Times scenarios round by round in turn, so that whatever disturbs the machine disturbs all of them, and gives the median of each with its ratio to
    /// that of the first. A round is long enough for the clock and short enough to fall between two interruptions.
    /// </summary>
    /// <exception cref="InvalidOperationException">They do not compute the same, so that there is nothing to compare.</exception>
    public static Measurement[] Measure(params Scenario[] scenarios)
    {
        float[] answers = Array.ConvertAll(scenarios, scenario => scenario.Run());
        if (answers.Any(answer => Math.Abs(answer - answers[0]) > Agreement))
        {
            throw new InvalidOperationException($"{scenarios[0].Name}: the engines give the probabilities {string.Join(", ", answers)}.");
        }

        int[] repetitions = Array.ConvertAll(scenarios, scenario => scenario.WarmUp());
        double[][] rounds = Array.ConvertAll(scenarios, _ => new double[Rounds]);
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < scenarios.Length; i++)
            {
                scenarios[i].Run(); // brings the engine's weights back into the caches that the other ones have used
                rounds[i][round] = scenarios[i].Time(repetitions[i]);
            }
        }

        double[] medians = Array.ConvertAll(rounds, times => Sample.Median(times));
        return [.. scenarios.Select((scenario, i) => new Measurement(scenario.Name, scenario.Engine, medians[i], medians[0] / medians[i]))];
    }

    /// <summary>Runs until the JIT has nothing left to improve, and returns how many repetitions make a round.</summary>
    private int WarmUp()
    {
        Jit.Settle(() => RunFor(WarmUpMilliseconds));
        double once = RunFor(WarmUpMilliseconds);
        return Prepare is null ? Math.Max(1, (int)(RoundMicroseconds / once)) : 1;
    }

    /// <summary>Runs for a time, but often enough for the JIT's next tier, and returns the microseconds of a run.</summary>
    private double RunFor(double milliseconds)
    {
        const int least = 30;
        int runs = 0;
        long start = Stopwatch.GetTimestamp();
        while (runs < least || Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds)
        {
            Time(repetitions: 1);
            runs++;
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / runs;
    }

    private double Time(int repetitions)
    {
        Prepare?.Invoke();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repetitions; i++)
        {
            Run();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / repetitions / Frames;
    }
}
