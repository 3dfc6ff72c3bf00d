using Cascade.Tests;
using System.Globalization;

namespace Cascade.Benchmarks.Soak;

/// <summary>What the command soak is told.</summary>
internal sealed record SoakArguments
{
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(1);

    public int Streams { get; init; } = 200;

    /// <summary>Both if <see langword="null"/>.</summary>
    public EngineKind? Engine { get; init; }

    /// <summary>The part of all steps in which something is made to go wrong.</summary>
    public double Faults { get; init; } = 0.01;

    public int Seed { get; init; } = Random.Shared.Next();

    /// <summary>What every stream leaks at its end, to see the soak fail.</summary>
    public SoakLeak Leak { get; init; }

    public static SoakArguments Parse(string[] arguments)
    {
        SoakArguments parsed = new();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string name = arguments[i];
            string value = i + 1 < arguments.Length ? arguments[i + 1] : throw new ArgumentException($"{name} needs a value.");
            parsed = name switch
            {
                "--minutes" when Number(value) is > 0 and <= 1e5 => parsed with { Length = TimeSpan.FromMinutes(Number(value)) },
                "--streams" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int streams) && streams > 0 => parsed with { Streams = streams },
                "--engine" when value == "both" => parsed with { Engine = null },
                "--engine" when value == "onnx" => parsed with { Engine = VadEngine.OnnxRuntime() },
                "--engine" when value == "managed" => parsed with { Engine = VadEngine.Managed() },
                "--faults" when Number(value) is >= 0 and <= 100 => parsed with { Faults = Number(value) / 100 },
                "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seed) => parsed with { Seed = seed },
                "--leak" when Enum.TryParse(value, ignoreCase: true, out SoakLeak leak) => parsed with { Leak = leak },
                _ => throw new ArgumentException($"soak does not understand {name} {value}."),
            };
        }

        return parsed;
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}
