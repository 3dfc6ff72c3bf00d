using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Cascade.Audio.Containers;

namespace Cascade.Audio.Ffmpeg;

/// <summary>
/// The output of an ffmpeg child process that decodes a compressed file: a WAV file of float samples at the file's own rate and channels. WAV, because
/// its header tells rate and channels without a second program; float, because lossy codecs decode to it and 16 bits would clip and round;
/// the own rate, because our resampler is better than ffmpeg's default and keeps the times exact.
/// <para>
/// The process has three pipes, each with a reader or writer of its own, so that none can fill up while another waits. It is killed by
/// <see cref="Stream.Dispose()"/> and by the cancellation of a read.
/// </para>
/// </summary>
internal sealed class FfmpegStream : ForwardStream
{
    private const int InputBytesAtOnce = 16_384;

    /// <summary>How long disposal waits for a read of the caller's stream that ignores its cancellation.</summary>
    private static readonly TimeSpan InputGrace = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Stream _output;
    private readonly BoundedText _errorText = new();
    private readonly Task _errors;
    private readonly Task _input;
    private readonly CancellationTokenSource _stopInput = new();
    private readonly string _kind;
    private readonly string? _path;
    private int _disposed;
    private volatile Exception? _inputFault;
    private bool _ended;

    private FfmpegStream(Process process, Stream? input, string kind, string? path)
    {
        _process = process;
        _kind = kind;
        _path = path;
        _output = process.StandardOutput.BaseStream;
        _errors = Task.Run(() => _errorText.ReadAllAsync(process.StandardError.BaseStream));
        _input = Task.Run(() => FeedAsync(input, process.StandardInput.BaseStream, _stopInput.Token));
    }

    /// <summary>Gets the complaints of ffmpeg although it decoded to the end, or an empty text.</summary>
    public string Complaints => _ended ? _errorText.ToString() : "";

    internal int ProcessId => _process.Id;

    /// <summary>Starts the decoding of a file.</summary>
    /// <exception cref="AudioFormatException">ffmpeg is not installed or cannot be started.</exception>
    public static FfmpegStream OpenFile(string path, string kind, string? program) =>
        Start(FfmpegProgram.Find(program, kind, path), FfmpegArguments.ForFile(path), null, kind, path);

    /// <summary>Starts the decoding of a stream, which is read ahead of the decoding and not disposed.</summary>
    /// <exception cref="AudioFormatException">ffmpeg is not installed or cannot be started.</exception>
    public static FfmpegStream OpenStream(Stream stream, string kind, string? program, string? path = null) =>
        Start(FfmpegProgram.Find(program, kind, path), FfmpegArguments.ForStandardInput(), stream, kind, path);

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        int read = buffer.IsEmpty ? 0 : _output.Read(buffer);
        if (read == 0 && !buffer.IsEmpty && !_ended)
        {
            _process.WaitForExit();
            _errors.GetAwaiter().GetResult();
            End();
        }

        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        cancellationToken.ThrowIfCancellationRequested();

        // Reads of a pipe cannot be cancelled on every platform, but they end when the writer does.
        CancellationTokenRegistration kill = cancellationToken.UnsafeRegister(static stream => ((FfmpegStream)stream!).Kill(), this);
        await using (kill.ConfigureAwait(false))
        {
            int read = await _output.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (read == 0 && !buffer.IsEmpty && !_ended)
            {
                await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
                await _errors.ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                End();
            }

            return read;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Kill();
            await _process.WaitForExitAsync().ConfigureAwait(false);
            await Task.WhenAny(_input, Task.Delay(InputGrace)).ConfigureAwait(false);
            await _errors.ConfigureAwait(false);
            _process.Dispose();
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Kill();
            _process.WaitForExit();
            _input.Wait(InputGrace);
            _errors.GetAwaiter().GetResult();
            _process.Dispose();
        }

        base.Dispose(disposing);
    }

    private static FfmpegStream Start(string program, IReadOnlyList<string> arguments, Stream? input, string kind, string? path)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        try
        {
            return new FfmpegStream(Process.Start(start)!, input, kind, path);
        }
        catch (Win32Exception fault)
        {
            throw FfmpegProgram.NotInstalled(kind, path, $"{program}: {fault.Message}", fault);
        }
    }

    /// <summary>
    /// Writes the caller's stream, or nothing, to the process. A process that ends early closes its side, which is no fault here: its exit
    /// code tells. A fault of the caller's stream must not pass for the stream's end, so it is kept before the process sees one.
    /// </summary>
    private async Task FeedAsync(Stream? input, Stream standardInput, CancellationToken cancellationToken)
    {
        var buffer = new byte[InputBytesAtOnce];
        try
        {
            while (input is not null && await ReadInputAsync(input, buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                await standardInput.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            await standardInput.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
        }
    }

    private async ValueTask<int> ReadInputAsync(Stream input, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            _inputFault = fault;
            return 0;
        }
    }

    private void Kill()
    {
        _stopInput.Cancel();
        try
        {
            _process.Kill();
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception)
        {
            // It is ending or has ended by itself.
        }
    }

    private void End()
    {
        _ended = true;
        if (_inputFault is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        if (_process.ExitCode == 0)
        {
            return;
        }

        string complaints = _errorText.ToString();
        string found = complaints.Length > 0 ? complaints : $"exit code {_process.ExitCode}";
        throw new AudioFormatException($"ffmpeg cannot decode this {_kind} audio: {found}", _path, $"{_kind} audio", found);
    }
}
