namespace Cascade.Tests.Trust;

/// <summary>What a soak is to do.</summary>
internal sealed record SoakPlan
{
    /// <summary>What the streams hear: 16 kHz mono PCM16.</summary>
    public required ReadOnlyMemory<byte> Audio { get; init; }

    /// <summary>How many streams live at a time.</summary>
    public required int Streams { get; init; }

    /// <summary>The engine; both if <see langword="null"/>.</summary>
    public EngineKind? Engine { get; init; }

    /// <summary>The part of all steps in which something is made to go wrong, 0 to 1.</summary>
    public double Faults { get; init; }

    /// <summary>Makes the streams' decisions.</summary>
    public int Seed { get; init; }

    /// <summary>Called with every stream that ends: where a test of the soak itself lets something leak.</summary>
    public Action OnEnd { get; init; } = static () => { };

    /// <summary>Bytes that the books do not hear of, at the end of every stream: for a test of the soak itself.</summary>
    public int Embezzled { get; init; }
}
