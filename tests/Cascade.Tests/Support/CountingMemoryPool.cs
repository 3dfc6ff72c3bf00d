using System.Buffers;

namespace Cascade.Tests;

/// <summary>Memory whose loans are counted.</summary>
internal sealed class CountingMemoryPool : MemoryPool<byte>
{
    public override int MaxBufferSize => int.MaxValue;

    /// <summary>How many pieces have been rented and not given back.</summary>
    public int Rented { get; private set; }

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        Rented++;
        return new Owner(this, minBufferSize);
    }

    protected override void Dispose(bool disposing)
    {
    }

    private sealed class Owner(CountingMemoryPool pool, int length) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[length];

        public void Dispose() => pool.Rented--;
    }
}
