using System.Diagnostics;
using System.Globalization;

namespace Cascade.Benchmarks;

/// <summary>This program again, in a fresh process, so that one measurement does not disturb the next.</summary>
internal static class Child
{
    /// <summary>Starts it and returns the numbers of its first line, and how long that line took to come.</summary>
    /// <exception cref="InvalidOperationException">It failed; its own message has been shown.</exception>
    public static Task<(double[] Values, TimeSpan Elapsed)> MeasureAsync(params string[] arguments) => MeasureAsync([], arguments);

    /// <summary>Starts it with additions to the environment and returns the numbers of its first line, and how long that line took to come.</summary>
    /// <exception cref="InvalidOperationException">It failed; its own message has been shown.</exception>
    public static async Task<(double[] Values, TimeSpan Elapsed)> MeasureAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        long before = Stopwatch.GetTimestamp();
        (double[], TimeSpan)? answer = null;
        await foreach (string line in LinesAsync(environment, arguments))
        {
            answer ??= ([.. line.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))], Stopwatch.GetElapsedTime(before));
        }

        return answer ?? throw new InvalidOperationException($"The measuring process '{string.Join(' ', arguments)}' gave no answer.");
    }

    /// <summary>Starts it with additions to the environment and returns its lines as they come.</summary>
    /// <exception cref="InvalidOperationException">It failed; its own message has been shown.</exception>
    public static async IAsyncEnumerable<string> LinesAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        using Process child = Start(environment, arguments, redirectOutput: true);
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            yield return line;
        }

        await child.WaitForExitAsync();
        if (child.ExitCode != 0)
        {
            throw new InvalidOperationException($"The measuring process '{string.Join(' ', arguments)}' exited with {child.ExitCode}.");
        }
    }

    /// <summary>Starts it with additions to the environment in this one's place: it writes where this one does, and its exit code is to be this one's.</summary>
    public static async Task<int> RunAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        using Process child = Start(environment, arguments, redirectOutput: false);
        await child.WaitForExitAsync();
        return child.ExitCode;
    }

    /// <summary>What the child answers.</summary>
    public static void Answer(params double[] values) => Console.WriteLine(string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));

    private static Process Start((string Name, string Value)[] environment, string[] arguments, bool redirectOutput)
    {
        string program = Environment.ProcessPath!;
        ProcessStartInfo start = new(program) { RedirectStandardOutput = redirectOutput };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Child).Assembly.Location);
        }

        Array.ForEach(arguments, start.ArgumentList.Add);
        Array.ForEach(environment, variable => start.Environment[variable.Name] = variable.Value);
        return Process.Start(start)!;
    }
}
