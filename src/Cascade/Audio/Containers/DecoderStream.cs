namespace Cascade.Audio.Containers;

/// <summary>The audio that a registered codec decodes. Decoders pull synchronously, so asynchronous reads run them on the thread pool.</summary>
internal sealed class DecoderStream : ForwardStream
{
    private readonly AudioDecoder _decoder;
    private readonly BlockingStream _source;
    private readonly string _kind;
    private readonly string? _path;

    private DecoderStream(AudioDecoder decoder, BlockingStream source, string kind, string? path) => (_decoder, _source, _kind, _path) = (decoder, source, kind, path);

    public AudioFormat Format => _decoder.Format;

    public string? Damage => _decoder.Damage;

    /// <summary>Begins to decode a stream, which is not disposed.</summary>
    /// <exception cref="AudioFormatException">The audio cannot be decoded.</exception>
    public static async ValueTask<DecoderStream> OpenAsync(AudioCodec codec, Stream stream, string kind, string? path, CancellationToken cancellationToken)
    {
        BlockingStream source = new(stream) { Cancellation = cancellationToken };
        try
        {
            return new DecoderStream(await Task.Run(() => codec.Open(source), cancellationToken).ConfigureAwait(false), source, kind, path);
        }
        catch (InvalidDataException fault)
        {
            throw Undecodable(kind, path, fault);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return buffer.IsEmpty ? 0 : _decoder.Read(buffer);
        }
        catch (InvalidDataException fault)
        {
            throw Undecodable(_kind, _path, fault);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _source.Cancellation = cancellationToken;
        return await Task.Run(() => Read(buffer.Span), cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder.Dispose();
        }

        base.Dispose(disposing);
    }

    private static AudioFormatException Undecodable(string kind, string? path, InvalidDataException fault) =>
        new($"This {kind} audio cannot be decoded: {fault.Message}", path, $"{kind} audio", fault.Message, fault);

    /// <summary>Waits for a stream that may allow asynchronous reads only (a request's body). It runs on the thread pool, where nothing waits for the thread that is blocked.</summary>
    private sealed class BlockingStream(Stream stream) : ForwardStream
    {
        private readonly byte[] _buffer = new byte[16 * 1024];
        private int _start;
        private int _end;

        public CancellationToken Cancellation { get; set; }

        public override int Read(Span<byte> buffer)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = stream.ReadAsync(_buffer, Cancellation).AsTask().GetAwaiter().GetResult();
            }

            int count = Math.Min(buffer.Length, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
