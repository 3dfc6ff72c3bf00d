using System.Buffers;

namespace Cascade.Framing;

/// <summary>
/// Blocks of one size for the input that waits in many streams at once. The shared array pool keeps a few dozen arrays; thousands of streams that fill between two ticks and are
/// emptied in the next would make it allocate anew each time.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    private const int BlockBytes = 1024;

    private readonly Stack<Block> _free = new();

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        lock (_free)
        {
            return _free.TryPop(out Block? block) ? block : new Block(this);
        }
    }

    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        lock (_free)
        {
            _free.Push(block);
        }
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[BlockBytes];

        public void Dispose() => pool.Return(this);
    }
}
