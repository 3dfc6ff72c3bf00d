using System.Buffers.Binary;
using System.Numerics;
using Cascade.Snapshots;

namespace Cascade;

/// <summary>A stream that <see cref="StreamProcessor.Save"/> has saved. It goes on in another process, on another machine, or with another engine of the same model; once or often.</summary>
/// <remarks>
/// <para>A restored stream gives the results that the saved one would have given for the same bytes. Results are the same to the bit with the same engine, and between <see cref="VadEngine.Managed"/> and
/// <see cref="StreamBatch"/>. Between <see cref="VadEngine.OnnxRuntime"/> and these, probabilities differ by at most 5e-5, as they do without a snapshot. All this holds for processors with vectors of one width.</para>
/// <para>The bytes are those of version 1: little-endian, behind a mark, a version, a length and a checksum (CRC-32C). Damaged or foreign bytes throw <see cref="SnapshotException"/>. The checksum is no signature: keep snapshots where
/// strangers cannot write. Bytes that were forged throw too, or restore a stream that nobody has saved; they do no other harm.</para>
/// </remarks>
public sealed class StreamSnapshot
{
    private const uint Magic = 0x504E5343; // CSNP, as the bytes read
    private const int Version = 1;
    private const int HeaderBytes = 16;
    private const int HashBytes = 32;

    private readonly ReadOnlyMemory<byte> _state;
    private readonly byte[] _model;
    private readonly int _networkRateHz;
    private readonly long _position;

    private StreamSnapshot(ReadOnlyMemory<byte> bytes)
    {
        SnapshotReader reader = new(bytes.Span[HeaderBytes..]);
        _model = reader.Block().ToArray();
        SnapshotReader.Expect(_model.Length == HashBytes, "the model's SHA-256", $"{HashBytes} bytes", _model.Length);
        _networkRateHz = reader.Int();
        Options = SnapshotOptions.Read(ref reader);
        BytesReceived = reader.Long("the bytes received");
        _position = reader.Long("the position", Options.StartSample);
        HasOpenSpeech = reader.Bool("the mark of open speech");
        _state = bytes[^reader.Left..];
    }

    /// <summary>Gets the options that the stream was saved with, <see cref="StreamProcessor.Update"/> included. Engine, log and clock are the defaults.</summary>
    public StreamProcessorOptions Options { get; }

    /// <summary>Gets the <see cref="VadModel.Sha256"/> of the model that has heard the stream.</summary>
    public string ModelSha256 => Convert.ToHexString(_model).ToLowerInvariant();

    /// <summary>Gets how many bytes the stream had received: the restored one goes on with the byte behind them.</summary>
    public long BytesReceived { get; }

    /// <summary>Gets the position behind the last frame that was heard.</summary>
    public TimeSpan Position => SampleClock.ToTime(_position);

    /// <summary>Gets whether speech had begun and not ended. Its audio is in the snapshot.</summary>
    public bool HasOpenSpeech { get; }

    /// <summary>Reads and checks a snapshot.</summary>
    /// <param name="bytes">The bytes, which are not copied and must stay as they are.</param>
    /// <exception cref="SnapshotException">The bytes are no snapshot, are of another version, or are damaged.</exception>
    public static StreamSnapshot Read(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        Expect(span.Length >= HeaderBytes, "the length", $"at least {HeaderBytes} bytes", span.Length);
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(span);
        Expect(magic == Magic, "the first bytes", "the mark CSNP", $"0x{magic:X8}");
        int version = BinaryPrimitives.ReadInt32LittleEndian(span[4..]);
        Expect(version == Version, "the version", $"{Version}", version);
        int length = BinaryPrimitives.ReadInt32LittleEndian(span[8..]);
        Expect(length == span.Length - HeaderBytes, "the length", $"{length} bytes behind the header", span.Length - HeaderBytes);
        uint sum = BinaryPrimitives.ReadUInt32LittleEndian(span[12..]);
        uint computed = Checksum(span[HeaderBytes..]);
        Expect(sum == computed, "the checksum", $"0x{sum:X8}", $"0x{computed:X8}");
        return new StreamSnapshot(bytes);
    }

