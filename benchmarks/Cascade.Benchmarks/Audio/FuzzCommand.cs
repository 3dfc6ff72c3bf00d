using System.Diagnostics;
using System.Globalization;
using Cascade.Tests.Audio;

namespace Cascade.Benchmarks.Audio;

/// <summary>The fuzz of the tests for as long as one likes. Each case is made from its own seed, so that a failure can be tried again alone.</summary>
internal static class FuzzCommand
{
    /// <summary>A thousand cases take a few milliseconds; a case that takes this long hangs.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private const int CasesAtOnce = 1_000;

    public static async Task<int> RunAsync(string[] arguments)
    {
        (TimeSpan length, int first) = Parse(arguments);
        int failures = 0;
        long cases = 0;
        int seed = first;
        var watch = Stopwatch.StartNew();
        do
        {
            int count = length == TimeSpan.Zero ? 1 : CasesAtOnce;
            int begin = seed;
            int current = begin;
            Task<int> batch = Task.Run(async () =>
            {
                int failed = 0;
                for (int i = 0; i < count; i++)
                {
                    Volatile.Write(ref current, unchecked(begin + i) & int.MaxValue);
                    failed += await TryAsync(Volatile.Read(ref current)) ? 0 : 1;
                }

                return failed;
            });
            try
            {
                failures += await batch.WaitAsync(Hang);
            }
            catch (TimeoutException)
            {
                Report(Volatile.Read(ref current), $"does not end within {Hang.TotalSeconds} s");
                return 1;
            }

            cases += count;
            seed = unchecked(seed + count) & int.MaxValue;
        }
        while (watch.Elapsed < length);
        Console.WriteLine($"{cases} cases of each kind (mutated headers, random bytes, random audio) from seed {first} in {watch.Elapsed.TotalSeconds:F0} s, {failures} failed");
        return failures == 0 ? 0 : 1;
    }

    private static async ValueTask<bool> TryAsync(int seed)
    {
        try
        {
            await AudioFuzz.TryMutatedHeaderAsync(seed);
            await AudioFuzz.TryRandomBytesAsync(seed);
            AudioFuzz.TryRandomAudio(seed);
            return true;
        }
        catch (Exception fault) // whatever it is, it is what is sought
        {
            Report(seed, $"{fault}");
            return false;
        }
    }

    private static void Report(int seed, string what) => Console.WriteLine($"FAILED: fuzz --minutes 0 --seed {seed}{Environment.NewLine}{what}");

    public static (TimeSpan Length, int Seed) Parse(string[] arguments)
    {
        TimeSpan length = TimeSpan.FromMinutes(1);
        int seed = Random.Shared.Next();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : throw new ArgumentException($"{arguments[i]} needs a value.");
            switch (arguments[i])
            {
                case "--minutes" when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double minutes) && minutes <= 1e6:
                    length = TimeSpan.FromMinutes(minutes);
                    break;
                case "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int given):
                    seed = given;
                    break;
                default:
                    throw new ArgumentException($"fuzz does not understand {arguments[i]} {value}.");
            }
        }

        return (length, seed);
    }
}
