using System.CommandLine;
using System.CommandLine.Parsing;
using Cascade.Cli.Detection;

namespace Cascade.Cli;

/// <summary>What is wrong with a command line, whatever the command.</summary>
internal static class UsageFault
{
    /// <returns>The first fault, or null.</returns>
    public static string? Find(ParseResult parsed) =>
        parsed.Action?.ClearsParseErrors == true ? null // help is given whatever else is there
        : parsed.Errors.Count == 0 ? FindUnknownOption(parsed)
        : parsed.CommandResult.Command is { Subcommands.Count: > 0 } command ? FindCommandFault(parsed, command)
        : parsed.Errors[0].Message.Replace("Required argument 'FILE' missing for command", "A FILE is missing for the command", StringComparison.Ordinal);

    private static string FindCommandFault(ParseResult parsed, Command command)
    {
        string commands = string.Join(", ", command.Subcommands.Select(sub => sub.Name));
        return parsed.UnmatchedTokens is [var first, ..]
            ? $"Unknown command '{first}': expected one of {commands}."
            : $"A command is missing: expected one of {commands}. For help: {Commands.Help.Program} {(command is RootCommand ? "" : $"{command.Name} ")}--help";
    }

    // The parser takes an option that it does not know for a file where files are expected.
    private static string? FindUnknownOption(ParseResult parsed)
    {
        HashSet<string> files = [.. parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value)];
        Token? unknown = parsed.Tokens
            .TakeWhile(t => t.Type != TokenType.DoubleDash)
            .FirstOrDefault(t => t.Type == TokenType.Argument && t.Value.StartsWith('-') && t.Value != AudioInput.StandardInput && files.Contains(t.Value));
        return unknown is null ? null : $"Unknown option '{unknown.Value}'. A file of that name is given after --.";
    }
}
