using System.CommandLine;
using System.CommandLine.Help;
using Cascade.Cli;
using Cascade.Cli.Commands;
using Cascade.Cli.Commands.Archives;

StandardStreams.ReplaceClosed();
AppDomain.CurrentDomain.UnhandledException += (_, fault) => Environment.Exit(ErrorLine.Write($"This is a fault of cascade itself: {fault.ExceptionObject.GetType().Name}: {(fault.ExceptionObject as Exception)?.Message}", ExitCode.BadInput));
RootCommand root = new("Finds speech in audio.")
{
    DetectCommand.Create(), PlotCommand.Create(), TuneCommand.Create(), TranscribeCommand.Create(), SpeakCommand.Create(), TalkCommand.Create(), AvatarCommand.Create(), BenchCommand.Create(),
    ArchiveCommand.Create(), InfoCommand.Create(), CompletionCommand.Create(),
};
root.Options.Remove(root.Options.Single(option => option is HelpOption));
root.Add(Help.CreateOption());
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // a file may be called @name
if (UsageFault.Find(parsed) is { } fault)
{
    return ErrorLine.Write(fault, ExitCode.BadUsage);
}

using Interrupts interrupts = new(parsed.CommandResult.Command.Name == ArchiveWorkCommand.Name ? ArchiveWorkCommand.Grace : TimeSpan.FromSeconds(2));
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupts.Stop);
}
catch (OperationCanceledException)
{
    return interrupts.SignalsExitCode;
}
catch (IOException lost)
{
    return ErrorLine.Write($"Standard output cannot be written: {lost.Message}", ExitCode.BadInput);
}
