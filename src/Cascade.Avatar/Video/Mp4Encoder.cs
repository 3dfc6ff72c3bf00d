using System.ComponentModel;
using System.Diagnostics;
using System.Threading.Channels;
using Cascade.Audio.Ffmpeg;

namespace Cascade.Avatar.Video;

/// <summary>
/// An ffmpeg child process that takes frames and gives fragmented MP4. Each of its three pipes has a reader or writer of its own, so that none can fill up while another waits. Disposal kills it; a host that
/// dies closes its standard input, which ends it too.
/// </summary>
internal sealed class Mp4Encoder : IAsyncDisposable
{
    private const int OutputBytesAtOnce = 65_536;

    /// <summary>How many parts wait for a slow reader before ffmpeg has to wait: 20 seconds and more.</summary>
    private const int MaximumWaiting = 512;

    private readonly Process _process;
    private readonly MatroskaWriter _input;
    private readonly BoundedText _errorText = new();
    private readonly Task _errors;
    private readonly Task _output;
    private readonly Channel<AvatarSegment> _segments = Channel.CreateBounded<AvatarSegment>(new BoundedChannelOptions(MaximumWaiting) { SingleWriter = true });
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private bool _hasBegun;
    private int _disposed;

    private Mp4Encoder(Process process, MatroskaWriter input, TimeSpan patience, TimeProvider time)
    {
        _process = process;
        ProcessId = process.Id;
        _input = input;
        _patience = patience;
        _time = time;
        _errors = Task.Run(() => _errorText.ReadAllAsync(process.StandardError.BaseStream));
        _output = Task.Run(ReadOutputAsync);
    }

    /// <summary>Gets the parts of the video; ends when ffmpeg has ended.</summary>
    public ChannelReader<AvatarSegment> Segments => _segments.Reader;

    internal int ProcessId { get; }

    /// <summary>Starts ffmpeg.</summary>
    /// <exception cref="AvatarException">The program is not installed, or cannot be started.</exception>
    public static Mp4Encoder Start(string? program, int width, int height, int sampleRateHz, TimeSpan patience, TimeProvider time)
    {
        string path = FfmpegProgram.TryFind(program) ?? throw NotInstalled(program is null ? $"none in PATH and none in {FfmpegProgram.Variable}" : $"no file at {program}");
        ProcessStartInfo start = new(path, VideoArguments.Stream)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
        };
        try
        {
            return new Mp4Encoder(Process.Start(start)!, new MatroskaWriter(width, height, sampleRateHz), patience, time);
        }
        catch (Win32Exception fault)
        {
            throw NotInstalled($"{path}: {fault.Message}", fault);
        }
    }

    /// <summary>Gives a frame to ffmpeg.</summary>
    /// <param name="number">Its number, one more than the last.</param>
    /// <param name="picture">Blue, green, red, 255 of each pixel.</param>
    /// <param name="audio">Its samples, PCM16.</param>
    /// <param name="cancellationToken">Stops waiting; the encoder is of no use afterwards.</param>
    /// <exception cref="AvatarException">ffmpeg has ended, or took nothing for too long although its output is read.</exception>
    public async ValueTask WriteAsync(long number, ReadOnlyMemory<byte> picture, ReadOnlyMemory<byte> audio, CancellationToken cancellationToken)
    {
        Stream pipe = _process.StandardInput.BaseStream;
        try
        {
            if (!_hasBegun)
            {
                _hasBegun = true;
                await pipe.WriteAsync(_input.Header, cancellationToken).ConfigureAwait(false);
            }

            await WaitAsync(pipe.WriteAsync(_input.Frame(number, picture.Span, audio.Span), cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
            await pipe.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            Kill(); // it is ending: a broken pipe is a closed one
            await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            await _errors.ConfigureAwait(false);
            throw Failed(_errorText.ToString() is { Length: > 0 } complaints ? complaints : $"exit code {_process.ExitCode}", fault);
        }
        catch (TimeoutException fault)
        {
            throw Failed($"it did nothing for {_patience.TotalSeconds:0.#} seconds", fault);
        }
    }

    /// <summary>Ends the video: what ffmpeg still holds comes out, and then the parts end.</summary>
    /// <exception cref="AvatarException">ffmpeg did not end well.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _process.StandardInput.BaseStream.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Its exit code tells.
        }

        try
        {
            await WaitAsync(_process.WaitForExitAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException fault)
        {
            throw Failed($"it did not end for {_patience.TotalSeconds:0.#} seconds", fault);
        }

        await _output.ConfigureAwait(false);
        await _errors.ConfigureAwait(false);
        if (_process.ExitCode != 0)
        {
            throw Failed(_errorText.ToString() is { Length: > 0 } complaints ? complaints : $"exit code {_process.ExitCode}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Kill();
            _segments.Writer.TryComplete();
            await _process.WaitForExitAsync().ConfigureAwait(false);
            await _output.ConfigureAwait(false);
            await _errors.ConfigureAwait(false);
            _process.Dispose();
        }
    }

    private async Task WaitAsync(Task work, CancellationToken cancellationToken)
    {
        while (!work.IsCompleted)
        {
            try
            {
                await work.WaitAsync(_patience, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException) when (_segments.Reader.Count == MaximumWaiting)
            {
                // The reader is slow, and not ffmpeg.
            }
        }

        await work.ConfigureAwait(false);
    }

    private async Task ReadOutputAsync()
    {
        Mp4Splitter splitter = new();
        byte[] buffer = new byte[OutputBytesAtOnce];
        try
        {
            while (await _process.StandardOutput.BaseStream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var read)
            {
                foreach (AvatarSegment segment in splitter.Push(buffer.AsSpan(0, read)))
                {
                    await _segments.Writer.WriteAsync(segment).ConfigureAwait(false);
                }
            }

            if (splitter.Rest() is { Length: > 0 } rest)
            {
                await _segments.Writer.WriteAsync(new AvatarSegment(rest, IsHeader: false)).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is IOException or ChannelClosedException)
        {
            // Disposed, or killed: whoever did either tells why.
        }

        _segments.Writer.TryComplete();
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception)
        {
            // It is ending or has ended by itself.
        }
    }

    private static AvatarException Failed(string found, Exception? cause = null) =>
        new(AvatarFailure.EncoderFailed, $"ffmpeg stopped to encode the video: {found}", "a running ffmpeg", found, cause);

    private static AvatarException NotInstalled(string found, Exception? cause = null) => new(
        AvatarFailure.NoEncoder,
        $"Video is encoded by the ffmpeg program, which was not found ({found}). Install ffmpeg with libx264 (Debian and Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg). "
        + $"Or name the program in the options, or in the environment variable {FfmpegProgram.Variable}.",
        "the ffmpeg program",
        found,
        cause);
}
