namespace Cascade.Audio.Containers;

/// <summary>Opens files so that the caller's thread never waits: the opening of a named pipe lasts until somebody writes to the pipe.</summary>
internal static class FileOpener
{
    /// <summary>Opens a file for reading. Reads of what cannot seek, such as a pipe, can be canceled too.</summary>
    /// <exception cref="AudioFormatException">It is a folder.</exception>
    /// <exception cref="IOException">It does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<FileStream> opening = Task.Run(() => Open(path, FileAccess.Read), CancellationToken.None);
        try
        {
            FileStream file = await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            return file.CanSeek ? file : new InterruptibleStream(file);
        }
        catch (OperationCanceledException)
        {
            Abandon(opening, path);
            throw;
        }
    }

    private static FileStream Open(string path, FileAccess access) => Directory.Exists(path)
        ? throw new AudioFormatException("This is a folder: expected an audio file.", path, "an audio file", "a folder")
        : new FileStream(path, new FileStreamOptions { Access = access, Share = FileShare.ReadWrite, BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });

    /// <summary>
    /// Lets go of an opening that nobody waits for. Its thread is freed by the pipe being opened for both directions, which itself waits for nobody (fifo(7)); any other file does not care.
    /// </summary>
    private static void Abandon(Task<FileStream> opening, string path)
    {
        _ = opening.ContinueWith(static opened => opened.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        _ = opening.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        if (!OperatingSystem.IsWindows() && !opening.IsCompleted)
        {
            _ = Task.Run(() =>
            {
                try
                {
                    using FileStream both = Open(path, FileAccess.ReadWrite);
                    ((IAsyncResult)opening).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(1));
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or AudioFormatException)
                {
                    // It cannot be written to: then its thread waits on until somebody else opens it.
                }
            });
        }
    }
}
