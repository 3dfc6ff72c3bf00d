using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Cascade.Extensions.AI.Audio;
using Cascade.Extensions.AI.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cascade.Extensions.AI;

/// <summary>A client that lets only speech reach the one behind it.</summary>
internal sealed class SpeechDetectionClient : DelegatingSpeechToTextClient
{
    private readonly SpeechDetectionOptions _options;
    private readonly ILogger _logger;
    private readonly ClientCalls _calls;

    public SpeechDetectionClient(ISpeechToTextClient inner, SpeechDetectionOptions options)
        : base(inner)
    {
        _options = options;
        _logger = options.LoggerFactory?.CreateLogger(SpeechDetectionMeter.Name) ?? NullLogger.Instance;
        _calls = new ClientCalls(inner, _logger);
    }

    public override async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audioSpeechStream);
        string id = Guid.NewGuid().ToString("N");
        yield return new SpeechToTextResponseUpdate { Kind = SpeechToTextResponseUpdateKind.SessionOpen, ResponseId = id, StartTime = TimeSpan.Zero };
        await foreach (SpeechToTextResponseUpdate update in RecognizeAsync(audioSpeechStream, options, prefersStreaming: true, cancellationToken).ConfigureAwait(false))
        {
            update.ResponseId ??= id;
            yield return update;
        }

        yield return new SpeechToTextResponseUpdate { Kind = SpeechToTextResponseUpdateKind.SessionClose, ResponseId = id };
    }

    public override async Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audioSpeechStream);
        WholeText text = new();
        await foreach (SpeechToTextResponseUpdate update in RecognizeAsync(audioSpeechStream, options, prefersStreaming: false, cancellationToken).ConfigureAwait(false))
        {
            text.Add(update);
        }

        return text.ToResponse();
    }

    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        try
        {
            return base.GetService(serviceType, serviceKey);
        }
        catch (NotImplementedException) // Whisper.net 1.9.1: telemetry in front of it could not be built
        {
            return null;
        }
    }

    private async IAsyncEnumerable<SpeechToTextResponseUpdate> RecognizeAsync(
        Stream stream, SpeechToTextOptions? options, bool prefersStreaming, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<RecognitionCall> calls = Channel.CreateBounded<RecognitionCall>(Math.Max(1, _options.MaximumWaiting + _options.MaximumConcurrency - 1));
        Task reading = ReadAsync(stream, options, prefersStreaming, calls.Writer, stop.Token);
        try
        {
            await foreach (RecognitionCall call in calls.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await foreach (SpeechToTextResponseUpdate update in call.Updates.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return update;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false); // then nobody reads the caller's stream any more
        }
    }

    // Never throws: a fault of the stream is the end of the channel, after the calls before it.
    private async Task ReadAsync(Stream stream, SpeechToTextOptions? options, bool prefersStreaming, ChannelWriter<RecognitionCall> calls, CancellationToken cancellationToken)
    {
        // Not disposed: a client that ignores cancellation gives its place back whenever it ends.
        SemaphoreSlim places = new(_options.MaximumConcurrency);
        try
        {
            SpeechToTextOptions? clientOptions = ForWav(options);
            await foreach (Utterance utterance in UtteranceReader.ReadAsync(stream, _options, options, cancellationToken).ConfigureAwait(false))
            {
                RecognitionCall call = new();
                _ = call.RunAsync(
                    utterance,
                    () => _calls.RecognizeAsync(utterance, clientOptions, prefersStreaming, cancellationToken),
                    places,
                    _options.ReportsErrors,
                    _logger,
                    cancellationToken);
                await calls.WriteAsync(call, cancellationToken).ConfigureAwait(false);
            }

            calls.TryComplete();
        }
        catch (Exception e) // the reader of the channel throws it
        {
            calls.TryComplete(e);
        }
    }

    private static SpeechToTextOptions? ForWav(SpeechToTextOptions? options)
    {
        if (options?.SpeechSampleRate is null)
        {
            return options;
        }

        SpeechToTextOptions changed = options.Clone();
        changed.SpeechSampleRate = PcmFormat.SampleRateHz;
        return changed;
    }
}
