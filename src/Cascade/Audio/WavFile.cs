using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Cascade.Audio;

/// <summary>A WAV file of 16 kHz mono PCM16, read as a stream. Source: Multimedia Programming Interface and Data Specifications 1.0 (RIFF, WAVE).</summary>
internal sealed class WavFile : IAsyncDisposable
{
    private const string Expected = "a RIFF/WAVE file with 16,000 Hz, 1 channel, 16-bit PCM";

    private readonly FileStream _stream;
    private readonly string _path;
    private long _declared;
    private long _read;

    private WavFile(FileStream stream, string path) => (_stream, _path) = (stream, path);

    /// <summary>Opens a file and reads up to its samples.</summary>
    /// <exception cref="AudioFormatException">It is not such a file.</exception>
    public static async Task<WavFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        WavFile file = new(stream, path);
        try
        {
            await file.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The samples' bytes. The buffer is used again for the next chunk.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[32 * 1024];
        int count;
        while (_read < _declared && (count = await _stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, _declared - _read)), cancellationToken).ConfigureAwait(false)) > 0)
        {
            _read += count;
            yield return buffer.AsMemory(0, count);
        }
    }

    /// <summary>The error to report if the samples ended before the length that the header gives, else null.</summary>
    public AudioFormatException? FindTruncation() => _read >= _declared ? null : new AudioFormatException(
        $"'{_path}' is truncated: its data chunk should have {_declared} bytes and has {_read}. Everything up to there has been processed.",
        _path,
        $"{_declared} bytes of samples",
        $"{_read} bytes of samples");

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        byte[] header = await ReadExactlyAsync(12, "the RIFF header", cancellationToken).ConfigureAwait(false);
        if (!header.AsSpan(0, 4).SequenceEqual("RIFF"u8) || !header.AsSpan(8, 4).SequenceEqual("WAVE"u8))
        {
            throw Unusable("a file of another type");
        }

        bool hasFormat = false;
        while (true)
        {
            byte[] chunk = await ReadExactlyAsync(8, hasFormat ? "a data chunk" : "a format chunk", cancellationToken).ConfigureAwait(false);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            if (chunk.AsSpan(0, 4).SequenceEqual("data"u8))
            {
                _declared = hasFormat ? size : throw Unusable("samples before a format chunk");
                return;
            }

            long body = 0;
            if (chunk.AsSpan(0, 4).SequenceEqual("fmt "u8))
            {
                body = Math.Min(size, 16);
                CheckFormat(await ReadExactlyAsync((int)body, "the format chunk", cancellationToken).ConfigureAwait(false));
                hasFormat = true;
            }

            _stream.Seek(size - body + (size & 1), SeekOrigin.Current); // chunks are padded to even lengths
        }
    }

    private void CheckFormat(ReadOnlySpan<byte> format)
    {
        if (format.Length < 16)
        {
            throw Unusable($"a format chunk of {format.Length} bytes");
        }

        int tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (tag != 1 || channels != 1 || rate != SampleClock.SampleRateHz || bits != 16)
        {
            throw Unusable($"{rate} Hz, {channels} channel(s), {bits} bits, format tag {tag} (1 is PCM)");
        }
    }

    private async Task<byte[]> ReadExactlyAsync(int count, string what, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        int read = await _stream.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read == count ? bytes : throw Unusable(_stream.Length == 0 ? "an empty file" : $"the end of the file in place of {what}");
    }

    private AudioFormatException Unusable(string found) =>
        new($"'{_path}' cannot be read: expected {Expected}; found {found}. Convert it first, for example with: ffmpeg -i INPUT -ar 16000 -ac 1 -c:a pcm_s16le OUTPUT.wav", _path, Expected, found);
}
