namespace Cascade;

/// <summary>One compressed recording that is being decoded, from its beginning to its end. For one reader at a time.</summary>
public abstract class AudioDecoder : IDisposable
{
    /// <summary>Gets what the bytes of <see cref="Read"/> mean.</summary>
    public abstract AudioFormat Format { get; }

    /// <summary>
    /// Gets what could not be decoded although the rest could, known at the end of the audio; otherwise <see langword="null"/>. <see cref="AudioFile.Truncation"/> tells it.
    /// </summary>
    public abstract string? Damage { get; }

    /// <summary>Decodes the next bytes of the audio. The encoder's delay and padding are left out, and parts that can't be decoded are silence where their length is known.</summary>
    /// <param name="pcm">Takes the samples in <see cref="Format"/>.</param>
    /// <returns>How many bytes were written; 0 at the end only.</returns>
    /// <exception cref="InvalidDataException">The audio can't be decoded any further.</exception>
    public abstract int Read(Span<byte> pcm);

    /// <summary>Frees what decoding needs.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what decoding needs.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
