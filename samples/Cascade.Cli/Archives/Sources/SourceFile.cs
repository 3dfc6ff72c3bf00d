using System.Security.Cryptography;

namespace Cascade.Cli.Archives.Sources;

/// <summary>Audio of a job as a file of this machine; a download is deleted afterwards.</summary>
internal sealed class SourceFile : IDisposable
{
    private readonly bool _isDownload;
    private readonly (long Length, DateTime Written) _stamp;

    public SourceFile(string path, bool isDownload) => (Path, _isDownload, _stamp) = (path, isDownload, Stamp(path));

    public string Path { get; }

    /// <summary>Gets the content's SHA-256 as hexadecimal digits.</summary>
    public async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        await using FileStream file = new(Path, new FileStreamOptions { Share = FileShare.ReadWrite, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>Checks that the result belongs to the content that was hashed.</summary>
    /// <exception cref="IOException">The file was written to in between.</exception>
    public void EnsureUnchanged()
    {
        if (Stamp(Path) != _stamp)
        {
            throw new IOException("The file was written to while it was read. It is tried again.");
        }
    }

    public void Dispose()
    {
        if (_isDownload)
        {
            File.Delete(Path);
        }
    }

    private static (long Length, DateTime Written) Stamp(string path) => new FileInfo(path) is { Exists: true } file
        ? (file.Length, file.LastWriteTimeUtc)
        : throw new FileNotFoundException($"There is no file '{path}' on this worker.");
}
