namespace Cascade.Benchmarks.Load;

/// <summary>The recordings of the tests one after the other, again and again, as 16 kHz mono PCM16. Every client begins somewhere else.</summary>
internal sealed class Track
{
    private static readonly string[] Names = ["conversation.wav", "monologue.wav", "silence-and-noise.wav"];

    private readonly byte[] _audio;

    private Track(byte[] audio) => _audio = audio;

    public long Samples => _audio.Length / sizeof(short);

    public static async Task<Track> LoadAsync()
    {
        List<byte> audio = [];
        foreach (string name in Names)
        {
            Recording recording = await Recording.LoadAsync(Path.Combine(AppContext.BaseDirectory, name));
            audio.AddRange(recording.Bytes.Span);
        }

        return new Track([.. audio]);
    }

    /// <summary>Fills <paramref name="destination"/> with the bytes from a position on.</summary>
    public void Copy(long fromByte, Span<byte> destination)
    {
        for (ReadOnlySpan<byte> piece; destination.Length > 0; destination = destination[piece.Length..], fromByte += piece.Length)
        {
            piece = Piece(fromByte, destination.Length);
            piece.CopyTo(destination);
        }
    }

    /// <summary>Whether these are the bytes from a position on.</summary>
    public bool Matches(long fromByte, ReadOnlySpan<byte> bytes)
    {
        bool same = true;
        for (ReadOnlySpan<byte> piece; same && bytes.Length > 0; bytes = bytes[piece.Length..], fromByte += piece.Length)
        {
            piece = Piece(fromByte, bytes.Length);
            same = piece.SequenceEqual(bytes[..piece.Length]);
        }

        return same;
    }

    /// <summary>A range of samples, in chunks of at most a second.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Chunks(long fromSample, long count)
    {
        for (long left = count * sizeof(short), at = fromSample * sizeof(short); left > 0;)
        {
            int start = (int)(at % _audio.Length);
            int length = (int)Math.Min(Math.Min(left, Recording.SecondBytes), _audio.Length - start);
            yield return _audio.AsMemory(start, length);
            left -= length;
            at += length;
        }
    }

    private ReadOnlySpan<byte> Piece(long fromByte, int length)
    {
        int start = (int)(fromByte % _audio.Length);
        return _audio.AsSpan(start, Math.Min(length, _audio.Length - start));
    }
}
