using Cascade.Hosting.Realtime.Audio;
using Cascade.Hosting.Realtime.Wire;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Realtime.Sessions;

/// <content>Audio of the user.</content>
internal sealed partial class RealtimeSession
{
    private static readonly TimeSpan ShortestCommit = TimeSpan.FromMilliseconds(100);

    private readonly TokenBucket _inputRate;
    private OpusPacketDecoder? _opus;
    private readonly Queue<Item> _commits = new(); // that the conversation has not heard of yet
    private long _buffered; // bytes since the last commit
    private float? _heardThreshold;

    private void Append(ClientEvent e)
    {
        byte[] audio = Decode(e.Audio ?? throw RealtimeException.Missing("audio"));
        if (_config.Input == AudioCoding.Opus)
        {
            AppendPackets(OpusPackets.Split(audio));
            return;
        }

        if (_config.Input == AudioCoding.Pcm && audio.Length % sizeof(short) != 0)
        {
            throw new RealtimeException(RealtimeException.InvalidValue, $"Expected whole samples of 2 bytes; found {audio.Length} bytes.", "audio");
        }

        Push(audio);
    }

    // A packet that cannot be decoded is replaced by a guess, so that the user's clock goes on.
    private void AppendPackets(IReadOnlyList<ReadOnlyMemory<byte>> packets)
    {
        OpusPacketDecoder decoder = _opus ??= new OpusPacketDecoder();
        long damaged = decoder.Damaged;
        foreach (ReadOnlyMemory<byte> packet in packets)
        {
            Push(decoder.Decode(new OpusPacket(packet)).Span); // one at a time: a packet of few bytes may be long
        }

        damaged = decoder.Damaged - damaged;
        if (damaged > 0)
        {
            throw new RealtimeException(RealtimeException.InvalidValue, $"Expected Opus packets; found {damaged} of {packets.Count} that cannot be decoded. A guess at the audio takes their place.", "audio");
        }
    }

    private void Push(ReadOnlySpan<byte> audio)
    {
        if (!_inputRate.TryTake(_config.Input.Duration(audio.Length).TotalSeconds))
        {
            throw TooFast();
        }

        lock (_lock) // before it is heard, so that no speech ends behind what has been received
        {
            _buffered += audio.Length;
            _received += audio.Length;
            KeepInTime();
        }

        try
        {
            Run().Conversation.Push(audio);
        }
        catch (InvalidOperationException)
        {
            throw TooFast();
        }
    }

    private ValueTask CommitAsync()
    {
        lock (_lock)
        {
            bool isManual = _config.TurnDetection is null;
            TimeSpan buffered = _config.Input.Duration(_buffered);
            if (isManual ? buffered < ShortestCommit : _user is null || _user.IsCommitted)
            {
                throw new RealtimeException(
                    "input_audio_buffer_commit_empty",
                    FormattableString.Invariant($"Error committing input audio buffer: buffer too small. Expected at least 100ms of audio{(isManual ? "" : ", with speech")}, but buffer only has {(isManual ? buffered.TotalMilliseconds : 0):0.00}ms of audio."));
            }

            if (isManual)
            {
                Item item = new(Ids.Item(), Item.Message) { Role = "user", IsAudio = true };
                _commits.Enqueue(item);
                TellCommitted(item);
            }

            _buffered = 0;
        }

        return Run().Conversation.CommitTurnAsync(); // behind the audio before it
    }

    private async ValueTask ClearAsync()
    {
        if (_run is { } run)
        {
            await run.Conversation.DiscardTurnAsync().ConfigureAwait(false);
        }

        lock (_lock)
        {
            _buffered = 0;
            Emit(new InputEvent("input_audio_buffer.cleared"));
        }
    }

    private void TellCommitted(Item item)
    {
        string? previous = _items.LastId;
        _items.Add(item);
        Emit(new InputEvent("input_audio_buffer.committed") { ItemId = item.Id, PreviousItemId = previous });
        TellAdded(item, previous);
    }

    private ConversationRun Run()
    {
        if (_run is { } running)
        {
            return running;
        }

        ConversationOptions options = ConversationSettings.Begin(_config, _services.Conversations, _services.Limits.InputBurst, _beginning.IsExtended) with
        {
            TimeProvider = TimeProvider,
            History = _history,
            LoggerFactory = _services.Conversations.Conversation.LoggerFactory ?? _services.Loggers,
        };
        _heardThreshold = (float)options.Hearing.Speech.Threshold;
        Conversation conversation = new(_chat, _services.SpeechToText, _voice, options);
        _run = new ConversationRun(conversation, options, Take, Events.WaitForRoomAsync, e => _services.Manager.EndFailed(this, e));
        return _run;
    }

    private static byte[] Decode(string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw new RealtimeException(RealtimeException.InvalidValue, "Invalid 'audio'. Expected base64-encoded audio bytes, but got an invalid value.", "audio");
        }
    }

    private static ProtocolException TooFast() => new(ErrorCode.TooFast, "Audio comes faster than the server takes. Send it as it is spoken.");
}
