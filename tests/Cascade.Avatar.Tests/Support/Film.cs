using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cascade.Avatar.Tests.Support;

/// <summary>A video as ffprobe describes it and ffmpeg decodes it.</summary>
internal sealed class Film : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"cascade-{Guid.NewGuid():N}.mp4");

    public Film(IEnumerable<AvatarSegment> segments)
    {
        using FileStream file = File.Create(_path);
        foreach (AvatarSegment segment in segments)
        {
            file.Write(segment.Data.Span);
        }
    }

    /// <summary>Gets the length of the file over its duration, kbit/s.</summary>
    public double KilobitsPerSecond => new FileInfo(_path).Length * 8 / 1_000.0 / double.Parse(Probe("video").GetProperty("duration").GetString()!, CultureInfo.InvariantCulture);

    public static async Task<Film> ReadAsync(AvatarStream stream)
    {
        List<AvatarSegment> segments = [];
        await foreach (AvatarSegment segment in stream.ReadAllAsync())
        {
            segments.Add(segment);
        }

        return new Film(segments);
    }

    /// <summary>What ffprobe says about the stream of a kind.</summary>
    public JsonElement Probe(string kind) =>
        JsonDocument.Parse(Tool.Run("ffprobe", "-v", "error", "-show_streams", "-of", "json", _path)).RootElement.GetProperty("streams").EnumerateArray()
            .Single(stream => stream.GetProperty("codec_type").GetString() == kind);

    /// <summary>The audio at 16 kHz from the time 0 of the file on, as a player plays it.</summary>
    public float[] DecodeAudio() =>
        MemoryMarshal.Cast<byte, float>(Tool.Run("ffmpeg", "-v", "error", "-copyts", "-i", _path, "-map", "0:a", "-af", "aresample=async=1:first_pts=0", "-ar", "16000", "-f", "f32le", "-")).ToArray();

    /// <summary>How dark a spot is in each picture: 0 is black, 255 white.</summary>
    public byte[] DecodeSpot(int x, int y, int size) =>
        Tool.Run("ffmpeg", "-v", "error", "-copyts", "-i", _path, "-map", "0:v", "-fps_mode", "passthrough", "-vf", $"crop={size}:{size}:{x - (size / 2)}:{y - (size / 2)},scale=1:1:flags=area", "-pix_fmt", "gray", "-f", "rawvideo", "-");

    public void Dispose() => File.Delete(_path);
}
