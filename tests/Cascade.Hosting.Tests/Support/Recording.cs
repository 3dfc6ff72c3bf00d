namespace Cascade.Hosting.Tests;

/// <summary>The samples of the recordings that are committed, and what a processor makes of them.</summary>
internal static class Recording
{
    private const int HeaderBytes = 44;

    public static byte[] Conversation { get; } = Read("conversation.wav");

    public static byte[] Monologue { get; } = Read("monologue.wav");

    /// <summary>Silence.</summary>
    public static byte[] Silence(TimeSpan duration) => new byte[2 * (int)(duration.TotalSeconds * AudioFormat.Pcm16Mono16k.SampleRateHz)];

    /// <summary>What a processor of its own finds, flushed at the end.</summary>
    public static async Task<List<CascadeResult>> ResultsAsync(byte[] audio, StreamProcessorOptions? options = null)
    {
        await using StreamProcessor processor = new((options ?? new StreamProcessorOptions { Engine = VadEngine.Managed() }) with { Results = ResultKinds.All });
        return [.. await processor.ProcessChunkAsync(audio), .. await processor.FlushAsync()];
    }

    public static async Task<List<SpeechSegment>> SegmentsAsync(byte[] audio, StreamProcessorOptions? options = null) =>
        [.. (await ResultsAsync(audio, options)).OfType<SpeechSegment>()];

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", name))[HeaderBytes..];
}
