using System.Buffers.Binary;

namespace Cascade;

/// <summary>Writes WAV files: a header of 44 bytes and the audio. Source of the header: Multimedia Programming Interface and Data Specifications 1.0.</summary>
public static class WavFile
{
    /// <summary>Gets the length of the header.</summary>
    public const int HeaderBytes = 44;

    private const ushort Pcm = 0x0001;
    private const ushort IeeeFloat = 0x0003;
    private const ushort ALaw = 0x0006;
    private const ushort MuLaw = 0x0007;

    /// <summary>Returns audio as a WAV file.</summary>
    /// <param name="audio">Whole samples of all channels.</param>
    /// <param name="format">The format of the audio, all its channels. Big-endian samples are written as little-endian ones.</param>
    /// <exception cref="ArgumentException">The last sample is not whole, or the audio is longer than the 4 GB that a WAV file holds.</exception>
    public static byte[] ToArray(ReadOnlySpan<byte> audio, AudioFormat format)
    {
        byte[] file = new byte[HeaderBytes + audio.Length];
        CreateHeader(audio.Length, format).CopyTo(file, 0);
        Span<byte> data = file.AsSpan(HeaderBytes);
        audio.CopyTo(data);
        Swap(data, format);
        return file;
    }

    /// <summary>Writes audio as a WAV file.</summary>
    /// <param name="stream">Written from where it stands; need not be able to seek.</param>
    /// <param name="audio">Whole samples of all channels.</param>
    /// <param name="format">The format of the audio, all its channels. Big-endian samples are written as little-endian ones.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="ArgumentException">The last sample is not whole.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> audio, AudioFormat format, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);
        if (IsBigEndian(format))
        {
            await stream.WriteAsync(ToArray(audio.Span, format), cancellationToken).ConfigureAwait(false);
            return;
        }

        await stream.WriteAsync(CreateHeader(audio.Length, format), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(audio, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the header of a WAV file.</summary>
    /// <param name="audioBytes">The length of the audio in bytes; whole samples of all channels.</param>
    /// <param name="format">The format of the audio, all its channels; big-endian encodings stand for the little-endian ones.</param>
    /// <exception cref="ArgumentException">The last sample is not whole, or the audio is longer than the 4 GB that a WAV file holds.</exception>
    public static byte[] CreateHeader(long audioBytes, AudioFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (audioBytes % format.BytesPerBlock != 0 || audioBytes is < 0 or > uint.MaxValue - HeaderBytes)
        {
            throw new ArgumentException($"A WAV file holds whole samples, {format.BytesPerBlock} bytes each, and less than 4 GB; found {audioBytes} bytes.", nameof(audioBytes));
        }

        byte[] header = new byte[HeaderBytes];
        Span<byte> at = header;
        "RIFF"u8.CopyTo(at);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], (uint)(HeaderBytes - 8 + audioBytes));
        "WAVEfmt "u8.CopyTo(at[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(at[16..], 16); // bytes of the format chunk
        BinaryPrimitives.WriteUInt16LittleEndian(at[20..], TagOf(format.Encoding));
        BinaryPrimitives.WriteUInt16LittleEndian(at[22..], (ushort)format.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(at[24..], format.SampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(at[28..], format.SampleRateHz * format.BytesPerBlock);
        BinaryPrimitives.WriteUInt16LittleEndian(at[32..], (ushort)format.BytesPerBlock);
        BinaryPrimitives.WriteUInt16LittleEndian(at[34..], (ushort)(8 * SampleBytes(format)));
        "data"u8.CopyTo(at[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(at[40..], (uint)audioBytes);
        return header;
    }

    private static int SampleBytes(AudioFormat format) => format.BytesPerBlock / format.Channels;

    private static ushort TagOf(SampleEncoding encoding) => encoding switch
    {
        SampleEncoding.ALaw => ALaw,
        SampleEncoding.MuLaw => MuLaw,
        SampleEncoding.Float32 or SampleEncoding.Float64 or SampleEncoding.Float32BigEndian or SampleEncoding.Float64BigEndian => IeeeFloat,
        _ => Pcm,
    };

    private static bool IsBigEndian(AudioFormat format) => format.Encoding
        is SampleEncoding.Signed16BigEndian or SampleEncoding.Signed24BigEndian or SampleEncoding.Signed32BigEndian or SampleEncoding.Float32BigEndian or SampleEncoding.Float64BigEndian;

    private static void Swap(Span<byte> audio, AudioFormat format)
    {
        if (IsBigEndian(format))
        {
            int bytes = SampleBytes(format);
            for (; !audio.IsEmpty; audio = audio[bytes..])
            {
                audio[..bytes].Reverse();
            }
        }
    }
}
