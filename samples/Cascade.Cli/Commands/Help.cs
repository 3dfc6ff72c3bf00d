using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Cascade.Cli.Commands;

/// <summary>The usual help under the name that the command is started by, with examples.</summary>
internal sealed class Help : SynchronousCommandLineAction
{
    public const string Program = "cascade";

    private readonly HelpAction _usual = new();

    public override bool ClearsParseErrors => true;

    /// <summary>Help for a program and all its commands.</summary>
    public static HelpOption CreateOption() => new("--help", "-h") { Action = new Help(), Description = "Show this help" };

    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using StringWriter text = new();
        parseResult.InvocationConfiguration.Output = text;
        int exitCode = _usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(text.ToString().Replace($"  {RootCommand.ExecutableName}", $"  {Program}", StringComparison.Ordinal).TrimEnd() + "\n");
        string[] examples = Examples.Of(parseResult.CommandResult.Command.Name);
        if (examples.Length > 0)
        {
            output.Write($"\nExamples:\n{string.Concat(examples.Select(example => $"  {Program} {example}\n"))}");
        }

        return exitCode;
    }
}
