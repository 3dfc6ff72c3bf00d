namespace Cascade.Cli.Detection;

/// <summary>The folder of saved segments.</summary>
internal sealed class SegmentFolder
{
    private readonly string _path;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase); // as some file systems compare

    /// <exception cref="IOException">The folder cannot be made.</exception>
    public SegmentFolder(string path)
    {
        Directory.CreateDirectory(path);
        _path = path;
    }

    /// <summary>A writer of its own for each input, so that files of the same name in different folders do not overwrite each other's segments.</summary>
    public SegmentWriter For(string file)
    {
        string name = file == AudioInput.StandardInput ? "stdin" : Path.GetFileNameWithoutExtension(file);
        string unique = name;
        for (int i = 2; !_names.Add(unique); i++)
        {
            unique = $"{name}~{i}";
        }

        return new SegmentWriter(Path.Combine(_path, unique));
    }
}
