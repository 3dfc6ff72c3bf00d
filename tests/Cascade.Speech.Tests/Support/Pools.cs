namespace Cascade.Speech.Tests.Support;

/// <summary>Pools of real workers.</summary>
internal static class Pools
{
    public static SpeechEngine Faulty { get; } = new HostedRecognizer(typeof(FaultyClient).Assembly.Location, typeof(FaultyClient).FullName!);

    /// <summary>One worker with <see cref="FaultyClient"/>, and times that a busy machine keeps.</summary>
    public static SpeechWorkerOptions FaultyOptions { get; } = new()
    {
        Engine = Faulty,
        Count = 1,
        MaximumWait = TimeSpan.FromMinutes(1),
        JobTimeout = TimeSpan.FromMinutes(2),
        StartTimeout = TimeSpan.FromMinutes(1),
        PingTimeout = TimeSpan.FromMinutes(1),
        LoggerFactory = TestLog.Factory,
        QueueLength = 10_000,
    };

    /// <summary>Two recognizers whose jobs wait however long they must: a test that measures words sends all of its sentences at once.</summary>
    public static SpeechWorkerOptions SphinxOptions { get; } = FaultyOptions with { Engine = new PocketSphinxRecognizer(), Count = 2, MaximumWait = Timeout.InfiniteTimeSpan, JobTimeout = TimeSpan.FromMinutes(2) };

    /// <summary>Understands <see cref="Sentences"/> and nothing else.</summary>
    public static SpeechWorkerOptions GrammarOptions { get; } = SphinxOptions with
    {
        Engine = new PocketSphinxRecognizer { Grammars = new Dictionary<string, string> { ["sentences"] = Sentences.Grammar }, Grammar = "sentences" },
    };

    public static async Task<SpeechWorkers> StartAsync(SpeechWorkerOptions options)
    {
        SpeechWorkers workers = new(options);
        await workers.InitializeAsync();
        return workers;
    }
}
