namespace Cascade.Talk.Tests.Support;

/// <summary>Recordings for the browser's microphone: silence and sentences by flite.</summary>
internal static class Microphone
{
    private const int SampleRate = 16_000;
    private const int BytesPerSample = 2;

    /// <summary>Writes a file: seconds of silence and sentences in turn, silence at the end.</summary>
    public static string Record(params (double SilenceSeconds, string Text)[] sentences)
    {
        byte[] pcm = [.. sentences.SelectMany(one => (byte[])[.. Silence(one.SilenceSeconds), .. Spoken.Pcm("rms", one.Text)]), .. Silence(3)];
        string path = Path.Combine(Path.GetTempPath(), $"cascade-{Guid.NewGuid():N}.wav");
        using BinaryWriter writer = new(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(36 + pcm.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write(1 | 1 << 16);
        writer.Write(SampleRate);
        writer.Write(SampleRate * BytesPerSample);
        writer.Write(BytesPerSample | 16 << 16);
        writer.Write("data"u8);
        writer.Write(pcm.Length);
        writer.Write(pcm);
        return path;
    }

    private static byte[] Silence(double seconds) => new byte[(int)(seconds * SampleRate) * BytesPerSample];
}
