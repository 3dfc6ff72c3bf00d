using Cascade.Tests;
namespace Cascade.Benchmarks.Engines;

/// <summary>A whole recording at once through <see cref="SpeechTimestamps"/>, everything included that a caller waits for.</summary>
internal static class OfflineScenarios
{
    public const string Name = "offline";

    private const int Seconds = 16;

    public static Measurement[] Measure(Recording recording)
    {
        int seconds = Math.Min(Seconds, recording.Seconds);
        return Scenario.Measure(
            Create(OnnxScenarios.Name, EngineKind.OnnxRuntime, recording, seconds),
            Create(ManagedScenarios.BestName, EngineKind.Managed, recording, seconds));
    }

    private static Scenario Create(string engineName, EngineKind engine, Recording recording, int seconds)
    {
        SpeechTimestampsOptions options = new() { Engine = engine.Of(), ShareSession = true };
        ReadOnlyMemory<byte> audio = recording.Bytes[..(seconds * Recording.SecondBytes)];
        return new Scenario(Name, engineName, Recording.FramesIn(seconds), () => SpeechTimestamps.DetectAsync(audio, options).GetAwaiter().GetResult().Probabilities[^1]);
    }
}
