using NAudio.Wave;

namespace Cascade.Tests;

/// <summary>Segments as NAudio's streams and files.</summary>
[Parallelizable]
public sealed class SegmentTests
{
    [Test]
    public async Task WaveStream_HasTheSegmentsAudioAndLength()
    {
        SpeechSegment segment = await FirstSegmentAsync();
        using WaveStream stream = segment.ToWaveStream();
        byte[] read = new byte[segment.Audio.Length + 1];
        int count = stream.ReadAtLeast(read, read.Length, throwOnEndOfStream: false);
        Assert.That(read[..count], Is.EqualTo(segment.Audio.ToArray()));
        Assert.That((stream.TotalTime, stream.WaveFormat.SampleRate), Is.EqualTo((segment.Duration, 16_000)));
    }

    [Test]
    public async Task SavedWav_IsReadByBothLibraries()
    {
        SpeechSegment segment = await FirstSegmentAsync();
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "segment.wav");
        await File.WriteAllBytesAsync(path, segment.ToWav());
        await using AudioFile ours = await AudioFile.OpenAsync(path);
        using MemoryStream pcm = new();
        await ours.Pcm.CopyToAsync(pcm);
        using WaveFileReader theirs = new(path);
        Assert.That(pcm.ToArray(), Is.EqualTo(segment.Audio.ToArray()));
        Assert.That((ours.Format, ours.Duration, theirs.Length), Is.EqualTo((AudioFormat.Pcm16Mono16k, segment.Duration, (long)segment.Audio.Length)));
    }

    [Test]
    public async Task AudioOfTheInput_KeepsItsFormat()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed(), Audio = ResultAudio.Input, Speech = new SpeechSettings { Results = ResultKinds.Segments } });
        using WaveFileReader reader = new(Recordings.Conversation8k);
        await foreach (CascadeResult result in processor.ProcessStreamAsync(reader.ToSampleProvider()))
        {
            SpeechSegment segment = (SpeechSegment)result;
            using WaveStream stream = segment.ToWaveStream();
            Assert.That(stream.WaveFormat.ToAudioFormat(), Is.EqualTo(new AudioFormat(8_000, 1, SampleEncoding.Float32)));
            Assert.That(stream.TotalTime, Is.EqualTo(segment.Duration).Within(TimeSpan.FromSeconds(1 / 8_000.0)), "a position between two of the input's samples");
        }
    }

    private static async Task<SpeechSegment> FirstSegmentAsync()
    {
        await using StreamProcessor processor = Detection.NewProcessor();
        await foreach (CascadeResult result in processor.ProcessFileAsync(Recordings.Conversation))
        {
            if (result is SpeechSegment segment)
            {
                return segment;
            }
        }

        throw new AssertionException("The recording has no segment.");
    }
}
