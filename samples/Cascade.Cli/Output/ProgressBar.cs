using Cascade.Cli.Detection;
using Spectre.Console;

namespace Cascade.Cli.Output;

/// <summary>Shows on standard error how far the detection in a long file is; nothing where standard error is not a terminal.</summary>
internal static class ProgressBar
{
    private const int LongFileSeconds = 120;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when the work has ended in any way; the caller awaits it for its result.</summary>
    public static async Task ShowAsync(string file, Task work, Func<TimeSpan?> position)
    {
        double seconds = Console.IsErrorRedirected || !File.Exists(file) ? 0 : Pcm.ToSeconds(new FileInfo(file).Length / Pcm.BytesPerSample);
        if (seconds < LongFileSeconds)
        {
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().AutoClear(true).StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask(Markup.Escape(Path.GetFileName(file)), maxValue: seconds);
            while (!work.IsCompleted)
            {
                bar.IsIndeterminate(position() is null);
                bar.Value = position()?.TotalSeconds ?? 0;
                await Task.WhenAny(work, Task.Delay(Interval));
            }
        });
    }
}
