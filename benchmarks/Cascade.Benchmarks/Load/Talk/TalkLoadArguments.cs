using System.Globalization;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>The load of conversations.</summary>
internal sealed record TalkLoadArguments
{
    public const string Switch = "--talk";

    public int Connections { get; init; } = 50;

    public int Seconds { get; init; } = 60;

    /// <summary>The share of the turns in which something breaks, 0 to 1.</summary>
    public double Faults { get; init; }

    /// <summary>Whether audio goes both ways as Opus.</summary>
    public bool Opus { get; init; }

    /// <summary>Whether the recogniser knows the sentences of the load and no others. It takes a quarter of the time then.</summary>
    public bool Grammar { get; init; }

    /// <summary>How many servers there are behind a balancer, with Redis between them; 0: one server alone.</summary>
    public int Nodes { get; init; }

    /// <summary>Whether servers are killed and drained, and Redis is stopped.</summary>
    public bool Kill { get; init; }

    public int Seed { get; init; } = 1;

    public Arguments Output { get; init; } = new();

    /// <exception cref="ArgumentException">An argument is unknown, lacks its value, or has one that is not legal.</exception>
    public static TalkLoadArguments Parse(string[] arguments)
    {
        TalkLoadArguments parsed = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            double Number(double least, double most) => ++i < arguments.Length && double.TryParse(arguments[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
                ? number
                : throw new ArgumentException($"{name} needs a number from {least} to {most}.");
            parsed = name switch
            {
                Switch => parsed,
                "--connections" => parsed with { Connections = (int)Number(1, 1000) },
                "--seconds" => parsed with { Seconds = (int)Number(5, 86_400) },
                "--faults" => parsed with { Faults = Number(0, 100) / 100 },
                "--opus" => parsed with { Opus = true },
                "--grammar" => parsed with { Grammar = true },
                "--nodes" => parsed with { Nodes = (int)Number(2, 16) },
                "--kill" => parsed with { Kill = true },
                "--seed" => parsed with { Seed = (int)Number(0, int.MaxValue) },
                "--json" => parsed with { Output = parsed.Output with { Json = true } },
                "--check" => parsed with { Output = parsed.Output with { Check = true } },
                _ => throw new ArgumentException($"load {Switch} has no argument '{name}'."),
            };
        }

        return parsed switch
        {
            { Kill: true, Nodes: 0 } => throw new ArgumentException("--kill needs --nodes."),
            { Nodes: > 0 } => parsed with { Faults = 0 }, // what fails there is a server
            _ => parsed,
        };
    }
}
