using Spectre.Console;

namespace Cascade.Cli.Output;

/// <summary>Shows on standard error how far work is that takes long; nothing where standard error is not a terminal.</summary>
internal static class ProgressBar
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when the work has ended in any way; the caller awaits it for its result.</summary>
    /// <param name="title">What is worked on.</param>
    /// <param name="work">The work.</param>
    /// <param name="progress">How far it is, and how far it will go if that is known.</param>
    /// <param name="stage">What it is doing, if it does several things.</param>
    public static async Task ShowAsync(string title, Task work, Func<(TimeSpan Position, TimeSpan? Length)> progress, Func<string>? stage = null)
    {
        if (Console.IsErrorRedirected || await Task.WhenAny(work, Task.Delay(Patience)) == work)
        {
            return;
        }

        bool hasLength = progress().Length > TimeSpan.Zero;
        ProgressColumn[] columns = hasLength
            ? [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()]
            : [new SpinnerColumn(), new TaskDescriptionColumn()];
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().AutoClear(true).Columns(columns).StartAsync(async context =>
        {
            ProgressTask task = context.AddTask(Describe());
            while (!work.IsCompleted)
            {
                (TimeSpan position, TimeSpan? length) = progress();
                task.Description = Describe();
                task.Value = length is { } all ? 100 * position / all : 0;
                await Task.WhenAny(work, Task.Delay(Interval));
            }
        });

        string Describe() => Markup.Escape(progress().Position is { Ticks: > 0 } reached ? $"{title}  {reached:hh\\:mm\\:ss}" : stage is null ? title : $"{title}: {stage()}");
    }
}
