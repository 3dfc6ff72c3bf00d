namespace Cascade.Cli.Archives.Sources;

/// <summary>Gets the audio of jobs from where the policy allows.</summary>
internal sealed class SourceReader(SourcePolicy policy, string workerName) : IDisposable
{
    private readonly string[] _roots = [.. policy.Roots.Select(RealPath)];
    private readonly Downloader _downloader = new(policy, workerName);

    /// <exception cref="SourceRefusedException">The policy does not allow the source.</exception>
    /// <exception cref="IOException">The source cannot be read now.</exception>
    public async Task<SourceFile> OpenAsync(string source, CancellationToken cancellationToken) => SourcePolicy.IsAddress(source)
        ? new SourceFile(await _downloader.DownloadAsync(new Uri(source), cancellationToken), isDownload: true)
        : OpenFile(source);

    public void Dispose() => _downloader.Dispose();

    private SourceFile OpenFile(string path)
    {
        if (!System.IO.Path.IsPathFullyQualified(path))
        {
            throw new SourceRefusedException($"Expected a whole path; found '{path}'.");
        }

        string real = RealPath(path);
        if (!_roots.Any(root => real.StartsWith(System.IO.Path.EndsInDirectorySeparator(root) ? root : root + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            throw new SourceRefusedException($"The file '{path}' does not lie below {string.Join(" or ", policy.Roots)}: give the worker another --root.");
        }

        return new SourceFile(real, isDownload: false);
    }

    // A link inside a root may lead out of it.
    private static string RealPath(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        string real = System.IO.Path.GetPathRoot(full)!;
        foreach (string part in full[real.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = System.IO.Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                real = RealPath(target.FullName);
            }
        }

        return real;
    }
}
