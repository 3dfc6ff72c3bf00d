namespace Cascade.Cli.Commands;

/// <summary>What is written to standard output.</summary>
internal enum OutputFormat
{
    /// <summary>A table for people.</summary>
    Table,

    /// <summary>A JSON document per file, each on a line of its own.</summary>
    Json,
}
