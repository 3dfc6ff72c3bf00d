using System.Diagnostics;

namespace Cascade.Benchmarks.Engines;

/// <summary>Something to time: a name, an engine, and an action that computes some frames.</summary>
internal sealed record Scenario(string Name, string Engine, int Frames, Action Run)
{
    private const int Rounds = 101;
    private const double RoundMicroseconds = 2000;

    /// <summary>
    /// Times scenarios round by round in turn, so that whatever disturbs the machine disturbs all of them, and gives the median of each. A round is long
    /// enough for the clock and short enough to fall between two interruptions.
    /// </summary>
    public static Measurement[] Measure(params Scenario[] scenarios)
    {
        int[] repetitions = Array.ConvertAll(scenarios, scenario => scenario.WarmUp());
        double[][] rounds = Array.ConvertAll(scenarios, _ => new double[Rounds]);
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < scenarios.Length; i++)
            {
                scenarios[i].Run(); // brings the engine's weights back into the caches that the other one has used
                rounds[i][round] = scenarios[i].Time(repetitions[i]);
            }
        }

        return [.. scenarios.Select((scenario, i) => new Measurement(scenario.Name, scenario.Engine, Median(rounds[i])))];
    }

    /// <summary>Runs until the JIT has nothing left to improve, and returns how many repetitions make a round.</summary>
    private int WarmUp()
    {
        Time(repetitions: 50);
        Thread.Sleep(200); // tier-1 code is compiled in the background 100 ms after the last new method
        double once = Time(repetitions: 20) * Frames;
        return Math.Max(1, (int)(RoundMicroseconds / once));
    }

    private double Time(int repetitions)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repetitions; i++)
        {
            Run();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / repetitions / Frames;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
