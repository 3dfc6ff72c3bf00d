using System.CommandLine;

namespace Cascade.Cli.Commands.Archives;

/// <summary><c>archive</c>: many files, spread over workers on any number of machines.</summary>
internal static class ArchiveCommand
{
    public static Command Create() => new("archive", "Spread many files over workers on several machines, through NATS JetStream.")
    {
        ArchiveSubmitCommand.Create(), ArchiveWorkCommand.Create(), ArchiveStatusCommand.Create(),
    };
}
