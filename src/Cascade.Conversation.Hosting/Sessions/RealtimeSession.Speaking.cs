using Cascade.Hosting.Realtime.Audio;
using Cascade.Hosting.Realtime.Wire;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Sessions;

/// <content>The answers of the conversation.</content>
internal sealed partial class RealtimeSession
{
    private readonly Dictionary<int, (string Text, TimeSpan Start)> _sentences = [];

    private void TakeAnswer(ConversationEvent e)
    {
        if (e is TurnEnded ended)
        {
            OnTurnEnded(ended);
            return;
        }

        if (_response is not { } response || response.Turn != e.Turn)
        {
            return;
        }

        switch (e)
        {
            case ReplySentence sentence:
                OnSentence(response, sentence);
                break;
            case ReplyVisemes visemes:
                EmitExtension(new VisemesEvent(response.Id, response.Message?.Id, [.. visemes.Visemes.Select(VisemeBody.Of)]));
                break;
            case ReplyAudio audio:
                OnAudio(response, audio);
                break;
            case ReplyWords words:
                OnWords(response, words);
                break;
            case ReplyToolCall call:
                OnToolCall(response, call);
                break;
            case ReplyGenerated:
                FinishMessage(response, "completed");
                EndResponse("completed", new StatusDetails("completed"));
                break;
            case ReplyPaused paused:
                EmitExtension(new PlayerEvent("cascade.playback.paused", response.Id) { PositionMs = paused.Position.TotalMilliseconds });
                break;
            case ReplyResumed resumed:
                EmitExtension(new PlayerEvent("cascade.playback.resumed", response.Id) { PositionMs = resumed.Position.TotalMilliseconds });
                break;
            case ReplyStopped stopped:
                EmitExtension(new PlayerEvent("cascade.playback.stopped", response.Id) { PositionMs = stopped.Position.TotalMilliseconds });
                break;
        }
    }

    private void BeginResponse(long turn)
    {
        bool isRequested = _requested is not null && _user?.Turn != turn;
        ResponseRequest request = isRequested ? _requested! : new ResponseRequest(_config, null);
        _requested = isRequested ? null : _requested;
        _sentences.Clear();
        _fault = null;
        _latest = _response = new ActiveResponse(Ids.Response(), turn, request.Config) { Metadata = request.Metadata, User = _user?.Turn == turn ? _user.Item : _items.Find(request.UserId) };
        Emit(new ResponseEvent("response.created", _response.ToBody(Names, "in_progress")));
    }

    private void OnSentence(ActiveResponse response, ReplySentence sentence)
    {
        Item message = response.Message ?? BeginMessage(response);
        string delta = message.IsAudio && message.Text.Length > 0 ? " " + sentence.Text : sentence.Text;
        message.Text += delta;
        _sentences[sentence.Number] = (sentence.Text, sentence.Position);
        Emit(Part(response, message.IsAudio ? Names.TranscriptDelta : Names.TextDelta) with { ContentIndex = 0, Delta = delta });
        response.Sentences.Add(new ToldSentence(Events.Last, delta));
    }

    private Item BeginMessage(ActiveResponse response)
    {
        Item message = new(Ids.Item(), Item.Message) { Role = "assistant", IsAudio = response.Config.Speaks, Status = "in_progress", Turn = response.Turn };
        response.Message = message;
        response.MessageIndex = response.Output.Count;
        TellOutput(response, message, response.MessageIndex);
        Emit(Part(response, "response.content_part.added") with { ContentIndex = 0, Part = message.IsAudio ? new ContentBody("audio") { Transcript = "" } : new ContentBody("text") { Text = "" } });
        return message;
    }

    private void OnAudio(ActiveResponse response, ReplyAudio audio)
    {
        response.Encoder ??= new AnswerEncoder(audio.Format, response.Config.Output);
        response.Message!.Length = audio.Position + TimeSpan.FromSeconds((double)audio.Audio.Length / sizeof(short) / audio.Format.SampleRateHz);
        TellAudio(response, response.Encoder.Encode(audio.Audio.Span));
    }

    private void TellAudio(ActiveResponse response, byte[] audio)
    {
        if (audio.Length > 0)
        {
            Emit(Part(response, Names.AudioDelta) with { ContentIndex = 0, Delta = Convert.ToBase64String(audio) });
        }
    }

    private void OnWords(ActiveResponse response, ReplyWords words)
    {
        response.Message?.Words.AddRange(words.Words);
        if (_beginning.IsExtended && response.Config.Speaks && _sentences.TryGetValue(words.Number, out (string Text, TimeSpan Start) sentence))
        {
            Emit(new WordsEvent(response.Id, response.Message?.Id, [.. words.Words.Select(word => Timed(word.Text, word.Start, word.End, TimeSpan.Zero))]));
            if (_voice.Take(sentence.Text) is { Count: > 0 } phonemes)
            {
                Emit(new PhonemesEvent(response.Id, response.Message?.Id, [.. phonemes.Select(one => Timed(one.Text, one.Start, one.End, sentence.Start))]));
            }
        }
    }

    private void OnToolCall(ActiveResponse response, ReplyToolCall call)
    {
        string arguments = ToolArguments.Write(call.Arguments);
        Item item = new(Ids.Item(), Item.FunctionCall) { CallId = call.CallId, Name = call.Name, Arguments = arguments, Status = "completed", Turn = response.Turn };
        int index = response.Output.Count;
        TellOutput(response, item, index);
        ResponsePartEvent part = new("response.function_call_arguments.delta", response.Id, item.Id) { OutputIndex = index, CallId = call.CallId };
        Emit(part with { Delta = arguments });
        Emit(part with { Type = "response.function_call_arguments.done", Name = call.Name, Arguments = arguments });
        TellOutputDone(response, item, index);
    }

