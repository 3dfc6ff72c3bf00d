namespace Cascade.Tests;

/// <summary>Results say where speech is, what their audio is, and when in the world they were.</summary>
public sealed class ResultTests
{
    private static readonly byte[] Audio = Recording.Conversation.Audio;
    private static readonly VadEngine Engine = VadEngine.Managed();

    [Test]
    public async Task StartsAndEnds_AreThoseOfTheSegment()
    {
        List<CascadeResult> results = await RunAsync(new StreamProcessorOptions { Speech = new SpeechSettings { Results = ResultKinds.SpeechStarted | ResultKinds.SpeechEnded | ResultKinds.Segments } });
        SpeechSegment[] segments = [.. results.OfType<SpeechSegment>()];
        SpeechStarted[] starts = [.. results.OfType<SpeechStarted>()];
        SpeechEnded[] ends = [.. results.OfType<SpeechEnded>()];
        Assert.Multiple(() =>
        {
            Assert.That(starts.Select(s => s.Start), Is.EqualTo(segments.Select(s => s.Start)));
            Assert.That(ends.Select(e => e.Start), Is.EqualTo(segments.Where(s => s.EndedBy == SegmentEnd.Silence).Select(s => s.End)));
            Assert.That(starts.Select(s => s.Duration).Concat(ends.Select(e => e.Duration)), Has.All.EqualTo(TimeSpan.Zero));
            Assert.That(starts.Select(s => (s.DetectedAt - s.Start).TotalMilliseconds), Has.All.InRange(32, 63), "the onset's frame, and the pad");
            Assert.That(ends.Select(e => e.DetectedAt > e.Start), Has.All.True);
        });
    }

    [Test]
    public async Task Probability_IsToldOnceForEveryFrame()
    {
        SpeechSettings settings = new() { MinimumSpeech = TimeSpan.FromMilliseconds(700), MaximumSpeech = TimeSpan.FromSeconds(2), Results = ResultKinds.All };
        List<CascadeResult> results = await RunAsync(new StreamProcessorOptions { Speech = settings });
        FrameProbability[] frames = [.. results.OfType<FrameProbability>()];
        SpeechTimestamps offline = await SpeechTimestamps.DetectAsync(Audio.AsMemory(0, Audio.Length / 1024 * 1024), engine: Engine);
        Assert.That(results.OfType<SpeechDiscarded>(), Is.Not.Empty);
        Assert.That(frames.Select(f => f.StartSample), Is.EqualTo(Enumerable.Range(0, Audio.Length / 1024).Select(i => i * 512L)));
        Assert.That(frames.Select(f => f.Probability), Is.EqualTo(offline.Probabilities));
    }

    [Test]
    public async Task SegmentsAudio_HasItsFormat()
    {
        AudioFormat stereo = new(48_000, 2, SampleEncoding.Float32);
        byte[] input = new byte[stereo.BytesPerBlock * 48_000];
        await using StreamProcessor processor = new(new StreamProcessorOptions { InputFormat = stereo, Audio = ResultAudio.Input }, () => new ScriptedInference(1f));
        SpeechSegment segment = (await processor.PushAsync(input)).OfType<SpeechSegment>().Single();
        Assert.That((segment.Format, segment.Audio.Length, segment.ToFloats().Length), Is.EqualTo((stereo, input.Length, 48_000)));
        await using AudioFile file = await AudioFile.OpenAsync(new MemoryStream(segment.ToWav()));
        Assert.That((file.Format, file.Duration), Is.EqualTo((stereo, TimeSpan.FromSeconds(1))));

        await using StreamProcessor telephone = new(new StreamProcessorOptions { InputFormat = new AudioFormat(8_000), Engine = VadEngine.OnnxRuntime(shareSession: true, native8kHz: true) });
        Assert.That((await telephone.PushAsync(Recording.Conversation8k.Audio)).OfType<SpeechSegment>().Select(s => s.Format), Is.All.EqualTo(new AudioFormat(8_000)));
    }

