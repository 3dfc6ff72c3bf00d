using Cascade.Tests;
using System.Globalization;

namespace Cascade.Benchmarks.Load;

/// <summary>How clients want their streams processed: in turn with silero's values, and as a conversation, so that each kind of event comes.</summary>
internal static class ClientOptions
{
    public static StreamProcessorOptions Of(int client, EngineKind engine) =>
        (client % 2 == 0 ? new StreamProcessorOptions() : StreamProcessorOptions.Conversation) with
        {
            Engine = engine.Of(),
            ShareSession = engine == EngineKind.OnnxRuntime,
            Results = ProcessorEvents.Kinds,
        };

    /// <summary>The same as the wire protocol has it.</summary>
    public static string ToJson(StreamProcessorOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"threshold":{{options.Threshold}},"exitThreshold":null,"minimumSilenceMs":{{options.MinimumSilence.TotalMilliseconds}},"speechPadMs":{{options.SpeechPad.TotalMilliseconds}},"minimumSpeechMs":{{options.MinimumSpeech.TotalMilliseconds}},"maximumSpeechMs":{{options.MaximumSpeech.TotalMilliseconds}}}
        """);
}
