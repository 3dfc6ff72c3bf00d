using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Cascade.Speech.Diagnostics;
using Cascade.Speech.Pool;
using Cascade.Speech.Wire;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cascade.Speech.Voices;

/// <summary>Flite in worker processes.</summary>
internal sealed class FliteVoice : IVoice
{
    private const string DefaultVoice = "slt";

    private readonly WorkerPool _pool;
    private readonly string _voice;

    public FliteVoice(SystemVoiceOptions options)
    {
        _voice = options.Voice ?? DefaultVoice;
        _pool = new WorkerPool(
            options.ToWorkers(),
            new WorkerSetup { Flite = new FliteSetup { Voice = _voice } },
            options.LoggerFactory?.CreateLogger(SpeechMeter.Name) ?? NullLogger.Instance);
    }

    public string Name => $"flite {_voice}";

    /// <exception cref="SpeechWorkerException">Flite is not installed.</exception>
    public Task InitializeAsync(CancellationToken cancellationToken) => _pool.InitializeAsync(cancellationToken);

    public async IAsyncEnumerable<SpokenPiece> SpeakAsync(string text, TextToSpeechOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Check(options);
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        WorkerJob job = _pool.Submit(new JobHeader { Speed = options?.Speed }, Encoding.UTF8.GetBytes(text), TimeSpan.Zero, leaving.Token);
        try
        {
            SpokenSentence? sentence = null;
            int rate = 0;
            await foreach (Frame frame in job.Parts.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (frame.Kind == FrameKind.Part)
                {
                    ResultPart part = JsonSerializer.Deserialize(frame.Payload, WireJson.Default.ResultPart)!;
                    rate = part.SampleRateHz!.Value;
                    sentence = new SpokenSentence(part.Text!, MarksOf(part.Words), MarksOf(part.Phonemes));
                }
                else
                {
                    Scale(frame.Payload, options?.Volume);
                    yield return new SpokenPiece(frame.Payload, rate, sentence);
                    sentence = null;
                }
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private void Check(TextToSpeechOptions? options)
    {
        if (options?.Pitch is not null)
        {
            throw new NotSupportedException("flite's voices have one pitch. Leave it out, or use espeak-ng.");
        }

        if (options?.VoiceId is { } voice && voice != _voice)
        {
            throw new NotSupportedException($"This client speaks with flite's voice '{_voice}'; found '{voice}'. Make a client for each voice.");
        }

        if (options?.Language is { } language && !language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException($"flite speaks English; found '{language}'. Use espeak-ng.");
        }
    }

    private static void Scale(byte[] pcm, float? volume)
    {
        if (volume is { } factor)
        {
            Span<short> samples = MemoryMarshal.Cast<byte, short>(pcm.AsSpan());
            foreach (ref short sample in samples)
            {
                sample = (short)Math.Clamp(sample * factor, short.MinValue, short.MaxValue);
            }
        }
    }

    private static SpeechWord[] MarksOf(ResultMark[]? marks) =>
        [.. (marks ?? []).Select(mark => new SpeechWord(mark.Text, TimeSpan.FromTicks(mark.Start), TimeSpan.FromTicks(mark.End)))];
}
