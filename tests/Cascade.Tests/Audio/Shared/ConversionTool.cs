using System.ComponentModel;
using System.Diagnostics;

namespace Cascade.Tests.Audio;

/// <summary>A real program that converts audio: ffmpeg or sox.</summary>
internal static class ConversionTool
{
    /// <exception cref="InvalidOperationException">It is not installed, or it failed.</exception>
    public static void Run(string program, IEnumerable<string> arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardError = true })!;
            process.StandardInput.Close();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{program} failed: {errors}");
            }
        }
        catch (Win32Exception fault)
        {
            throw new InvalidOperationException($"{program} is not installed. On Debian: apt-get install {program}", fault);
        }
    }
}
