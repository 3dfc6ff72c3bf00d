using FsCheck;
using FsCheck.Fluent;

namespace Cascade.Tests.Trust;

/// <summary>Random bytes in any format give the same results however they are cut, last as long as their blocks do, and leave nothing waiting. What is no format is refused.</summary>
internal static class FormatCheck
{
    private static readonly SampleEncoding[] Encodings = Enum.GetValues<SampleEncoding>();

    public static Arbitrary<FormatCase> Any { get; } = Arb.From(
        from rate in Gen.Frequency((6, Gen.Choose(4_000, 96_000)), (3, Gen.Elements(8_000, 16_000, 44_100, 48_000, 384_000)), (1, Gen.Elements(3_999, 384_001, 0, -1, int.MaxValue)))
        from channels in Gen.Frequency((6, Gen.Choose(1, 3)), (3, Gen.Choose(1, 64)), (1, Gen.Elements(0, 65, -1)))
        from encoding in Gen.Frequency((12, Gen.Choose(0, Encodings.Length - 1)), (1, Gen.Elements(-1, 1_000)))
        from length in Gen.Choose(0, 40_000)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new FormatCase(rate, channels, encoding is >= 0 and < 1_000 ? (int)Encodings[encoding] : encoding, length, seed));

    public static async Task CheckAsync(FormatCase given)
    {
        bool isLegal = given.RateHz is >= 4_000 and <= 384_000 && given.Channels is >= 1 and <= 64 && Encodings.Contains((SampleEncoding)given.Encoding);
        AudioFormat format;
        try
        {
            format = new AudioFormat(given.RateHz, given.Channels, (SampleEncoding)given.Encoding);
        }
        catch (ArgumentOutOfRangeException)
        {
            Require(!isLegal, given, "is refused");
            return;
        }

        Require(isLegal, given, "is taken for a format");
        byte[] audio = new byte[given.Length];
        Random random = new(given.Seed);
        random.NextBytes(audio);
        StreamProcessorOptions options = new() { InputFormat = format, Audio = (ResultAudio)random.Next(2), Speech = new SpeechSettings { Threshold = 0.4, Results = ResultKinds.All } };
        (List<string> whole, ProcessorStats stats) = await RunAsync(options, audio, () => audio.Length);
        (List<string> cut, ProcessorStats cutStats) = await RunAsync(options, audio, () => random.Next(1, random.Next(2) == 0 ? 40 : 4_000));
        long samples = ((given.Length / format.BytesPerBlock * 16_000L) + given.RateHz - 1) / given.RateHz;
        Require(whole.SequenceEqual(cut), given, $"gives {cut.Count} results when cut, {whole.Count} when not, or other ones");
        Require(Counted(stats) == Counted(cutStats), given, $"is counted {cutStats} when cut, {stats} when not");
        Require(stats.BytesReceived == given.Length && stats.BytesWaiting == 0 && stats.Position.Ticks == samples * 625, given, $"is counted {stats}, not {samples} samples");
    }

    private static async Task<(List<string> Results, ProcessorStats Stats)> RunAsync(StreamProcessorOptions options, ReadOnlyMemory<byte> audio, Func<int> size)
    {
        await using StreamProcessor processor = new(options, static () => new LevelInference());
        List<CascadeResult> results = [];
        while (!audio.IsEmpty)
        {
            int count = Math.Min(size(), audio.Length);
            results.AddRange(await processor.ProcessChunkAsync(audio[..count]));
            audio = audio[count..];
        }

        results.AddRange(await processor.FlushAsync());
        return ([.. results.Select(result => result.Describe())], processor.GetStats());
    }

    // What depends neither on the machine nor on when memory is taken and given back.
    private static ProcessorStats Counted(ProcessorStats stats) =>
        stats with { BytesBuffered = 0, PeakBytesBuffered = 0, Inference = DurationStats.None, Chunks = DurationStats.None };

    private static void Require(bool holds, FormatCase given, string complaint)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{given} {complaint}");
        }
    }
}
