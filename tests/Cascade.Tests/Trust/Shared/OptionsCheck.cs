using FsCheck;
using FsCheck.Fluent;

namespace Cascade.Tests.Trust;

/// <summary>Options with values inside and outside their ranges: a processor is refused by the name of a value that is outside, or works.</summary>
internal static class OptionsCheck
{
    private static readonly TimeSpan[] Times =
    [
        TimeSpan.Zero, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(64), TimeSpan.FromMilliseconds(123.4567), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10.0001),
        TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1) + TimeSpan.FromTicks(1), TimeSpan.FromTicks(-1), Timeout.InfiniteTimeSpan, TimeSpan.MaxValue, TimeSpan.MinValue,
    ];

    private static readonly double[] Thresholds = [0, double.Epsilon, 0.05, 0.15, 0.5, 0.99, 1, 1.0000001, -0.1, 2, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    public static Arbitrary<StreamProcessorOptions> Any { get; } = Arb.From(
        from threshold in Mostly(0.5, Thresholds)
        from exit in Mostly<double?>(null, [null, .. Thresholds])
        from silence in Mostly(TimeSpan.FromMilliseconds(100), Times)
        from pad in Mostly(TimeSpan.FromMilliseconds(30), Times)
        from speech in Mostly(TimeSpan.Zero, Times)
        from longest in Mostly(TimeSpan.FromMinutes(1), Times)
        from pause in Mostly(TimeSpan.FromMilliseconds(98), Times)
        from cut in Mostly(0, [1, 2, -1])
        from results in Mostly((int)ResultKinds.Default, [0, 1, 63, 64, -1])
        from audio in Mostly(0, [1, 2, -1])
        from engine in Mostly(0, [1, 2, -1])
        from native in Mostly(false, [true])
        from backlog in Mostly(TimeSpan.FromMinutes(1), [TimeSpan.FromSeconds(1), .. Times])
        from timeout in Mostly<TimeSpan?>(null, [TimeSpan.FromMilliseconds(1), .. Times])
        from first in Mostly(0L, [1, 1_000_000_000_000_000, 1_000_000_000_000_001, -1, long.MaxValue])
        select new StreamProcessorOptions
        {
            Threshold = threshold,
            ExitThreshold = exit,
            MinimumSilence = silence,
            SpeechPad = pad,
            MinimumSpeech = speech,
            MaximumSpeech = longest,
            MinimumSilenceAtMaximumSpeech = pause,
            MaximumSpeechCut = (MaximumSpeechCut)cut,
            Results = (ResultKinds)results,
            Audio = (ResultAudio)audio,
            Engine = (VadEngine)engine,
            Native8kHz = native,
            MaximumBacklog = backlog,
            InputTimeout = timeout,
            StartSample = first,
        });

    public static async Task CheckAsync(StreamProcessorOptions options)
    {
        HashSet<string> illegal = [.. FindIllegal(options)];
        try
        {
            await using StreamProcessor processor = new(options, static () => new LevelInference());
            await processor.ProcessChunkAsync(new byte[5_001]);
            await processor.FlushAsync();
            Require(illegal.Count == 0, options, $"should have been refused for {string.Join(", ", illegal)}");
            Require(processor.GetStats() is { BytesReceived: 5_001, BytesWaiting: 0, Frames: 4 }, options, $"gives {processor.GetStats()}");
        }
        catch (ArgumentException e)
        {
            Require(e.ParamName is { } name && illegal.Contains(name), options, $"is refused: {e.Message}");
        }
    }

    // As documented with the options.
    private static IEnumerable<string> FindIllegal(StreamProcessorOptions o)
    {
        static string[] Unless(bool isLegal, string name) => isLegal ? [] : [name];
        static bool IsWithin(TimeSpan value, double seconds) => value >= TimeSpan.Zero && value.TotalSeconds <= seconds;
        return
        [
            .. Unless(o.Threshold is > 0 and <= 1, nameof(o.Threshold)),
            .. Unless(o.ExitThreshold is null || (o.ExitThreshold >= 0 && o.ExitThreshold <= o.Threshold), nameof(o.ExitThreshold)),
            .. Unless(IsWithin(o.MinimumSilence, 3600), nameof(o.MinimumSilence)),
            .. Unless(IsWithin(o.SpeechPad, 10), nameof(o.SpeechPad)),
            .. Unless(IsWithin(o.MinimumSpeech, 3600), nameof(o.MinimumSpeech)),
            .. Unless(
                o.MaximumSpeech == Timeout.InfiniteTimeSpan || (IsWithin(o.MaximumSpeech, 3600) && IsWithin(o.SpeechPad, 10) && o.MaximumSpeech.TotalMilliseconds >= (2 * o.SpeechPad.TotalMilliseconds) + 64),
                nameof(o.MaximumSpeech)),
            .. Unless(IsWithin(o.MinimumSilenceAtMaximumSpeech, 3600), nameof(o.MinimumSilenceAtMaximumSpeech)),
            .. Unless(o.MaximumSpeechCut is MaximumSpeechCut.LongestSilence or MaximumSpeechCut.LastSilence, nameof(o.MaximumSpeechCut)),
            .. Unless((int)o.Results is >= 0 and < 64, nameof(o.Results)),
            .. Unless(o.Audio is ResultAudio.Pcm16Mono or ResultAudio.Input or ResultAudio.None, nameof(o.Audio)),
            .. Unless(o.Engine is VadEngine.OnnxRuntime or VadEngine.Managed, nameof(o.Engine)),
            .. Unless(o.MaximumBacklog == Timeout.InfiniteTimeSpan || (IsWithin(o.MaximumBacklog, 3600) && o.MaximumBacklog.TotalSeconds >= 1), nameof(o.MaximumBacklog)),
            .. Unless(o.InputTimeout is null || (IsWithin(o.InputTimeout.Value, 3600) && o.InputTimeout.Value.TotalMilliseconds >= 1), nameof(o.InputTimeout)),
            .. Unless(o.StartSample is >= 0 and <= 1_000_000_000_000_000, nameof(o.StartSample)),
            .. Unless(!o.Native8kHz || o.Engine == VadEngine.OnnxRuntime, nameof(o.Native8kHz)),
        ];
    }

    private static Gen<T> Mostly<T>(T usual, T[] others) => Gen.Frequency((5, Gen.Constant(usual)), (1, Gen.Elements(others)));

    private static void Require(bool holds, StreamProcessorOptions options, string complaint)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{options} {complaint}");
        }
    }
}
