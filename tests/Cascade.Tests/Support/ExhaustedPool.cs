using System.Buffers;

namespace Cascade.Tests;

/// <summary>Memory that runs out when it is told to.</summary>
internal sealed class ExhaustedPool : ArrayPool<byte>
{
    public bool IsExhausted { get; set; }

    public int Rented { get; private set; }

    public override byte[] Rent(int minimumLength)
    {
        if (IsExhausted)
        {
            throw new InsufficientMemoryException("no memory left");
        }

        Rented++;
        return new byte[minimumLength];
    }

    public override void Return(byte[] array, bool clearArray = false) => Rented--;
}
