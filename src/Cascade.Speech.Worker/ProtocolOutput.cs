using System.Runtime.InteropServices;
using Cascade.Speech.Wire;
using Microsoft.Win32.SafeHandles;

namespace Cascade.Speech.Worker;

/// <summary>The way to the host. Native code that prints to standard output prints to standard error instead, so that it can't break a frame.</summary>
internal sealed partial class ProtocolOutput : IDisposable
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    private readonly Lock _lock = new();
    private readonly Stream _stream;

    private ProtocolOutput(Stream stream) => _stream = stream;

    public static ProtocolOutput Take()
    {
        Console.SetOut(Console.Error);
        if (OperatingSystem.IsWindows())
        {
            return new ProtocolOutput(Console.OpenStandardOutput());
        }

        int own = Duplicate(StandardOutput);
        if (own < 0 || DuplicateTo(StandardError, StandardOutput) < 0)
        {
            throw new IOException("Standard output can't be set aside.");
        }

        return new ProtocolOutput(new FileStream(new SafeFileHandle(own, ownsHandle: true), FileAccess.Write, bufferSize: 0));
    }

    /// <summary>Writes a frame. Ends the process where the host is gone.</summary>
    public void Write(FrameKind kind, long job, ReadOnlySpan<byte> payload)
    {
        lock (_lock)
        {
            FrameIO.Write(_stream, kind, job, payload);
        }
    }

    public void Dispose() => _stream.Dispose();

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int DuplicateTo(int descriptor, int target);
}
