using System.Text.Json;
using Cascade.Hosting.Realtime.Sessions;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Nodes;

/// <summary>The history of a conversation as another node goes on with it: each message has the id of its item, because turns are counted anew there.</summary>
internal static class KeptHistory
{
    /// <summary>Makes the history as it is when all has come to it that the client was told.</summary>
    /// <param name="messages">The messages of the conversation.</param>
    /// <param name="items">The items in their order.</param>
    /// <param name="isLate">Says whether an item comes to the history only when its turn ends.</param>
    public static List<ChatMessage> Of(IReadOnlyList<ChatMessage> messages, IReadOnlyList<Item> items, Func<Item, bool> isLate)
    {
        List<ChatMessage> history = [];
        HashSet<Item> placed = [];
        Dictionary<string, Item> spoken = [];
        foreach (Item item in items.Where(item => item.Type == Item.Message))
        {
            spoken.TryAdd(item.MessageId, item);
        }

        foreach (ChatMessage message in messages)
        {
            Item? item = IsOfTool(message) ? items.FirstOrDefault(one => one.IsOf(message)) : message.MessageId is { } id ? spoken.GetValueOrDefault(id) : null;
            if (item is null && placed.Count > 0 && message.MessageId is not null && !IsOfTool(message))
            {
                continue; // deleted, and the conversation has not come to it
            }

            ChatMessage copy = message.Clone();
            copy.MessageId = item?.Id;
            history.Add(copy);
            if (item is not null)
            {
                placed.Add(item);
            }
        }

        int at = placed.Count > 0 ? -1 : history.Count; // items before the first one that is there have been forgotten
        foreach (Item item in items)
        {
            if (placed.Contains(item))
            {
                at = history.FindIndex(message => message.MessageId == item.Id) + 1;
            }
            else if (at >= 0 && !isLate(item) && (item.Type != Item.Message || item.Text.Length > 0))
            {
                history.Insert(at++, item.ToMessage());
            }
        }

        return history;
    }

    public static JsonElement Write(IReadOnlyList<ChatMessage> history) =>
        JsonSerializer.SerializeToElement(history.ToList(), AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<ChatMessage>)));

    public static List<ChatMessage> Read(JsonElement history) => [.. (IList<ChatMessage>)history.Deserialize(AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<ChatMessage>)))!];

    private static bool IsOfTool(ChatMessage message) => message.Contents.Any(content => content is FunctionCallContent or FunctionResultContent);
}
