using System.Reflection;

namespace Cascade.Benchmarks.Guard;

/// <summary>What the guard is told.</summary>
internal sealed record GuardArguments
{
    /// <summary>Where the baseline is; the repository's own unless told otherwise.</summary>
    public string BaselinePath { get; init; } = Path.Combine(
        typeof(GuardArguments).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!, "benchmarks", "baseline.json");

    /// <summary>Whether what is measured becomes the baseline.</summary>
    public bool Write { get; init; }

    /// <summary>One short pass, which fails nothing.</summary>
    public bool Short { get; init; }

    /// <summary>Whether the guard itself is put to the test.</summary>
    public bool Prove { get; init; }

    /// <summary>Whether to measure as a machine would that has no AVX-512.</summary>
    public bool WithoutAvx512 { get; init; }

    /// <summary>What is slowed on purpose.</summary>
    public Slowdown? Slowdown { get; init; }

    /// <exception cref="ArgumentException">An argument is unknown or lacks its value.</exception>
    public static GuardArguments Parse(string[] arguments)
    {
        GuardArguments parsed = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value.");
            parsed = arguments[i] switch
            {
                "--baseline" => parsed with { BaselinePath = Value() },
                "--write" => parsed with { Write = true },
                "--short" => parsed with { Short = true },
                "--prove" => parsed with { Prove = true },
                "--without-avx512" => parsed with { WithoutAvx512 = true },
                "--slow" => parsed with { Slowdown = Slowdown.Parse(Value()) },
                string other => throw new ArgumentException($"guard has no argument '{other}'."),
            };
        }

        bool[] purposes = [parsed.Write, parsed.Short, parsed.Prove, parsed.Slowdown is not null];
        return purposes.Count(isSet => isSet) > 1 ? throw new ArgumentException("--write, --short, --prove and --slow exclude each other.") : parsed;
    }
}