    /// <summary>Makes a processor that goes on where the stream was saved. May be called often: each processor goes on by itself.</summary>
    /// <param name="options">
    /// <see cref="Options"/> if <see langword="null"/>. <see cref="StreamProcessorOptions.InputFormat"/>, <see cref="StreamProcessorOptions.Audio"/>, <see cref="StreamProcessorOptions.AutomaticGain"/>,
    /// <see cref="StreamProcessorOptions.StartSample"/> and <see cref="StreamProcessorOptions.StreamTime"/> must be those of the snapshot, and the engine must have its model. All others may differ and hold from here on;
    /// another <see cref="StreamProcessorOptions.Speech"/> as with <see cref="StreamProcessor.Update"/>.
    /// </param>
    /// <exception cref="SnapshotException">The options do not fit the snapshot, or its state cannot be that of a stream.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="ObjectDisposedException">The engine is a batch that is disposed.</exception>
    public StreamProcessor Restore(StreamProcessorOptions? options = null)
    {
        options = (options ?? Options) with { ChannelNumber = Options.ChannelNumber };
        options.Validate();
        Match(options);
        StreamProcessor processor = new(options);
        try
        {
            SnapshotReader reader = new(_state.Span);
            processor.Restore(ref reader, _position);
            SnapshotReader.Expect(processor.Progress == (HasOpenSpeech, BytesReceived), "the state", "that of the header", processor.Progress);
            return processor;
        }
        catch
        {
            processor.Dispose();
            throw;
        }
    }

    /// <summary>Begins to write a snapshot of a stream.</summary>
    internal static SnapshotWriter Begin(VadStream stream)
    {
        SnapshotWriter writer = new();
        writer.Space(HeaderBytes).Clear();
        writer.Block(stream.Options.Engine.Model.Hash);
        writer.Int(stream.Options.Engine.NetworkFor(stream.Options.InputFormat).RateHz);
        SnapshotOptions.Write(writer, stream.Options, stream.Settings);
        writer.Long(stream.Received);
        writer.Long(stream.Position);
        writer.Bool(stream.HasOpenSpeech);
        return writer;
    }

    /// <summary>Ends a snapshot.</summary>
    internal static byte[] End(SnapshotWriter writer)
    {
        byte[] bytes = writer.Written.ToArray();
        Sign(bytes);
        return bytes;
    }

    /// <summary>Writes the header of a snapshot over its first bytes, if there are so many.</summary>
    internal static void Sign(Span<byte> bytes)
    {
        if (bytes.Length >= HeaderBytes)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], Version);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], bytes.Length - HeaderBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Checksum(bytes[HeaderBytes..]));
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte one in bytes)
        {
            sum = BitOperations.Crc32C(sum, one);
        }

        return ~sum;
    }

    private void Match(StreamProcessorOptions options)
    {
        ExpectOption(options.Engine.Model.Hash.AsSpan().SequenceEqual(_model), "the model", ModelSha256, options.Engine.Model.Sha256);
        int rate = options.Engine.NetworkFor(options.InputFormat).RateHz;
        ExpectOption(rate == _networkRateHz, "the network", $"{_networkRateHz} Hz", $"{rate} Hz");
        ExpectOption(options.InputFormat == Options.InputFormat, nameof(options.InputFormat), $"{Options.InputFormat}", options.InputFormat);
        ExpectOption(options.Audio == Options.Audio, nameof(options.Audio), $"{Options.Audio}", options.Audio);
        ExpectOption(options.AutomaticGain == Options.AutomaticGain, nameof(options.AutomaticGain), $"{Options.AutomaticGain}", options.AutomaticGain);
        ExpectOption(options.StartSample == Options.StartSample, nameof(options.StartSample), $"{Options.StartSample}", options.StartSample);
        ExpectOption(options.StreamTime == Options.StreamTime, nameof(options.StreamTime), $"{Options.StreamTime:O}", $"{options.StreamTime:O}");
    }

    private static void Expect<T>(bool isRight, string name, string expected, T found)
    {
        if (!isRight)
        {
            throw new SnapshotException($"These bytes are no snapshot that can be read: {name} must be {expected}; found {found}. Begin a new stream.", expected, $"{found}");
        }
    }

    private static void ExpectOption<T>(bool isRight, string name, string expected, T found)
    {
        if (!isRight)
        {
            throw new SnapshotException($"The snapshot does not fit these options: {name} must be {expected}; found {found}. Restore with the options of the saved stream.", expected, $"{found}");
        }
    }
}
