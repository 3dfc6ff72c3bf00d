namespace Cascade.Speech.Tests.Shared;

/// <summary>Human speech: the LibriVox recordings of Debian's pocketsphinx-testdata, with their transcription.</summary>
internal static class LibriVox
{
    private const string Folder = "/usr/share/pocketsphinx/test/data/librivox";

    /// <summary>Yields the files and their words.</summary>
    public static IEnumerable<(string Path, string Text)> Read()
    {
        foreach (string line in File.ReadLines(Path.Combine(Folder, "transcription")).Where(line => line.Length > 0))
        {
            int bracket = line.LastIndexOf('(');
            string text = line[..bracket].Replace("<s>", "", StringComparison.Ordinal).Replace("</s>", "", StringComparison.Ordinal).Trim();
            yield return (Path.Combine(Folder, $"{line[(bracket + 1)..].TrimEnd(')', ' ')}.wav"), text.ToLowerInvariant());
        }
    }
}
