namespace Cascade.Speech.Wire;

/// <summary>The engine that a worker is to make: one of the three.</summary>
internal sealed record WorkerSetup
{
    public PocketSphinxSetup? PocketSphinx { get; init; }

    public ClientSetup? Client { get; init; }

    public FliteSetup? Flite { get; init; }
}

/// <summary>Pocketsphinx with its arguments.</summary>
internal sealed record PocketSphinxSetup
{
    public required string[] Arguments { get; init; }

    /// <summary>Name -> text, in JSGF.</summary>
    public required Dictionary<string, string> Grammars { get; init; }

    /// <summary>The grammar of jobs that name none; null is the language model.</summary>
    public string? Grammar { get; init; }
}

/// <summary>A client of Microsoft.Extensions.AI.</summary>
internal sealed record ClientSetup
{
    public required string AssemblyPath { get; init; }

    public required string TypeName { get; init; }

    public required string[] Arguments { get; init; }
}

/// <summary>Flite, which speaks.</summary>
internal sealed record FliteSetup
{
    public required string Voice { get; init; }
}
