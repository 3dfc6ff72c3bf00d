using System.Globalization;
using System.Runtime.CompilerServices;
using Cascade.Speech.Voices;
using Microsoft.Extensions.AI;

namespace Cascade;

/// <summary>Speaks with what the machine has: flite in a worker process, or the program espeak-ng. Audio streams as it is made.</summary>
/// <remarks>
/// <para>Audio is PCM16 mono little-endian in pieces of 100 ms, of the media type <c>audio/pcm;rate=R;channels=1</c>, where R is 16000 (flite) or 22050 (espeak-ng). With flite, the first piece
/// of each sentence has its words (<see cref="SpeechWords.Property"/>) and its phonemes (<see cref="PhonemesProperty"/>) with their times from the beginning of the text.</para>
/// <para>May be called by any number of threads at the same time; as many texts as <see cref="SystemVoiceOptions.Count"/> are spoken at once.</para>
/// </remarks>
public sealed class SystemTextToSpeechClient : ITextToSpeechClient, IAsyncDisposable
{
    /// <summary>The additional property that holds the phonemes of a sentence, an <see cref="IReadOnlyList{T}"/> of <see cref="SpeechWord"/>; <c>pau</c> is a pause.</summary>
    public const string PhonemesProperty = "cascade.phonemes";

    /// <summary>The additional property that holds the text of a sentence, with its first piece.</summary>
    public const string SentenceProperty = "cascade.sentence";

    private const int MaximumText = 8_000;

    private readonly SystemVoiceOptions _options;
    private readonly SemaphoreSlim _choosing = new(1);
    private IVoice? _voice;
    private bool _isDisposed;

    /// <summary>Makes a client. The program is looked for by the first call, or by <see cref="InitializeAsync"/>.</summary>
    /// <param name="options">How it speaks; the defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is not legal.</exception>
    public SystemTextToSpeechClient(SystemVoiceOptions? options = null)
    {
        _options = options ?? new();
        _options.Validate();
    }

    /// <summary>Finds the program and makes it ready, so that the first call does not wait for that.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SpeechWorkerException">No voice is installed.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken = default) => await ChooseAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Speaks a text and returns its audio as a WAV file, or as headerless PCM where <see cref="TextToSpeechOptions.AudioFormat"/> is <c>pcm</c>.</summary>
    /// <param name="text">The text, at most 8,000 characters. Control characters are left out.</param>
    /// <param name="options">Speed and volume, where 1 is the voice's own; for espeak-ng voice, language and pitch as well.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The text is empty or too long, or an option is not legal.</exception>
    /// <exception cref="NotSupportedException">The voice can't do what an option asks for.</exception>
    /// <exception cref="SpeechWorkerException">There is no audio, for the <see cref="SpeechWorkerException.Reason"/> that it names.</exception>
    public async Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        bool isWav = IsWav(options, defaultFormat: "wav");
        using MemoryStream audio = new();
        audio.Write(new byte[isWav ? WavFile.HeaderBytes : 0]);
        List<SpeechWord> words = [];
        List<SpeechWord> phonemes = [];
        int rate = 0;
        await foreach (SpokenPiece piece in SpeakAsync(text, options, cancellationToken).ConfigureAwait(false))
        {
            audio.Write(piece.Pcm.Span);
            rate = piece.SampleRateHz;
            words.AddRange(piece.Sentence?.Words ?? []);
            phonemes.AddRange(piece.Sentence?.Phonemes ?? []);
        }

        byte[] bytes = audio.ToArray();
        if (isWav)
        {
            WavFile.CreateHeader(bytes.Length - WavFile.HeaderBytes, new AudioFormat(rate)).CopyTo(bytes, 0);
        }

