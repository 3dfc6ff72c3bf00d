using System.Buffers.Binary;
using Cascade.Inference;

namespace Cascade.Tests;

[Parallelizable]
public sealed class AutomaticGainTests
{
    private static readonly StreamProcessorOptions Plain = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.All } };
    private static readonly StreamProcessorOptions Gain = Plain with { AutomaticGain = true };

    [Test]
    public async Task OrdinaryLevel_IsHeardAsWithout()
    {
        Assert.That(Describe(await HearAsync(Gain, Recording.Monologue.Audio)), Is.EqualTo(Describe(await HearAsync(Plain, Recording.Monologue.Audio))));
    }

    // The conversation four times, 50 dB softer: what is left are 4 to 6 bits of a sample.
    [Test]
    public async Task QuietSpeech_IsHeardOnceTheGainHasAdapted()
    {
        byte[] quiet = Softer(Repeat(Recording.Conversation.Audio, 4), 1 / 316.0);
        SpeechSegment[] loud = Last(await HearAsync(Plain, Repeat(Recording.Conversation.Audio, 4)));
        SpeechSegment[] without = Last(await HearAsync(Plain, quiet));
        SpeechSegment[] with = Last(await HearAsync(Gain, quiet));
        TimeSpan spoken = Length(loud);
        Assert.Multiple(() =>
        {
            Assert.That(Length(without), Is.LessThan(0.5 * spoken), "the recording must be too quiet to be heard without");
            Assert.That(Length(with), Is.InRange(0.85 * spoken, 1.15 * spoken));
        });

        static SpeechSegment[] Last(List<CascadeResult> results) => [.. results.OfType<SpeechSegment>().Where(s => s.StartSample > 3 * Recording.Conversation.Samples)];

        static TimeSpan Length(SpeechSegment[] segments) => TimeSpan.FromTicks(segments.Sum(s => s.Duration.Ticks));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Audio_IsThatOfTheInputHoweverItIsCut(bool isBatch)
    {
        byte[] quiet = Softer(Recording.Conversation.Audio, 1 / 300.0);
        await using StreamBatch batch = new();
        List<CascadeResult> whole = await HearAsync(Gain, quiet);
        List<CascadeResult> cut;
        if (isBatch)
        {
            await using StreamProcessor processor = new(Gain with { Engine = batch });
            processor.Push(quiet);
            processor.Complete();
            await batch.TickAsync();
            cut = await processor.ReadAllAsync().ToListAsync();
        }
        else
        {
            await using StreamProcessor processor = new(Gain);
            cut = await processor.PushAsync(quiet, 1, 777, 1024, 5000);
        }

        Assert.That(Describe(cut), Is.EqualTo(Describe(whole)));
        foreach (AudioFrame frame in whole.OfType<AudioFrame>())
        {
            Assert.That(frame.Audio.Span.SequenceEqual(quiet.AsSpan((int)(2 * frame.StartSample), frame.Audio.Length)));
        }

        foreach (SpeechSegment segment in whole.OfType<SpeechSegment>())
        {
            Assert.That(segment.Audio.Span.SequenceEqual(quiet.AsSpan((int)(2 * segment.StartSample), segment.Audio.Length)));
        }
    }

    [Test]
    public async Task FrameThatIsTriedAgain_IsTheSameFrame()
    {
        byte[] quiet = Softer(Recording.Conversation.Audio, 1 / 300.0);
        int failures = 0;
        List<float> heard = [];
        await using StreamProcessor processor = new(Gain, () => new Listener(heard, frame => failures++ % 2 == 0 && frame % 5 == 3));
        List<CascadeResult> results = [];
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(quiet, 4096))
        {
            results.AddRange(await TryAsync(processor, chunk));
        }

        results.AddRange(await processor.FlushAsync());
        List<float> undisturbed = [];
        await using StreamProcessor other = new(Gain, () => new Listener(undisturbed, _ => false));
        List<CascadeResult> expected = await other.PushAsync(quiet, 4096);
        Assert.That(failures, Is.GreaterThan(0));
        Assert.That(heard, Is.EqualTo(undisturbed));
        Assert.That(Describe(results), Is.EqualTo(Describe(expected)));

        static async Task<IReadOnlyList<CascadeResult>> TryAsync(StreamProcessor processor, ReadOnlyMemory<byte> chunk)
        {
            while (true)
            {
                try
                {
                    return await processor.ProcessChunkAsync(chunk);
                }
                catch (InferenceException)
                {
                    chunk = default; // accepted
                }
            }
        }
    }

    [Test]
    public async Task Reset_ForgetsTheLevel()
    {
        byte[] quiet = Softer(Recording.Conversation.Audio, 1 / 300.0);
        await using StreamProcessor processor = new(Gain);
        List<CascadeResult> first = await processor.PushAsync(quiet);
        processor.Reset();
        Assert.That(Describe(await processor.PushAsync(quiet)), Is.EqualTo(Describe(first)));
    }

    private static async Task<List<CascadeResult>> HearAsync(StreamProcessorOptions options, byte[] audio)
    {
        await using StreamProcessor processor = new(options);
        return await processor.PushAsync(audio, 32_000);
    }

    private static string[] Describe(List<CascadeResult> results) => [.. results.Select(Drive.Describe)];

    private static byte[] Repeat(byte[] audio, int count) => [.. Enumerable.Repeat(audio, count).SelectMany(a => a)];

    private static byte[] Softer(byte[] audio, double factor)
    {
        byte[] softer = new byte[audio.Length];
        for (int i = 0; i < audio.Length; i += 2)
        {
            BinaryPrimitives.WriteInt16LittleEndian(softer.AsSpan(i), (short)Math.Round(factor * BinaryPrimitives.ReadInt16LittleEndian(audio.AsSpan(i))));
        }

        return softer;
    }

    // Hears how loud frames are, and fails when it is told to.
    private sealed class Listener(List<float> heard, Func<int, bool> fails) : IFrameInference
    {
        public int FramesAtOnce => 1;

        public void Infer(ReadOnlySpan<float> frames, Span<float> probabilities)
        {
            if (fails(heard.Count))
            {
                throw new EngineFaultException("out of order");
            }

            float peak = 0;
            foreach (float sample in frames)
            {
                peak = Math.Max(peak, Math.Abs(sample));
            }

            heard.Add(peak);
            probabilities[0] = peak > 0.01f ? 0.9f : 0.1f;
        }

        public void Reset() => heard.Clear();

        public void Dispose()
        {
        }
    }
}
