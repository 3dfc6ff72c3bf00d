namespace Cascade.Tests.Diagnostics;

/// <summary>A measurement that a listener was given.</summary>
internal sealed record Measured(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    public string Tag(string key) => (string)Tags[key]!;
}
