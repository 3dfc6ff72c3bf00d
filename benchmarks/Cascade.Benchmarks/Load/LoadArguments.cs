using System.Globalization;

namespace Cascade.Benchmarks.Load;

/// <summary>What the load is.</summary>
internal sealed record LoadArguments
{
    public int Connections { get; init; } = 100;

    /// <summary>How long all of them are connected.</summary>
    public int Seconds { get; init; } = 30;

    public EngineKind Engine { get; init; } = EngineKind.Managed;

    /// <summary>Whether the server takes all sessions through one batch.</summary>
    public bool Batch { get; init; }

    public int ChunkMilliseconds { get; init; } = 100;

    /// <summary>By how much a chunk may be late, evenly distributed.</summary>
    public int JitterMilliseconds { get; init; } = 20;

    /// <summary>How often per minute each client neither sends nor reads for a while.</summary>
    public double Stalls { get; init; } = 0.5;

    /// <summary>How often per minute each client loses its connection.</summary>
    public double Drops { get; init; } = 0.2;

    /// <summary>How many connections are opened per second.</summary>
    public int Ramp { get; init; } = 100;

    /// <summary>Whether each segment's audio is sent to the client.</summary>
    public bool SegmentAudio { get; init; }

    /// <summary>Of so many events that a client receives, one is thrown away before it is counted; 0: none.</summary>
    public int Lose { get; init; }

    /// <summary>How many bytes a second the server is to keep for ever, so that the check has something to find.</summary>
    public int Leak { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>How many servers there are behind a balancer, with Redis between them; 0: one server alone.</summary>
    public int Nodes { get; init; }

    /// <summary>Whether servers are killed and drained, and Redis is stopped.</summary>
    public bool Kill { get; init; }

    public Arguments Output { get; init; } = new();

    public int ChunkSamples => SampleClock.SampleRateHz * ChunkMilliseconds / 1000;

    /// <summary>So many that every chunk which completes a frame is answered.</summary>
    public int ProbabilityRate => Nodes > 0 ? 0 : Math.Min(100, 2000 / ChunkMilliseconds);

    /// <exception cref="ArgumentException">An argument is unknown, lacks its value, or has one that is not legal.</exception>
    public static LoadArguments Parse(string[] arguments)
    {
        LoadArguments parsed = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{name} needs a value.");
            int Whole(int least, int most) => (int)Number(name, Value(), least, most, NumberStyles.None);
            double Rate() => Number(name, Value(), 0, 60, NumberStyles.AllowDecimalPoint);
            parsed = name switch
            {
                "--connections" => parsed with { Connections = Whole(1, 50_000) },
                "--seconds" => parsed with { Seconds = Whole(1, 86_400) },
                "--engine" => parsed with { Engine = EngineOf(Value()) },
                "--batch" => parsed with { Batch = true },
                "--chunk-ms" => parsed with { ChunkMilliseconds = Whole(20, 1000) },
                "--jitter-ms" => parsed with { JitterMilliseconds = Whole(0, 1000) },
                "--stalls" => parsed with { Stalls = Rate() },
                "--drops" => parsed with { Drops = Rate() },
                "--ramp" => parsed with { Ramp = Whole(1, 10_000) },
                "--segment-audio" => parsed with { SegmentAudio = true },
                "--lose" => parsed with { Lose = Whole(0, int.MaxValue) },
                "--leak" => parsed with { Leak = Whole(0, int.MaxValue) },
                "--nodes" => parsed with { Nodes = Whole(2, 16) },
                "--kill" => parsed with { Kill = true },
                "--seed" => parsed with { Seed = Whole(0, int.MaxValue) },
                "--json" => parsed with { Output = parsed.Output with { Json = true } },
                "--check" => parsed with { Output = parsed.Output with { Check = true } },
                _ => throw new ArgumentException($"load has no argument '{name}'."),
            };
        }

        if (parsed.Nodes > 0)
        {
            parsed = parsed with { Stalls = 0, Drops = 0 }; // what fails there is a server
        }
        else if (parsed.Kill)
        {
            throw new ArgumentException("--kill needs --nodes.");
        }

        return parsed.Batch && parsed.Engine != EngineKind.Managed ? throw new ArgumentException("--batch needs --engine managed.") : parsed;
    }

    private static EngineKind EngineOf(string name) => name switch
    {
        "managed" => EngineKind.Managed,
        "onnx" => EngineKind.OnnxRuntime,
        _ => throw new ArgumentException($"--engine is managed or onnx; found '{name}'."),
    };

    private static double Number(string name, string text, double least, double most, NumberStyles style) =>
        double.TryParse(text, style, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw new ArgumentException($"{name} is a number from {least} to {most}; found '{text}'.");
}
