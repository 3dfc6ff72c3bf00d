using System.Buffers;

namespace Cascade.Buffers;

/// <summary>A <see cref="BlockPool"/> for pipes, which ask for memory with an owner.</summary>
internal sealed class BlockMemoryPool(BlockPool blocks, int blockBytes) : MemoryPool<byte>
{
    private readonly Stack<Owner> _free = new();

    public override int MaxBufferSize => blockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        Owner? owner;
        lock (_free)
        {
            if (!_free.TryPop(out owner))
            {
                owner = new Owner(this);
            }
        }

        owner.Block = blocks.Rent(blockBytes);
        return owner;
    }

    protected override void Dispose(bool disposing)
    {
    }

    private sealed class Owner(BlockMemoryPool pool) : IMemoryOwner<byte>
    {
        public byte[] Block { get; set; } = [];

        public Memory<byte> Memory => Block;

        public void Dispose()
        {
            pool.Return(this);
        }
    }

    private void Return(Owner owner)
    {
        blocks.Return(owner.Block);
        owner.Block = [];
        lock (_free)
        {
            _free.Push(owner);
        }
    }
}
