using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace Cascade.Tests;

/// <summary>NAudio's sources give what the core gives for the same file.</summary>
[Parallelizable]
public sealed class SourceTests
{
    private static readonly string[] Files = [Recordings.Conversation, Recordings.Conversation8k];

    [TestCaseSource(nameof(Files))]
    public async Task WaveStream_GivesTheResultsOfTheFile(string path)
    {
        await using StreamProcessor processor = Detection.NewProcessor();
        using WaveFileReader reader = new(path);
        Assert.That(await Detection.DescribeAsync(processor.ProcessStreamAsync(reader)), Is.EqualTo(await Detection.OfFileAsync(path)));
    }

    [TestCaseSource(nameof(Files))]
    public async Task WaveProvider_GivesTheResultsOfTheFile(string path)
    {
        await using StreamProcessor processor = Detection.NewProcessor();
        using WaveFileReader reader = new(path);
        Assert.That(await Detection.DescribeAsync(processor.ProcessStreamAsync(new OddReads(reader))), Is.EqualTo(await Detection.OfFileAsync(path)));
    }

    [TestCaseSource(nameof(Files))]
    public async Task SampleProvider_GivesTheResultsOfTheFileToTheSample(string path)
    {
        await using StreamProcessor processor = Detection.NewProcessor();
        using WaveFileReader reader = new(path);
        Assert.That(await Detection.DescribeAsync(processor.ProcessStreamAsync(reader.ToSampleProvider())), Is.EqualTo(await Detection.OfFileAsync(path)));
    }

    [Test]
    public async Task SampleProviderChain_GivesTheResultsOfTheFileItWouldWrite()
    {
        string written = Path.Combine(TestContext.CurrentContext.WorkDirectory, "chain.wav");
        using (WaveFileReader reader = new(Recordings.Conversation))
        {
            MonoToStereoSampleProvider chain = Chain(reader);
            using WaveFileWriter writer = new(written, chain.WaveFormat);
            float[] samples = new float[chain.WaveFormat.SampleRate / 10 * chain.WaveFormat.Channels]; // NAudio's resampler rounds otherwise when read in other portions
            while (chain.Read(samples) is > 0 and int count)
            {
                writer.WriteSamples(samples, 0, count);
            }
        }

        await using StreamProcessor processor = Detection.NewProcessor();
        using WaveFileReader source = new(Recordings.Conversation);
        List<string> results = await Detection.DescribeAsync(processor.ProcessStreamAsync(Chain(source)));
        Assert.That(results, Is.EqualTo(await Detection.OfFileAsync(written)));
        Assert.That(results, Has.Some.StartsWith(nameof(SpeechSegment)));
    }

    [Test]
    public async Task SourceThatIsAStreamAWaveProviderAndASampleProvider_IsReadInItsOwnFormat()
    {
        await using StreamProcessor processor = Detection.NewProcessor();
        using StreamAndSamples source = new(Recordings.Conversation8k);
        Assert.That(await Detection.DescribeAsync(processor.ProcessStreamAsync(source)), Is.EqualTo(await Detection.OfFileAsync(Recordings.Conversation8k)));
    }

    [Test]
    public async Task SecondSource_IsAStreamOfItsOwn()
    {
        await using StreamProcessor processor = Detection.NewProcessor();
        using WaveFileReader first = new(Recordings.Conversation8k);
        using WaveFileReader second = new(Recordings.Conversation);
        await Detection.DescribeAsync(processor.ProcessStreamAsync(first));
        Assert.That(await Detection.DescribeAsync(processor.ProcessStreamAsync(second)), Is.EqualTo(await Detection.OfFileAsync(Recordings.Conversation)));
    }

    [Test]
    public async Task ProviderThatFails_FailsAfterTheResultsBefore()
    {
        await using StreamProcessor processor = Detection.NewProcessor();
        using WaveFileReader reader = new(Recordings.Conversation);
        List<CascadeResult> results = [];
        IOException fault = (await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (CascadeResult result in processor.ProcessStreamAsync(new OddReads(reader, failAfter: 200_000)))
            {
                results.Add(result);
            }
        }))!;
        Assert.That(fault.Message, Is.EqualTo("the disk is gone"));
        Assert.That(results, Is.Not.Empty);
        Assert.That(await processor.FlushAsync(), Is.Not.Null, "the processor can go on");
    }

    private static MonoToStereoSampleProvider Chain(WaveFileReader reader) =>
        new(new WdlResamplingSampleProvider(new VolumeSampleProvider(reader.ToSampleProvider()) { Volume = 0.5f }, 44_100));

    /// <summary>Gives odd numbers of bytes, as providers may.</summary>
    private sealed class OddReads(IWaveProvider inner, int failAfter = int.MaxValue) : IWaveProvider
    {
        private int _given;

        public WaveFormat WaveFormat => inner.WaveFormat;

        public int Read(Span<byte> buffer)
        {
            int count = inner.Read(buffer[..Math.Min(buffer.Length, 1_002)]);
            _given += count;
            return _given <= failAfter ? count : throw new IOException("the disk is gone");
        }
    }

    /// <summary>As NAudio's AudioFileReader is.</summary>
    private sealed class StreamAndSamples(string path) : WaveStream, ISampleProvider
    {
        private readonly WaveFileReader _reader = new(path);

        public override WaveFormat WaveFormat => _reader.WaveFormat;

        public override long Length => _reader.Length;

        public override long Position
        {
            get => _reader.Position;
            set => _reader.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => _reader.Read(buffer, offset, count);

        public int Read(Span<float> buffer) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _reader.Dispose();
            base.Dispose(disposing);
        }
    }
}
