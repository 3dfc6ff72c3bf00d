using Cascade.Hosting.Nodes;
using Cascade.Hosting.Realtime.Nodes;
using Cascade.Hosting.Realtime.Wire;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Sessions;

/// <content>Another node's conversation goes on. A turn that was under way is ended where the client knows of it: nothing is lost without a word, and nothing is said twice.</content>
internal sealed partial class RealtimeSession
{
    private const string Moved = "moved";
    private const long MostUnkept = 100_000; // events that a client has seen behind the last one kept

    /// <summary>Goes on with a conversation that another node has kept.</summary>
    /// <param name="kept">The session.</param>
    /// <param name="keeper">Keeps it from now on.</param>
    /// <param name="seen">The number of the last event that the client has seen.</param>
    /// <param name="services">The services of this node.</param>
    /// <exception cref="Hosting.Wire.ProtocolException">The session is of another version, or there is no room for it.</exception>
    public static RealtimeSession Restore(KeptSession kept, SessionKeeper keeper, long seen, RealtimeServices services)
    {
        KeptConversation state = KeptConversation.Read(kept.State);
        SessionBeginning beginning = new(new Names(state.IsBeta), state.Config, IsResumable: true);
        return services.Manager.Restore(kept, keeper, number => new RealtimeSession(number, kept.Client, beginning, services, keeper), session => session.Restore(kept, state, seen));
    }

    private void Restore(KeptSession kept, KeptConversation state, long seen)
    {
        lock (_lock)
        {
            foreach (Item item in state.Items)
            {
                _items.Add(item);
            }

            _heardBefore = _heardEnd = _captured = TimeSpan.FromTicks(kept.Received);
            List<ChatMessage> history = KeptHistory.Read(state.History);
            ActiveResponse? reply = state.Reply?.ToResponse(id => _items.Find(id));
            bool isWhole = reply is not { Config.Speaks: true } || (reply.IsDone && seen >= reply.LastAudio);
            KeptEvent[] events = [.. kept.Events.Where(e => isWhole || e.Number <= seen || !reply!.Told.Contains(e.Number))];
            RestoreEvents(kept with { Events = events }, seen < kept.Last + MostUnkept ? seen : kept.Last);
            EndHearing(state);
            ResponseRequest? wanted = state.Wanted;
            if (reply is not null && (reply.Outcome is null || !isWhole))
            {
                ResponseRequest? again = EndReply(reply, isWhole, seen, history);
                wanted ??= again;
            }
            else if (wanted is null && state.User is { IsFinal: true } user && reply?.User?.Id != user.ItemId && _items.Find(user.ItemId) is { } heard)
            {
                Emit(new TurnEvent("completed", heard.Text, "", null) { UserItemId = heard.Id }); // nothing was to be answered
            }

            _history = history;
            Emit(new StateEvent("listening"));
            if (wanted is not null)
            {
                Ask(wanted);
            }
        }
    }

    // The client sends the audio of open speech again, and it is told anew. Audio that the client has committed, and may not have any more, is lost: that is told.
    private void EndHearing(KeptConversation state)
    {
        if (state.User is { IsOpen: true } open)
        {
            Emit(new InputEvent("input_audio_buffer.speech_stopped") { ItemId = open.ItemId, AudioEndMs = (long)_heardBefore.TotalMilliseconds });
        }

        if (state.IsBuffering || state.User is { IsCommitted: false })
        {
            Emit(new InputEvent("input_audio_buffer.cleared"));
        }

        foreach (Item lost in state.Commits.Append(state.User is { IsCommitted: true, IsFinal: false } user ? user.ItemId : "").Select(_items.Find).OfType<Item>().ToArray())
        {
            _items.Remove(lost);
            Emit(new ItemEvent("conversation.item.deleted") { ItemId = lost.Id });
            Emit(new ErrorEvent(new ErrorBody("server_error", "audio_lost", "The server that heard the committed audio is gone, and the audio was not recognised. Send it again.")));
        }
    }

    // Returns the answer that is to be given in its place, if the client has heard nothing of it.
    private ResponseRequest? EndReply(ActiveResponse reply, bool isWhole, long seen, List<ChatMessage> history)
    {
        _latest = _response = reply;
        bool isCut = !isWhole || !reply.IsDone;
        if (isCut)
        {
            Cut(reply, seen, history);
        }

        bool isUnheard = reply.Output.Count == 0 && reply is { IsCanceled: false, Outcome: null or TurnOutcome.Completed };
        Put(reply, history, isInterrupted: isCut);
        if (isCut && (isWhole || reply.Told[0] <= seen))
        {
            reply.IsDone = false;
            EndResponse("incomplete", new StatusDetails("incomplete") { Reason = Moved });
        }

        if (!isUnheard)
        {
            TurnOutcome outcome = reply.Outcome ?? (isCut ? TurnOutcome.Interrupted : TurnOutcome.Completed);
            Emit(new TurnEvent(outcome.ToString().ToLowerInvariant(), reply.User?.Text ?? "", reply.Message?.Text ?? "", reply.Message?.Id) { UserItemId = reply.User?.Id });
            reply.Outcome = outcome;
            reply.Told.Add(Events.Last);
        }

        _response = null;
        _latest = isUnheard ? null : reply;
        return isUnheard ? new ResponseRequest(reply.Config, reply.Metadata) { UserId = reply.User?.Id } : null;
    }

    // Of the message, what the client was told is left; the audio of those words it has, but for a part of the last sentence at most.
    private void Cut(ActiveResponse reply, long seen, List<ChatMessage> history)
    {
        if (reply.Message is not { } message)
        {
            return;
        }

        string told = string.Concat(reply.Sentences.Where(sentence => sentence.Event <= seen || !message.IsAudio).Select(sentence => sentence.Text));
        message.Text = reply.Outcome is null or TurnOutcome.Completed ? told : message.Text;
        message.Status = "in_progress";
        if (told.Length == 0)
        {
            _items.Remove(message);
            history.RemoveAll(one => one.MessageId == message.Id);
            reply.Output.Remove(message);
            reply.Message = null;
        }
    }

    private static void Put(ActiveResponse reply, List<ChatMessage> history, bool isInterrupted)
    {
        int at = reply.Message is { } spoken ? history.FindIndex(message => message.MessageId == spoken.Id) : -1;
        history.RemoveAll(message => reply.Message is { } spoken && message.MessageId == spoken.Id);
        foreach (Item item in reply.Output.Where(item => !history.Exists(message => message.MessageId == item.Id) && (item.Type != Item.Message || item.Text.Length > 0)))
        {
            ChatMessage message = item.ToMessage();
            message.AdditionalProperties = isInterrupted && item.Type == Item.Message ? new() { [Interrupted] = true } : null;
            history.Insert(at >= 0 && item.Type == Item.Message ? at : history.Count, message);
        }
    }
}
