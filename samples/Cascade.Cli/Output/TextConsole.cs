using Spectre.Console;

namespace Cascade.Cli.Output;

/// <summary>Standard output for tables.</summary>
internal static class TextConsole
{
    // A pipe has no width at which lines should wrap.
    private const int UnwrappedColumns = 4096;

    public static IAnsiConsole Create()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = UnwrappedColumns;
        }

        return console;
    }
}
