using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Cascade.Dialogue.Tests;

/// <summary>The way in which a fake client misbehaves.</summary>
internal enum Fault
{
    None,
    Hangs,
    HangsDeaf, // and ignores cancellation
    BlocksThread,
    Throws,
    ThrowsLate,
    GivesNothing,
    GivesAllAtOnce,
    EndsSilently, // when canceled
    CannotStream,
}

/// <summary>A recogniser that hears what it is told.</summary>
internal sealed class FakeRecogniser : ISpeechToTextClient
{
    private int _calls;

    public Func<int, string> Hears { get; set; } = _ => "hello there";

    public Fault Fault { get; set; }

    public int Calls => _calls;

    /// <summary>Gets the bytes of audio of each call.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<long> Lengths { get; } = [];

    public Misbehaviour Misbehaviour { get; } = new();

    public async Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return new SpeechToTextResponse(Hears(Interlocked.Increment(ref _calls) - 1));
    }

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Fault == Fault.CannotStream)
        {
            throw new NotSupportedException("whole files only");
        }

        int call = Interlocked.Increment(ref _calls) - 1;
        Lengths.Enqueue(audioSpeechStream.Length - 44);
        if (await Misbehaviour.BeforeAsync(Fault, cancellationToken))
        {
            yield break;
        }

        yield return new SpeechToTextResponseUpdate(Hears(call)) { Kind = SpeechToTextResponseUpdateKind.TextUpdated };
        Dialogue.Tests.Misbehaviour.After(Fault);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => throw new NotImplementedException("as Whisper.net's");

    public void Dispose()
    {
    }
}

/// <summary>A voice that gives each word a tenth of a second of tone, and says where.</summary>
internal sealed class FakeVoice : ITextToSpeechClient
{
    public const int RateHz = 16_000;
    private int _calls;
    private int _spoken;

    public Fault Fault { get; set; }

    public bool GivesMarks { get; set; } = true;

    /// <summary>Gets or sets whether each word is told as the phonemes p and aa.</summary>
    public bool GivesPhonemes { get; set; }

    public string MediaType { get; set; } = "audio/pcm;rate=16000";

    public TimeSpan WordLength { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets or sets recorded speech that is played in place of the tones, again and again.</summary>
    public byte[]? Recorded { get; set; }

    public int Calls => _calls;

    public Misbehaviour Misbehaviour { get; } = new();

    public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        _calls++;
        return Task.FromResult(new TextToSpeechResponse([new DataContent(Speak(text, out _), MediaType)]));
    }

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Fault == Fault.CannotStream)
        {
            throw new NotSupportedException("whole audio only");
        }

        Interlocked.Increment(ref _calls);
        if (await Misbehaviour.BeforeAsync(Fault, cancellationToken))
        {
            yield break;
        }

        byte[] audio = Speak(text, out SpokenWord[] words);
        TextToSpeechResponseUpdate update = new([new DataContent(audio, MediaType)]) { Kind = TextToSpeechResponseUpdateKind.AudioUpdating };
        if (GivesMarks)
        {
            update.AdditionalProperties = new() { ["cascade.words"] = words.Select(word => new SpeechWord(word.Text, word.Start, word.End)).ToArray() };
        }

        if (GivesPhonemes)
        {
            update.AdditionalProperties ??= [];
            update.AdditionalProperties["cascade.phonemes"] = words.SelectMany(word => new[] { new SpeechWord("p", word.Start, word.Start + (WordLength / 2)), new("aa", word.Start + (WordLength / 2), word.End) }).ToArray();
        }

        yield return update;
        Dialogue.Tests.Misbehaviour.After(Fault);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private byte[] Speak(string text, out SpokenWord[] words)
    {
        string[] texts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        words = [.. texts.Select((word, i) => new SpokenWord(word, i * WordLength, (i + 1) * WordLength))];
        int perWord = (int)(WordLength.TotalSeconds * RateHz);
        byte[] audio = new byte[2 * perWord * texts.Length];
        if (Recorded is { } recorded)
        {
            for (int i = 0; i < audio.Length; i++)
            {
                audio[i] = recorded[(i + _spoken) % recorded.Length];
            }

            _spoken += audio.Length;
            return audio;
        }

        Random random = new(text.Length);
        for (int word = 0; word < texts.Length; word++)
        {
            double loudness = 0.1 + (0.5 * random.NextDouble());
            for (int i = 0; i < perWord; i++)
            {
                int at = 2 * ((word * perWord) + i);
                System.Buffers.Binary.BinaryPrimitives.WriteInt16LittleEndian(audio.AsSpan(at), (short)(loudness * short.MaxValue * Math.Sin(2 * Math.PI * 220 * i / RateHz)));
            }
        }

        return audio;
    }
}

/// <summary>A model that answers with a text, or misbehaves.</summary>
internal sealed class FakeChat : IChatClient
{
    private int _calls;

    public Func<int, string> Says { get; set; } = call => $"This is answer number {call + 1}.";

    public Fault Fault { get; set; }

    public int Calls => _calls;

    public List<ChatMessage[]> Asked { get; } = [];

    public Misbehaviour Misbehaviour { get; } = new();

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int call = Interlocked.Increment(ref _calls) - 1;
        lock (Asked)
        {
            Asked.Add([.. messages]);
        }

        if (await Misbehaviour.BeforeAsync(Fault, cancellationToken))
        {
            yield break;
        }

        string text = Says(call);
        foreach (string token in Fault == Fault.GivesAllAtOnce ? [text] : text.Split(' ').Select((word, i) => i == 0 ? word : " " + word))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, token);
        }

        Dialogue.Tests.Misbehaviour.After(Fault);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