    [Test]
    public async Task Floats_AreTheSamplesOfTheAudio()
    {
        SpeechSegment segment = (await RunAsync(new StreamProcessorOptions())).OfType<SpeechSegment>().First();
        float[] floats = segment.ToFloats();
        Assert.That(AudioConverter.ToPcm16(floats), Is.EqualTo(segment.Audio.ToArray()));
        Assert.That(AudioConverter.Convert(segment.Audio.Span, segment.Format), Is.EqualTo(floats));
    }

    [Test]
    public async Task EqualResults_AreEqual()
    {
        StreamProcessorOptions options = new() { Speech = new SpeechSettings { Results = ResultKinds.All } };
        List<CascadeResult> one = await RunAsync(options);
        List<CascadeResult> other = await RunAsync(options);
        Assert.That(other, Is.EqualTo(one));
        Assert.That(other.Select(r => r.GetHashCode()), Is.EqualTo(one.Select(r => r.GetHashCode())));
        SpeechSegment segment = one.OfType<SpeechSegment>().First();
        byte[] altered = segment.Audio.ToArray();
        altered[100] ^= 1;
        Assert.That(segment with { Audio = altered }, Is.Not.EqualTo(segment));
    }

    [Test]
    public async Task StreamTime_GivesWallClockTimes()
    {
        DateTimeOffset begin = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
        List<CascadeResult> results = await RunAsync(new StreamProcessorOptions { StreamTime = begin });
        Assert.That(results.Select(r => (r.StartTime, r.EndTime)), Is.EqualTo(results.Select(r => ((DateTimeOffset?)(begin + r.Start), (DateTimeOffset?)(begin + r.End)))));
        Assert.That((await RunAsync(new StreamProcessorOptions())).Select(r => r.StartTime), Is.All.Null);
    }

    [Test]
    public async Task FrameDetector_GivesTheProcessorsProbabilities([Values] EngineKind engine)
    {
        SpeechTimestamps expected = await SpeechTimestamps.DetectAsync(Audio, engine: engine.Of());
        float[] samples = AudioConverter.Convert(Audio, AudioFormat.Pcm16Mono16k);
        using FrameDetector detector = new(engine.Of());
        for (int run = 0; run < 2; run++)
        {
            float[] found = [.. Enumerable.Range(0, samples.Length / SampleClock.FrameSamples).Select(i => detector.Detect(samples.AsSpan(i * SampleClock.FrameSamples, SampleClock.FrameSamples)))];
            Assert.That(found, Is.EqualTo(expected.Probabilities.Take(found.Length)));
            detector.Reset();
        }

        Assert.That(Assert.Throws<ArgumentException>(() => detector.Detect(new float[511]))!.Message, Does.Contain("512").And.Contain("511"));
    }

    [Test]
    public void WavFile_ReadsBack([Values] SampleEncoding encoding)
    {
        AudioFormat format = new(11_025, 2, encoding);
        byte[] audio = new byte[format.BytesPerBlock * 500];
        new Random(1).NextBytes(audio.AsSpan(0, encoding is SampleEncoding.Float32 or SampleEncoding.Float64 or SampleEncoding.Float32BigEndian or SampleEncoding.Float64BigEndian ? 0 : audio.Length));
        byte[] wav = WavFile.ToArray(audio, format);
        using MemoryStream written = new();
        WavFile.WriteAsync(written, audio, format).GetAwaiter().GetResult();
        Assert.That(written.ToArray(), Is.EqualTo(wav));
        AudioFile file = AudioFile.OpenAsync(new MemoryStream(wav)).AsTask().GetAwaiter().GetResult();
        byte[] read = new byte[audio.Length];
        file.Pcm.ReadExactly(read);
        Assert.That((file.Format.SampleRateHz, file.Format.Channels, file.Truncation), Is.EqualTo((11_025, 2, (AudioFormatException?)null)));
        Assert.That(AudioConverter.Convert(read, file.Format), Is.EqualTo(AudioConverter.Convert(audio, format)));
        Assert.Throws<ArgumentException>(() => WavFile.CreateHeader(1, format));
    }

    private static async Task<List<CascadeResult>> RunAsync(StreamProcessorOptions options)
    {
        await using StreamProcessor processor = new(options with { Engine = Engine });
        return await processor.PushAsync(Audio, 3201);
    }
}
