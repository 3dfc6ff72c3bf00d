using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cascade.Speech.Tests.Shared;

/// <summary>Speech that programs of the machine make: flite's voices and festival's, as WAV files.</summary>
internal static class Spoken
{
    private static readonly ConcurrentDictionary<(string Voice, string Text), byte[]> Cache = [];

    /// <summary>Speaks with a voice of flite (<c>slt</c>, <c>rms</c>) or of festival (<c>festival</c>).</summary>
    public static byte[] Wav(string voice, string text) => Cache.GetOrAdd((voice, text), static key => Make(key.Voice, key.Text));

    /// <summary>16 kHz mono PCM16 without its header.</summary>
    public static byte[] Pcm(string voice, string text) => Wav(voice, text)[44..];

    private static byte[] Make(string voice, string text)
    {
        string path = Path.Combine(Path.GetTempPath(), $"cascade-{Guid.NewGuid():N}.wav");
        try
        {
            ProcessStartInfo start = voice == "festival"
                ? new("text2wave", ["-o", path, "-F", "16000"]) { RedirectStandardInput = true }
                : new("flite", ["-voice", voice, "-t", text, "-o", path]) { RedirectStandardInput = true };
            using Process process = Process.Start(start)!;
            if (voice == "festival")
            {
                process.StandardInput.Write(text); // flite reads nothing, and may have ended by now
            }

            process.StandardInput.Close();
            process.WaitForExit();
            return process.ExitCode == 0 ? File.ReadAllBytes(path) : throw new InvalidOperationException($"{start.FileName} ended with exit code {process.ExitCode}.");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
