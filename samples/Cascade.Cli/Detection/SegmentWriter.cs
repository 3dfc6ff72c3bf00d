namespace Cascade.Cli.Detection;

/// <summary>Saves the segments of a file as WAV files.</summary>
internal sealed class SegmentWriter(string prefix)
{
    private int _count;

    /// <summary>Saves the next segment.</summary>
    public async Task WriteAsync(long startSample, ReadOnlyMemory<byte> audio, AudioFormat format, int? channel = null)
    {
        _count++;
        await using FileStream file = File.Create($"{prefix}-{_count:D3}-{startSample}{(channel is { } number ? $"-channel{number}" : "")}.wav");
        await WavFile.WriteAsync(file, audio, format);
    }
}
