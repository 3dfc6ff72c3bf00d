using Cascade.Speech.Tests.Shared;

namespace Cascade.Benchmarks.Speech;

/// <summary>The pools that are measured.</summary>
internal static class SpeechPools
{
    public static SpeechWorkerOptions Accurate { get; } = new()
    {
        QueueLength = 100_000,
        MaximumWait = Timeout.InfiniteTimeSpan,
        JobTimeout = TimeSpan.FromMinutes(5),
        StartTimeout = TimeSpan.FromMinutes(1),
    };

    public static SpeechWorkerOptions Fast { get; } = Accurate with { Engine = new PocketSphinxRecognizer { Speed = PocketSphinxSpeed.Fast } };

    public static SpeechWorkerOptions Fastest { get; } = Accurate with { Engine = new PocketSphinxRecognizer { Speed = PocketSphinxSpeed.Fastest } };

    public static SpeechWorkerOptions Grammar { get; } = Accurate with
    {
        Engine = new PocketSphinxRecognizer { Grammars = new Dictionary<string, string> { ["sentences"] = Sentences.Grammar }, Grammar = "sentences" },
    };
}
