namespace Cascade;

/// <summary>How a processor works.</summary>
public sealed record StreamProcessorOptions
{
    /// <summary>x</summary>
    public string? OnnxRuntimePath { get; init; }
    /// <summary>x</summary>
    public TimeSpan MinimumSilence { get; init; }
    /// <summary>x</summary>
    public TimeSpan MinimumSpeech { get; init; }
    /// <summary>x</summary>
    public TimeSpan MaximumSpeech { get; init; }
}
