using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cascade.Benchmarks.Audio;

/// <summary>
/// The `rate -h` effect of the sox program, single-threaded: the time of a long input less that of a short one, so that its start does not
/// count.
/// </summary>
internal static class SoxRate
{
    private const int LongSeconds = 120;
    private const int ShortSeconds = 1;

    /// <summary>Microseconds for one output frame of 512 samples, or null where sox is not installed.</summary>
    public static double? MicrosecondsPerFrame(int inputRateHz, float[] second)
    {
        string path = Path.GetTempFileName();
        try
        {
            TimeSpan shortTime = Fastest(path, inputRateHz, second, ShortSeconds);
            TimeSpan longTime = Fastest(path, inputRateHz, second, LongSeconds);
            return (longTime - shortTime).TotalMicroseconds / ((LongSeconds - ShortSeconds) * 16_000 / 512.0);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The fastest of three: favours sox on a busy machine.</summary>
    private static TimeSpan Fastest(string path, int inputRateHz, float[] second, int seconds)
    {
        using (FileStream file = File.Create(path))
        {
            for (int i = 0; i < seconds; i++)
            {
                file.Write(MemoryMarshal.AsBytes<float>(second));
            }
        }

        string[] arguments = ["--single-threaded", "-t", "f32", "-r", $"{inputRateHz}", "-c", "1", path, "-t", "f32", "-r", "16000", "/dev/null", "rate", "-h", "16000"];
        return Enumerable.Range(0, 3).Select(_ => Time(arguments)).Min();
    }

    private static TimeSpan Time(string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using Process sox = Process.Start(new ProcessStartInfo("sox", arguments) { RedirectStandardError = true })!;
        sox.StandardError.ReadToEnd();
        sox.WaitForExit();
        return sox.ExitCode == 0 ? watch.Elapsed : throw new InvalidOperationException("sox failed");
    }
}
