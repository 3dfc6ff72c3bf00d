using System.Diagnostics.Metrics;

namespace Cascade.Dialogue;

/// <summary>The instruments of the meter <c>Cascade.Conversation</c>.</summary>
internal static class ConversationMeter
{
    private static readonly Meter Meter = new("Cascade.Conversation");
    private static readonly InstrumentAdvice<double> Delays = new() { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5, 2, 3, 5, 10] };
    private static readonly UpDownCounter<long> Active = Meter.CreateUpDownCounter<long>("cascade.conversation.active", "{conversation}", "Conversations, by state.");
    private static readonly Counter<long> Turns = Meter.CreateCounter<long>("cascade.conversation.turns", "{turn}", "Turns that ended, by outcome.");
    private static readonly Histogram<double> Response = Delay("cascade.conversation.response.latency", "From the end of speech to the first audio of the answer.");
    private static readonly Histogram<double> Endpoint = Delay("cascade.conversation.endpoint.delay", "From the end of speech to the decision that the turn is over.");
    private static readonly Histogram<double> Transcription = Delay("cascade.conversation.transcription.delay", "From the request to the text.");
    private static readonly Histogram<double> FirstToken = Delay("cascade.conversation.model.time_to_first_token", "From the request to the model's first token.");
    private static readonly Histogram<double> FirstAudio = Delay("cascade.conversation.synthesis.time_to_first_audio", "From the first sentence to its first audio.");
    private static readonly Histogram<double> Interruption = Delay("cascade.conversation.interruption.latency", "From the onset of speech to the pause of the answer.");
    private static readonly Counter<long> Interruptions = Meter.CreateCounter<long>("cascade.conversation.interruptions", "{interruption}", "Speech during an answer, by outcome.");
    private static readonly Counter<long> Faults = Meter.CreateCounter<long>("cascade.conversation.faults", "{fault}", "Faults, by stage and type.");
    private static readonly Counter<long> Abandoned = Meter.CreateCounter<long>("cascade.conversation.abandoned", "{job}", "Canceled work that did not end in time.");
    private static readonly Counter<long> Ignored = Meter.CreateCounter<long>("cascade.conversation.reports.ignored", "{report}", "Playback reports of unknown turns.");
    private static readonly Histogram<long> Queue = Meter.CreateHistogram<long>(
        "cascade.conversation.queue.length", "{item}", "Items that wait at the end of a turn, by queue.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] });

    public static void State(ConversationState state, int change) => Active.Add(change, new KeyValuePair<string, object?>("cascade.conversation.state", state.ToString().ToLowerInvariant()));

    public static void TurnEnded(TurnOutcome outcome, TurnLatency latency)
    {
        Turns.Add(1, new KeyValuePair<string, object?>("cascade.turn.outcome", outcome.ToString().ToLowerInvariant()));
        Record(Response, latency.Total);
        Record(Endpoint, latency.Endpoint);
        Record(Transcription, latency.Transcription);
        Record(FirstToken, latency.FirstToken);
        Record(FirstAudio, latency.FirstAudio);
    }

    public static void Interrupted(string outcome) => Interruptions.Add(1, new KeyValuePair<string, object?>("cascade.interruption.outcome", outcome));

    public static void Paused(TimeSpan sinceOnset) => Interruption.Record(sinceOnset.TotalSeconds);

    public static void Fault(ConversationStage stage, string code) =>
        Faults.Add(1, new KeyValuePair<string, object?>("cascade.stage", StageContext.Name(stage)), new KeyValuePair<string, object?>("error.type", code));

    public static void JobAbandoned() => Abandoned.Add(1);

    public static void ReportIgnored() => Ignored.Add(1);

    public static void Waiting(string queue, long length) => Queue.Record(length, new KeyValuePair<string, object?>("cascade.queue", queue));

    private static Histogram<double> Delay(string name, string description) => Meter.CreateHistogram(name, "s", description, advice: Delays);

    private static void Record(Histogram<double> histogram, TimeSpan? value)
    {
        if (value is { } known)
        {
            histogram.Record(known.TotalSeconds);
        }
    }
}
