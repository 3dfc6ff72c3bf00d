using System.Diagnostics;
using System.Globalization;
using Cascade.Tests.Trust;

namespace Cascade.Benchmarks.Soak;

/// <summary>The model-based checks of the tests for as long as one likes: random calls, options and formats. A failure is shown in its smallest form, with the seed that makes it again.</summary>
internal static class CallsFuzz
{
    private const int CasesAtOnce = 50;

    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(5);

    private static readonly Action<ulong, int>[] Checks = [ModelChecks.Calls, ModelChecks.Options, ModelChecks.Formats];

    public static async Task<int> RunAsync(string[] arguments)
    {
        (TimeSpan length, int first) = Parse(arguments);
        int failures = 0;
        int seed = first;
        var watch = Stopwatch.StartNew();
        do
        {
            failures += await TryAsync((ulong)seed) ? 0 : 1;
            seed = unchecked(seed + 1) & int.MaxValue;
        }
        while (watch.Elapsed < length);
        long cases = (long)CasesAtOnce * (seed - first);
        Console.WriteLine($"{cases} cases of each kind (calls, options, formats) from seed {first} in {watch.Elapsed.TotalSeconds:F0} s, {failures} seeds failed");
        return failures == 0 ? 0 : 1;
    }

    private static async Task<bool> TryAsync(ulong seed)
    {
        try
        {
            foreach (Action<ulong, int> check in Checks)
            {
                await Task.Run(() => check(seed, CasesAtOnce)).WaitAsync(Hang);
            }

            return true;
        }
        catch (Exception fault) // whatever it is, it is what is sought
        {
            Console.WriteLine($"FAILED: fuzz --minutes 0 --seed {seed}{Environment.NewLine}{fault.Message}");
            return false;
        }
    }

    private static (TimeSpan Length, int Seed) Parse(string[] arguments)
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
