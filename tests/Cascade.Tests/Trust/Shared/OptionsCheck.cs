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
        from results in Mostly((int)ResultKinds.Default, [0, 1, 63, 64, 127, 128, -1])
        from audio in Mostly(0, [1, 2, -1])
        from engine in Mostly(EngineKind.OnnxRuntime, [EngineKind.Managed])
        from backlog in Mostly(TimeSpan.FromMinutes(1), [TimeSpan.FromSeconds(1), .. Times])
        from timeout in Mostly(Timeout.InfiniteTimeSpan, [TimeSpan.FromMilliseconds(1), .. Times])
        from first in Mostly(0L, [1, 1_000_000_000_000_000, 1_000_000_000_000_001, -1, long.MaxValue])
        select new StreamProcessorOptions
        {
            Speech = new SpeechSettings
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
            },
            Audio = (ResultAudio)audio,
            Engine = engine.Of(),
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
            .. Unless(o.Speech.Threshold is > 0 and <= 1, nameof(o.Speech.Threshold)),
            .. Unless(o.Speech.ExitThreshold is null || (o.Speech.ExitThreshold >= 0 && o.Speech.ExitThreshold <= o.Speech.Threshold), nameof(o.Speech.ExitThreshold)),
            .. Unless(IsWithin(o.Speech.MinimumSilence, 3600), nameof(o.Speech.MinimumSilence)),
            .. Unless(IsWithin(o.Speech.SpeechPad, 10), nameof(o.Speech.SpeechPad)),
            .. Unless(IsWithin(o.Speech.MinimumSpeech, 3600), nameof(o.Speech.MinimumSpeech)),
            .. Unless(
                o.Speech.MaximumSpeech == Timeout.InfiniteTimeSpan || (IsWithin(o.Speech.MaximumSpeech, 3600) && IsWithin(o.Speech.SpeechPad, 10) && o.Speech.MaximumSpeech.TotalMilliseconds >= (2 * o.Speech.SpeechPad.TotalMilliseconds) + 64),
                nameof(o.Speech.MaximumSpeech)),
            .. Unless(IsWithin(o.Speech.MinimumSilenceAtMaximumSpeech, 3600), nameof(o.Speech.MinimumSilenceAtMaximumSpeech)),
            .. Unless(o.Speech.MaximumSpeechCut is MaximumSpeechCut.LongestSilence or MaximumSpeechCut.LastSilence, nameof(o.Speech.MaximumSpeechCut)),
            .. Unless((int)o.Speech.Results is >= 0 and < 128, nameof(o.Speech.Results)),
            .. Unless(o.Audio is ResultAudio.Pcm16Mono or ResultAudio.Input or ResultAudio.None, nameof(o.Audio)),
            .. Unless(o.MaximumBacklog == Timeout.InfiniteTimeSpan || (IsWithin(o.MaximumBacklog, 3600) && o.MaximumBacklog.TotalSeconds >= 1), nameof(o.MaximumBacklog)),
            .. Unless(o.InputTimeout == Timeout.InfiniteTimeSpan || (IsWithin(o.InputTimeout, 3600) && o.InputTimeout.TotalMilliseconds >= 1), nameof(o.InputTimeout)),
            .. Unless(o.StartSample is >= 0 and <= 1_000_000_000_000_000, nameof(o.StartSample)),
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
