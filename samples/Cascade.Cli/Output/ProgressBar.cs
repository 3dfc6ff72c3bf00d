using Spectre.Console;

namespace Cascade.Cli.Output;

/// <summary>Shows on standard error how far a detection is that takes long; nothing where standard error is not a terminal.</summary>
internal static class ProgressBar
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when the work has ended in any way; the caller awaits it for its result.</summary>
    public static async Task ShowAsync(string file, Task work, Func<TimeSpan?> position)
    {
        if (Console.IsErrorRedirected || await Task.WhenAny(work, Task.Delay(Patience)) == work)
        {
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Status().StartAsync(Describe(), async context =>
        {
            while (!work.IsCompleted)
            {
                context.Status(Describe());
                await Task.WhenAny(work, Task.Delay(Interval));
            }
        });

        string Describe() => Markup.Escape(position() is { } reached ? $"{file}  {reached:hh\\:mm\\:ss}" : file);
    }
}
