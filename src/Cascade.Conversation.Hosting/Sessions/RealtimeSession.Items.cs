using Cascade.Hosting.Realtime.Wire;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Sessions;

/// <content>Items that the client adds, asks for, removes and cuts.</content>
internal sealed partial class RealtimeSession
{
    private void Create(ClientEvent e)
    {
        Item item = Read(e.Item ?? throw RealtimeException.Missing("item"));
        int most = _services.Conversations.Conversation.MaximumHistoryLength;
        int length = item.Text.Length + (item.Output?.Length ?? 0) + (item.Arguments?.Length ?? 0);
        if (length > most)
        {
            throw new RealtimeException("string_above_max_length", $"Expected at most {most} characters in an item; found {length}.", "item");
        }

        lock (_lock)
        {
            if (_items.Find(item.Id) is not null)
            {
                throw new RealtimeException("item_create_duplicate_id", $"Error adding item: an item with id '{item.Id}' already exists.", "item.id");
            }

            Item? before = e.PreviousItemId is null or ItemList.Root ? null : Find(e.PreviousItemId, "previous_item_id");
            string? previous = e.PreviousItemId == ItemList.Root ? null : before?.Id ?? _items.LastId;
            Later(new Deferred(conversation => Add(conversation, item.ToMessage(), e.PreviousItemId, before))); // first: it may be refused
            _items.Add(item, e.PreviousItemId);
            TellAdded(item, previous);
        }
    }

    private void Retrieve(ClientEvent e)
    {
        lock (_lock)
        {
            Emit(new ItemEvent("conversation.item.retrieved") { Item = Find(e.ItemId, "item_id").ToBody(Names) });
        }
    }

    private void Delete(ClientEvent e)
    {
        lock (_lock)
        {
            Item item = Find(e.ItemId, "item_id");
            _items.Remove(item);
            Later(new Deferred(conversation => conversation.EditHistoryAsync(messages => messages.Where(message => !item.IsOf(message)))));
            Emit(new ItemEvent("conversation.item.deleted") { ItemId = item.Id });
        }
    }

    private void Truncate(ClientEvent e)
    {
        lock (_lock)
        {
            Item item = Find(e.ItemId, "item_id");
            if (e.AudioEndMs is not { } milliseconds)
            {
                throw RealtimeException.Missing("audio_end_ms");
            }

            if (item is not { Role: "assistant", IsAudio: true })
            {
                throw new RealtimeException("invalid_item_type", "Only audio messages of the assistant can be truncated.", "item_id");
            }

            if (e.ContentIndex is not (null or 0))
            {
                throw new RealtimeException("invalid_content_index", $"Expected content_index 0; found {e.ContentIndex}.", "content_index");
            }

            TimeSpan end = TimeSpan.FromMilliseconds(milliseconds);
            if (milliseconds < 0 || end > item.Length + TimeSpan.FromMilliseconds(1))
            {
                throw new RealtimeException(
                    RealtimeException.InvalidValue, FormattableString.Invariant($"Audio content of {item.Length.TotalMilliseconds:0}ms is already shorter than {milliseconds}ms"), "audio_end_ms");
            }

            Cut(item, end < item.Length ? end : item.Length);
            Emit(new ItemEvent("conversation.item.truncated") { ItemId = item.Id, ContentIndex = 0, AudioEndMs = milliseconds });
        }
    }

    // With the lock held. An answer that is spoken stops there; of one that was, the history keeps the words before.
    private void Cut(Item item, TimeSpan end)
    {
        if (item.Turn != 0 && item.Turn == _activeTurn)
        {
            if (_response is { } response)
            {
                response.IsCanceled = true;
            }

            Send(async conversation =>
            {
                await conversation.ReportPlaybackAsync(item.Turn, end).ConfigureAwait(false);
                await conversation.InterruptAsync().ConfigureAwait(false);
            });
            return;
        }

        if (item.Words.Count == 0)
        {
            return; // nothing is known of its words: the history keeps what the conversation took for heard
        }

        string heard = string.Join(' ', item.Words.TakeWhile(word => word.End <= end).Select(word => word.Text));
        item.Text = heard;
        Item? before = _items.Before(item);
        Send(conversation => conversation.EditHistoryAsync(messages => Replace(messages, item, before, heard)));
    }

