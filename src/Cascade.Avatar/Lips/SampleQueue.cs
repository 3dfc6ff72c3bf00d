namespace Cascade.Avatar.Lips;

/// <summary>Samples in order: appended at the end, taken from the beginning.</summary>
internal sealed class SampleQueue<T>
    where T : unmanaged
{
    private T[] _items = new T[4_096];
    private int _start;

    public int Count { get; private set; }

    /// <summary>Gives room at the end, to be filled before <see cref="Append"/>.</summary>
    public Span<T> Room(int least)
    {
        if (_start + Count + least > _items.Length)
        {
            T[] items = Count + least > _items.Length / 2 ? new T[2 * (Count + least)] : _items;
            _items.AsSpan(_start, Count).CopyTo(items);
            (_items, _start) = (items, 0);
        }

        return _items.AsSpan(_start + Count);
    }

    public void Append(int count) => Count += count;

    public void Take(Span<T> target)
    {
        _items.AsSpan(_start, target.Length).CopyTo(target);
        _start += target.Length;
        Count -= target.Length;
    }
}
