using System.Buffers;

namespace Cascade.Buffers;

/// <summary>
/// Arrays of one size for streams that are many. The shared pool keeps a few dozen arrays of a size; thousands of streams that fill between two ticks and are emptied in the next,
/// or whose speech ends, would make it allocate anew each time.
/// </summary>
internal sealed class BlockPool(int blockBytes) : ArrayPool<byte>
{
    private readonly Stack<byte[]> _free = new();

    /// <summary>How many blocks it keeps that nobody uses.</summary>
    public int MostFree { get; set; }

    public override byte[] Rent(int minimumLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimumLength, blockBytes);
        lock (_free)
        {
            if (_free.TryPop(out byte[]? block))
            {
                return block;
            }
        }

        return GC.AllocateUninitializedArray<byte>(blockBytes);
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        lock (_free)
        {
            if (_free.Count < MostFree)
            {
                _free.Push(array);
            }
        }
    }
}
