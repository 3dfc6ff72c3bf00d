using Cascade.Audio.Containers;

namespace Cascade.Tests.Audio;

/// <summary>Gives few bytes at a time and cannot seek, as a network does; may fail at a position.</summary>
internal sealed class TrickleStream(byte[] content, int atOnce = 3, int failAt = int.MaxValue) : ForwardStream
{
    private int _position;

    public override int Read(Span<byte> buffer)
    {
        if (_position >= failAt)
        {
            throw new IOException("the line is dead");
        }

        int count = Math.Min(Math.Min(buffer.Length, atOnce), content.Length - _position);
        content.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
}
