using System.Globalization;
using Cascade.Tests.Audio;

namespace Cascade.Benchmarks.Audio;

/// <summary>What becomes of a recording's segments in each format that independent programs convert it to.</summary>
internal static class FormatsCommand
{
    private const double SamplesPerMillisecond = 16;

    public static async Task<int> RunAsync(string[] arguments)
    {
        string recording = arguments switch
        {
            [] => new Arguments().Wav,
            ["--wav", var path] => path,
            _ => throw new ArgumentException("formats takes --wav FILE alone."),
        };
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cascade-formats-");
        try
        {
            SegmentBorders original = await SegmentBorders.FindAsync(recording);
            Console.WriteLine($"| {Path.GetFileName(recording)} as | Segments | Largest border distance (ms) |");
            Console.WriteLine("|---|--:|--:|");
            Console.WriteLine($"| the original | {original.Starts.Count} | |");
            foreach (FormatVariant variant in FormatVariant.All)
            {
                SegmentBorders found = await SegmentBorders.FindAsync(variant.Convert(Path.GetFullPath(recording), folder.FullName), variant.Raw);
                string distance = found.DistanceTo(original) is { } samples ? (samples / SamplesPerMillisecond).ToString("0.#", CultureInfo.InvariantCulture) : "none";
                Console.WriteLine($"| {variant.Name} | {found.Starts.Count} | {distance} |");
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