    private void FinishMessage(ActiveResponse response, string status)
    {
        if (response.Message is not { Status: "in_progress" } message)
        {
            return;
        }

        message.Status = status;
        if (message.IsAudio)
        {
            TellAudio(response, response.Encoder?.Complete() ?? []);
            Emit(Part(response, Names.AudioDone) with { ContentIndex = 0 });
            Emit(Part(response, Names.TranscriptDone) with { ContentIndex = 0, Transcript = message.Text });
        }
        else
        {
            Emit(Part(response, Names.TextDone) with { ContentIndex = 0, Text = message.Text });
        }

        ContentBody whole = message.IsAudio ? new ContentBody("audio") { Transcript = message.Text } : new ContentBody("text") { Text = message.Text };
        Emit(Part(response, "response.content_part.done") with { ContentIndex = 0, Part = whole });
        TellOutputDone(response, message, response.MessageIndex);
    }

    private void TellOutput(ActiveResponse response, Item item, int index)
    {
        string? previous = _items.LastId;
        response.Output.Add(item);
        _items.Add(item);
        ItemBody empty = item.ToEmptyBody(Names);
        Emit(new ResponsePartEvent("response.output_item.added", response.Id, null) { OutputIndex = index, Item = empty });
        Emit(new ItemEvent(Names.IsBeta ? "conversation.item.created" : "conversation.item.added") { PreviousItemId = previous, Item = empty });
    }

    private void TellOutputDone(ActiveResponse response, Item item, int index)
    {
        Emit(new ResponsePartEvent("response.output_item.done", response.Id, null) { OutputIndex = index, Item = item.ToBody(Names) });
        if (!Names.IsBeta)
        {
            Emit(new ItemEvent("conversation.item.done") { PreviousItemId = _items.Before(item)?.Id, Item = item.ToBody(Names) });
        }
    }

    private void EndResponse(string status, StatusDetails details)
    {
        if (_response is { IsDone: false } response)
        {
            FinishMessage(response, "incomplete");
            response.IsDone = true;
            UsageDetails usage = _chat.Take();
            UsageBody body = new(usage.TotalTokenCount ?? 0, usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0);
            Emit(new ResponseEvent("response.done", response.ToBody(Names, status, details, body)));
        }
    }

    private void OnTurnEnded(TurnEnded ended)
    {
        TellEnd(ended);
        Item? userItem = _user?.Turn == ended.Turn ? _user.Item : _response?.Turn == ended.Turn ? _response.User : null; // of another node
        if (_user is { } user && user.Turn == ended.Turn)
        {
            Close(user, isCommitted: ended.Outcome == TurnOutcome.Failed);
            _user = null;
        }
        else if (ended.Turn > _activeTurn)
        {
            _commits.TryDequeue(out _); // too short to be heard of
        }

        TurnLatency took = ended.Latency;
        EmitExtension(new TurnEvent(ended.Outcome.ToString().ToLowerInvariant(), ended.UserText.Length > 0 ? ended.UserText : userItem?.Text ?? "", ended.HeardText, _response?.Turn == ended.Turn ? _response.Message?.Id : null)
        {
            UserItemId = userItem?.Id,
            EndpointMs = took.Endpoint?.TotalMilliseconds,
            TranscriptionMs = took.Transcription?.TotalMilliseconds,
            FirstTokenMs = took.FirstToken?.TotalMilliseconds,
            FirstAudioMs = took.FirstAudio?.TotalMilliseconds,
            TotalMs = took.Total?.TotalMilliseconds,
        });
        if (_response is { } response && response.Turn == ended.Turn)
        {
            response.Outcome = ended.Outcome;
            response.Told.Add(Events.Last);
            _response = null;
        }

        Volatile.Write(ref _activeTurn, 0);
        SendDeferred();
    }

    private void TellEnd(TurnEnded ended)
    {
        if (_response is not { } response || response.Turn != ended.Turn)
        {
            return;
        }

        switch (ended.Outcome)
        {
            case TurnOutcome.Completed:
                EndResponse("completed", new StatusDetails("completed"));
                break;
            case TurnOutcome.Failed:
                EndResponse("failed", new StatusDetails("failed") { Error = new StatusError("server_error", _fault?.Code ?? "internal_error") { Message = _fault?.Message } });
                break;
            default:
                EndResponse("cancelled", new StatusDetails("cancelled") { Reason = response.IsCanceled ? "client_cancelled" : "turn_detected" });
                break;
        }

        if (response.Message is { IsAudio: true } message && ended.Outcome is TurnOutcome.Interrupted or TurnOutcome.Failed or TurnOutcome.Superseded)
        {
            response.Message!.Text = ended.HeardText; // as the history has it
            response.Message.Status = "incomplete";
        }
    }

    private static ResponsePartEvent Part(ActiveResponse response, string type) => new(type, response.Id, response.Message?.Id) { OutputIndex = response.MessageIndex };

    private static TimedBody Timed(string text, TimeSpan start, TimeSpan end, TimeSpan offset) => new(text, (offset + start).TotalMilliseconds, (offset + end).TotalMilliseconds);
}
