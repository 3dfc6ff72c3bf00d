using System.Diagnostics;
using System.Globalization;

namespace Cascade.Benchmarks;

/// <summary>This program again, in a fresh process, so that one measurement does not disturb the next.</summary>
internal static class Child
{
    /// <summary>Starts it and returns the numbers of its first line, and how long that line took to come.</summary>
    /// <exception cref="InvalidOperationException">It failed; its own message has been shown.</exception>
    public static async Task<(double[] Values, TimeSpan Elapsed)> MeasureAsync(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Child).Assembly.Location);
        }

        Array.ForEach(arguments, start.ArgumentList.Add);
        long before = Stopwatch.GetTimestamp();
        using Process child = Process.Start(start)!;
        string? line = await child.StandardOutput.ReadLineAsync();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(before);
        await child.WaitForExitAsync();
        return child.ExitCode == 0 && line is not null
            ? ([.. line.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))], elapsed)
            : throw new InvalidOperationException($"The measuring process '{string.Join(' ', arguments)}' exited with {child.ExitCode}.");
    }

    /// <summary>What the child answers.</summary>
    public static void Answer(params double[] values) => Console.WriteLine(string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
}
