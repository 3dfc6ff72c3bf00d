using System.Globalization;
using Spectre.Console;

namespace Cascade.Cli.Archives.Following;

/// <summary>A progress bar for a whole batch on standard error; nothing where standard error is not a terminal.</summary>
internal static class BatchBar
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when the work has ended in any way; the caller awaits it for its result.</summary>
    /// <param name="title">The work's name.</param>
    /// <param name="work">The work.</param>
    /// <param name="total">How much there is.</param>
    /// <param name="count">How much has ended, and how much of that as dead letters.</param>
    public static async Task ShowAsync(string title, Task work, int total, Func<(int Ended, int Dead)> count)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        ProgressColumn[] columns = [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn()];
        await console.Progress().AutoClear(true).Columns(columns).StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask(Markup.Escape(title), maxValue: Math.Max(1, total));
            while (!work.IsCompleted)
            {
                (int ended, int dead) = count();
                bar.Value = ended;
                string letters = dead > 0 ? string.Create(CultureInfo.InvariantCulture, $", {dead:N0} dead letters") : "";
                bar.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{title}  {ended:N0} of {total:N0}{letters}"));
                await Task.WhenAny(work, Task.Delay(Interval));
            }
        });
    }
}