    // The client knows better than the clock of the server what was played: more words than the history has, or fewer.
    private static List<ChatMessage> Replace(IReadOnlyList<ChatMessage> messages, Item item, Item? before, string heard)
    {
        List<ChatMessage> edited = [.. messages];
        int at = edited.FindIndex(item.IsOf);
        if (at >= 0)
        {
            edited.RemoveAt(at);
        }
        else
        {
            at = before is not null && edited.FindLastIndex(before.IsOf) is >= 0 and int user ? user + 1 : edited.Count;
        }

        if (heard.Length > 0)
        {
            edited.Insert(at, new ChatMessage(ChatRole.Assistant, heard)
            {
                MessageId = item.MessageId, AdditionalProperties = new() { [Interrupted] = true },
            });
        }

        return edited;
    }

    private Item Find(string? id, string param) => _items.Find(id ?? throw RealtimeException.Missing(param))
        ?? throw new RealtimeException("item_not_found", $"Item with item_id '{id}' was not found.", param);

    private void TellAdded(Item item, string? previous)
    {
        Emit(new ItemEvent(Names.IsBeta ? "conversation.item.created" : "conversation.item.added") { PreviousItemId = previous, Item = item.ToBody(Names) });
        if (!Names.IsBeta)
        {
            Emit(new ItemEvent("conversation.item.done") { PreviousItemId = previous, Item = item.ToBody(Names) });
        }
    }

    private static ValueTask Add(Conversation conversation, ChatMessage message, string? previous, Item? before) =>
        previous is null ? conversation.AddMessageAsync(message)
        : conversation.EditHistoryAsync(messages =>
        {
            List<ChatMessage> edited = [.. messages];
            int at = before is null ? -1 : edited.FindLastIndex(before.IsOf);
            edited.Insert(before is not null && at < 0 ? edited.Count : at + 1, message);
            return edited;
        });

    private static Item Read(ClientItem item)
    {
        string id = item.Id is { Length: > 0 and <= 64 } given ? given : Ids.Item();
        switch (item.Type)
        {
            case Item.Message:
                return ReadMessage(item, id);
            case Item.FunctionCall:
                return new Item(id, Item.FunctionCall)
                {
                    CallId = item.CallId ?? throw RealtimeException.Missing("item.call_id"),
                    Name = item.Name ?? throw RealtimeException.Missing("item.name"),
                    Arguments = item.Arguments ?? "{}",
                };
            case Item.FunctionOutput:
                return new Item(id, Item.FunctionOutput)
                {
                    CallId = item.CallId ?? throw RealtimeException.Missing("item.call_id"),
                    Output = item.Output ?? throw RealtimeException.Missing("item.output"),
                };
            default:
                throw new RealtimeException(RealtimeException.InvalidValue, $"Expected an item of type message, function_call or function_call_output; found '{item.Type}'.", "item.type");
        }
    }

    private static Item ReadMessage(ClientItem item, string id)
    {
        string role = item.Role is "user" or "assistant" or "system" ? item.Role
            : throw new RealtimeException(RealtimeException.InvalidValue, $"Expected the role user, assistant or system; found '{item.Role}'.", "item.role");
        ClientContent? refused = item.Content?.FirstOrDefault(content => content.Type is not ("input_text" or "output_text" or "text") && content.Transcript is null);
        if (refused is not null)
        {
            throw RealtimeException.NotServed("item.content.type", refused.Type ?? "nothing", "Add text, or send audio by input_audio_buffer.append and commit.");
        }

        string text = string.Concat(item.Content?.Select(content => content.Text ?? content.Transcript) ?? []);
        return text.Length > 0 ? new Item(id, Item.Message) { Role = role, Text = text } : throw RealtimeException.Missing("item.content");
    }
}
