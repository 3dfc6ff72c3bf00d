using System.Runtime.InteropServices;

namespace Cascade.Tests;

/// <summary>Audio files decoded both ways, and what differs.</summary>
internal static class Decoding
{
    /// <summary>All samples of a file; by the codecs if no ffmpeg is named.</summary>
    public static async Task<(AudioFormat Format, float[] Samples)> ReadAsync(string path, string? ffmpeg = null)
    {
        await using AudioFile file = await AudioFile.OpenAsync(path, ffmpeg);
        return (file.Format, await ReadAsync(file));
    }

    public static async Task<float[]> ReadAsync(AudioFile file)
    {
        using MemoryStream bytes = new();
        await file.Pcm.CopyToAsync(bytes);
        return MemoryMarshal.Cast<byte, float>(bytes.ToArray()).ToArray();
    }

    /// <summary>How far the difference lies below the sound, in decibels, sample against sample.</summary>
    public static double DecibelsBelow(ReadOnlySpan<float> sound, ReadOnlySpan<float> other)
    {
        double power = 0;
        double difference = 0;
        for (int i = 0; i < Math.Min(sound.Length, other.Length); i++)
        {
            power += (double)sound[i] * sound[i];
            difference += ((double)sound[i] - other[i]) * ((double)sound[i] - other[i]);
        }

        return 10 * Math.Log10(power / (difference + double.Epsilon));
    }

    public static async Task<List<(long Start, long End)>> SegmentsAsync(float[] samples, AudioFormat format)
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed(), InputFormat = format, Speech = new SpeechSettings { Results = ResultKinds.Segments } });
        List<CascadeResult> results = [.. await processor.ProcessChunkAsync(MemoryMarshal.AsBytes(samples.AsSpan()).ToArray()), .. await processor.FlushAsync()];
        return [.. results.Select(result => (result.StartSample, result.EndSample))];
    }

    public static async Task<List<(long Start, long End)>> SegmentsAsync(string path)
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.Segments } });
        List<(long, long)> segments = [];
        await foreach (CascadeResult result in processor.ProcessFileAsync(path))
        {
            segments.Add((result.StartSample, result.EndSample));
        }

        return segments;
    }
}