        return new TextToSpeechResponse([new DataContent(bytes, isWav ? "audio/wav" : MediaType(rate))])
        {
            ModelId = _voice!.Name,
            AdditionalProperties = words.Count == 0 ? null : new() { [SpeechWords.Property] = words, [PhonemesProperty] = phonemes },
        };
    }

    /// <summary>Speaks a text and yields its audio in pieces as it is made, headerless PCM.</summary>
    /// <inheritdoc cref="GetAudioAsync" path="/param"/>
    /// <inheritdoc cref="GetAudioAsync" path="/exception"/>
    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (IsWav(options, defaultFormat: "pcm"))
        {
            throw new NotSupportedException("A WAV file states its length at its beginning, which a stream does not know. Ask for 'pcm', or for the whole audio.");
        }

        string id = Guid.NewGuid().ToString("N");
        yield return new TextToSpeechResponseUpdate { Kind = TextToSpeechResponseUpdateKind.SessionOpen, ResponseId = id };
        await foreach (SpokenPiece piece in SpeakAsync(text, options, cancellationToken).ConfigureAwait(false))
        {
            TextToSpeechResponseUpdate update = new([new DataContent(piece.Pcm, MediaType(piece.SampleRateHz))])
            {
                Kind = TextToSpeechResponseUpdateKind.AudioUpdating,
                ResponseId = id,
                ModelId = _voice!.Name,
            };
            if (piece.Sentence is { } sentence)
            {
                update.AdditionalProperties = new()
                {
                    [SentenceProperty] = sentence.Text,
                    [SpeechWords.Property] = sentence.Words,
                    [PhonemesProperty] = sentence.Phonemes,
                };
            }

            yield return update;
        }

        yield return new TextToSpeechResponseUpdate { Kind = TextToSpeechResponseUpdateKind.SessionClose, ResponseId = id };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(TextToSpeechClientMetadata) ? new TextToSpeechClientMetadata("cascade", null, _voice?.Name)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Ends all calls and the worker process.</summary>
    public async ValueTask DisposeAsync()
    {
        await _choosing.WaitAsync().ConfigureAwait(false);
        try
        {
            _isDisposed = true;
            if (_voice is { } voice)
            {
                _voice = null;
                await voice.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _choosing.Release();
        }
    }

    /// <summary>As <see cref="DisposeAsync"/>; waits for the process to end.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async IAsyncEnumerable<SpokenPiece> SpeakAsync(string text, TextToSpeechOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaximumText, nameof(text));
        if (options?.Speed is { } speed && speed is not (>= 0.25f and <= 4f))
        {
            throw new ArgumentOutOfRangeException(nameof(options), speed, "The speed must be from 0.25 to 4.");
        }

        IVoice voice = await ChooseAsync(cancellationToken).ConfigureAwait(false);
        string spoken = string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? ' ' : c));
        bool isSilent = true;
        await foreach (SpokenPiece piece in voice.SpeakAsync(spoken, options, cancellationToken).ConfigureAwait(false))
        {
            isSilent = false;
            yield return piece;
        }

        if (isSilent)
        {
            throw new SpeechWorkerException(SpeechWorkerFailure.EngineFailed, $"{voice.Name} made no audio of the text: expected words, found none that it can say.");
        }
    }

    private async ValueTask<IVoice> ChooseAsync(CancellationToken cancellationToken)
    {
        if (_voice is { } chosen)
        {
            return chosen;
        }

        await _choosing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _voice ??= _options.Engine == SystemVoice.EspeakNg ? Espeak() : await FliteOrElseAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _choosing.Release();
        }
    }

    private async Task<IVoice> FliteOrElseAsync(CancellationToken cancellationToken)
    {
        FliteVoice flite = new(_options);
        try
        {
            await flite.InitializeAsync(cancellationToken).ConfigureAwait(false);
            return flite;
        }
        catch (Exception e)
        {
            await flite.DisposeAsync().ConfigureAwait(false);
            if (e is SpeechWorkerException && _options.Engine == SystemVoice.Installed && EspeakNgVoice.IsInstalled(_options))
            {
                return Espeak();
            }

            throw;
        }
    }

    private EspeakNgVoice Espeak() => EspeakNgVoice.IsInstalled(_options) ? new EspeakNgVoice(_options) : throw EspeakNgVoice.Missing();

    private static bool IsWav(TextToSpeechOptions? options, string defaultFormat) => (options?.AudioFormat ?? defaultFormat) switch
    {
        "wav" or "audio/wav" => true,
        "pcm" or "audio/pcm" => false,
        var other => throw new NotSupportedException($"The audio format must be 'wav' or 'pcm'; found '{other}'."),
    };

    private static string MediaType(int rate) => string.Create(CultureInfo.InvariantCulture, $"audio/pcm;rate={rate};channels=1");
}
