using System.CommandLine;
using System.CommandLine.Help;
using Cascade.Cli;
using Cascade.Cli.Commands;

RootCommand root = new("Finds speech in audio.")
{
    DetectCommand.Create(), PlotCommand.Create(), TuneCommand.Create(), BenchCommand.Create(), InfoCommand.Create(), CompletionCommand.Create(),
    TranscribeCommand.Create(), SpeakCommand.Create(),
};
root.Options.Remove(root.Options.Single(option => option is HelpOption));
root.Add(Help.CreateOption());
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // a file may be called @name
if (UsageFault.Find(parsed) is { } fault)
{
    return ErrorLine.Write(fault, ExitCode.BadUsage);
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    return ExitCode.Canceled;
}
