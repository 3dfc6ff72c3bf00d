namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>The items of a conversation in their order; the oldest are forgotten when there are too many.</summary>
internal sealed class ItemList(int most)
{
    public const string Root = "root";

    private readonly List<Item> _items = [];

    public IReadOnlyList<Item> All => _items;

    public string? LastId => _items.Count > 0 ? _items[^1].Id : null;

    public Item? Find(string? id) => _items.Find(item => item.Id == id);

    /// <summary>Gets the item before another one.</summary>
    public Item? Before(Item item)
    {
        int at = _items.IndexOf(item);
        return at > 0 ? _items[at - 1] : null;
    }

    /// <summary>Adds an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="previous">The id of the item before it, "root" for the first place, <see langword="null"/> for the last.</param>
    public void Add(Item item, string? previous = null)
    {
        int at = previous switch
        {
            null => _items.Count,
            Root => 0,
            _ => _items.FindIndex(one => one.Id == previous) + 1,
        };
        _items.Insert(at, item);
        if (_items.Count > most)
        {
            _items.RemoveAt(at == 0 ? 1 : 0);
        }
    }

    public void Remove(Item item) => _items.Remove(item);
}
