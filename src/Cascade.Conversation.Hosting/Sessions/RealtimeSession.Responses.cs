using System.Text.Json;
using Cascade.Hosting.Realtime.Wire;

namespace Cascade.Hosting.Realtime.Sessions;

/// <content>Responses that the client asks for and stops.</content>
internal sealed partial class RealtimeSession
{
    private const int MostDeferred = 64;

    private readonly Queue<Deferred> _deferred = new(); // until the turn ends
    private ResponseRequest? _requested; // and not begun
    private ActiveResponse? _response;
    private long _activeTurn;

    // With the lock held: a turn goes on, or is sure to begin.
    private bool IsBusy => _activeTurn != 0 || _commits.Count > 0 || _requested is not null;

    private void CreateResponse(ClientResponse asked)
    {
        lock (_lock)
        {
            if (_config.IsTranscription)
            {
                throw new RealtimeException(RealtimeException.InvalidValue, "A transcription session has no responses. Connect with a model.", "type");
            }

            SessionConfig config = SessionPatch.Apply(_config, asked);
            if (_response is { IsDone: false } || _requested is not null || _deferred.Any(one => one.Response is not null))
            {
                throw new RealtimeException("conversation_already_has_active_response", $"Conversation already has an active response in progress: {_response?.Id}. Wait until the response is finished before creating a new one.");
            }

            ResponseRequest request = new(config, asked.Metadata.ValueKind == JsonValueKind.Object ? asked.Metadata : null);
            Ask(request);
            if (_response is { IsDone: true, IsCanceled: false } played)
            {
                // A client that asks for the next answer has done with the one before, as far as it was sent.
                Send(conversation => conversation.ReportPlaybackAsync(played.Turn, played.Message?.Length ?? TimeSpan.Zero));
            }
        }
    }

    private void Ask(ResponseRequest request)
    {
        bool isOwn = !ReferenceEquals(request.Config, _config);
        Later(new Deferred(
            conversation => isOwn ? conversation.RespondAsync(options => ConversationSettings.Answer(options, request.Config, _services.Conversations)) : conversation.RespondAsync(),
            request));
    }

    private void CancelResponse(string? id)
    {
        lock (_lock)
        {
            if (id is not null && _response is { } other && other.Id != id)
            {
                throw new RealtimeException("response_cancel_not_active", $"Cancellation failed: '{id}' is not the active response.", "response_id");
            }

            if (_response is { IsDone: false } response)
            {
                response.IsCanceled = true;
                Send(static conversation => conversation.InterruptAsync());
            }
            else if (_deferred.FirstOrDefault(one => one.Response is not null) is { Response: { } waiting })
            {
                Deferred[] others = [.. _deferred.Where(one => one.Response is null)];
                _deferred.Clear();
                Array.ForEach(others, _deferred.Enqueue);
                ActiveResponse none = new(Ids.Response(), 0, waiting.Config) { Metadata = waiting.Metadata };
                Emit(new ResponseEvent("response.created", none.ToBody(Names, "in_progress")));
                Emit(new ResponseEvent("response.done", none.ToBody(Names, "cancelled", new StatusDetails("cancelled") { Reason = "client_cancelled" })));
            }
            else if (_response is { } played)
            {
                played.IsCanceled = true;
                Send(static conversation => conversation.InterruptAsync()); // all of it has been sent, and is being played
            }
            else
            {
                throw new RealtimeException("response_cancel_not_active", "Cancellation failed: no active response found.");
            }
        }
    }

    private void StopPlayback()
    {
        lock (_lock)
        {
            if (_response is { } response)
            {
                response.IsCanceled = true;
                Send(static conversation => conversation.InterruptAsync());
            }

            Emit(new PlayerEvent("output_audio_buffer.cleared", _response?.Id));
        }
    }

    private void ReportPlayback(ClientEvent e)
    {
        lock (_lock)
        {
            if (e.PlayedMs is { } played && _items.Find(e.ItemId) is { Turn: > 0 } item)
            {
                TimeSpan position = TimeSpan.FromMilliseconds(Math.Clamp(played, 0, item.Length.TotalMilliseconds));
                Send(conversation => conversation.ReportPlaybackAsync(item.Turn, position));
            }
        }
    }

    // With the lock held: done now, or when the turn has ended, in the order of the client.
    private void Later(Deferred deferred)
    {
        if (_deferred.Count >= MostDeferred)
        {
            throw new RealtimeException("too_many_items", $"At most {MostDeferred} items and responses wait for the end of a turn. Send fewer while the user or the machine speaks.");
        }

        _deferred.Enqueue(deferred);
        SendDeferred();
    }

    private void SendDeferred()
    {
        while (!IsBusy && _deferred.TryDequeue(out Deferred? next))
        {
            _requested = next.Response;
            Send(next.Command);
        }
    }

    private void Send(Func<Conversation, ValueTask> command)
    {
        if (!_isOver)
        {
            Run().Send(command);
        }
    }
}
