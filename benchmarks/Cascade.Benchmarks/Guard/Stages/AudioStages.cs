using Cascade.Diagnostics;
using Cascade.Inference;
using Cascade.Segmentation;

namespace Cascade.Benchmarks.Guard;

/// <summary>What happens to audio around the network.</summary>
internal static class AudioStages
{
    /// <summary>A tick's audio in a format, to mono at 16 kHz.</summary>
    public static Action Convert(AudioFormat format)
    {
        AudioConverter converter = new(format);
        byte[] audio = new byte[format.SampleRateHz * SileroNetwork.FrameSamples / SampleClock.SampleRateHz * format.BytesPerBlock];
        float[] frame = new float[SileroNetwork.FrameSamples];
        return () =>
        {
            ReadOnlySpan<byte> rest = audio;
            while (!rest.IsEmpty)
            {
                converter.Convert(rest, frame, out int used);
                rest = rest[used..];
            }
        };
    }

    /// <summary>Chunks to frames: short ones, which are converted as they come, and a long one, which goes through the pipe.</summary>
    public static Action Frame()
    {
        StreamProcessorOptions options = new() { Audio = ResultAudio.None, Speech = new SpeechSettings { Results = ResultKinds.None } };
        VadStream reader = new(options, new ProcessingTimes(new MetricTags(options.Engine), CascadeMeter.ChunkDuration, options.TimeProvider, StreamLog.For(null)));
        byte[] chunk = new byte[20 * Recording.FrameBytes];
        float[] frame = new float[SileroNetwork.FrameSamples];
        return () =>
        {
            for (int at = 0; at < chunk.Length; at += 640)
            {
                reader.Write(chunk.AsSpan(at, 640));
                while (reader.ReadFrames(frame) > 0)
                {
                }
            }

            reader.Write(chunk);
            while (reader.ReadFrames(frame) > 0)
            {
            }
        };
    }

    /// <summary>
    /// A conversation's probabilities to frames and segments with their audio: of several streams, because how copies fare depends on where their memory lies, by a tenth.
    /// </summary>
    public static Action Segment()
    {
        SegmentationSettings settings = new(SpeechSettings.Conversation);
        Segmenter[] segmenters = [.. Enumerable.Range(0, 16).Select(_ => new Segmenter(settings, ResultKinds.Default, new SegmentAudio(ResultAudio.Pcm16Mono), new StreamProcessorOptions()))];
        Queue<CascadeResult> results = new();
        float[] frame = new float[SileroNetwork.FrameSamples];
        return () =>
        {
            foreach (Segmenter segmenter in segmenters)
            {
                for (int i = 0; i < 100; i++)
                {
                    segmenter.Advance(frame, i is > 20 and < 70 and not 40 ? 0.9f : 0.1f, results);
                }

                results.Clear();
            }
        };
    }
}
