using System.Diagnostics;
using System.Threading.Channels;
using Cascade.Extensions.AI.Audio;
using Cascade.Extensions.AI.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Cascade.Extensions.AI;

/// <summary>The recognition of one utterance, which runs on its own while earlier ones are read.</summary>
internal sealed class RecognitionCall
{
    private readonly Channel<SpeechToTextResponseUpdate> _updates = Channel.CreateUnbounded<SpeechToTextResponseUpdate>(new() { SingleReader = true, SingleWriter = true });

    /// <summary>The texts as they come; ends in the client's exception where it failed.</summary>
    public ChannelReader<SpeechToTextResponseUpdate> Updates => _updates.Reader;

    /// <summary>Runs the call when its turn has come. Never throws: faults stand in <see cref="Updates"/>.</summary>
    public async Task RunAsync(Utterance utterance, Func<IAsyncEnumerable<SpeechToTextResponseUpdate>> recognize, SemaphoreSlim places, bool reportsErrors, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                long began = Stopwatch.GetTimestamp();
                await foreach (SpeechToTextResponseUpdate update in recognize().ConfigureAwait(false))
                {
                    _updates.Writer.TryWrite(update);
                }

                SpeechDetectionMeter.Recognized(Stopwatch.GetElapsedTime(began));
            }
            finally
            {
                places.Release();
            }

            _updates.Writer.TryComplete();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            SpeechDetectionMeter.Failed(e);
            logger.UtteranceFailed(utterance.Start, utterance.End, e);
            if (reportsErrors)
            {
                _updates.Writer.TryWrite(ErrorOf(utterance, e));
            }

            _updates.Writer.TryComplete(reportsErrors ? null : e);
        }
        catch (OperationCanceledException e)
        {
            _updates.Writer.TryComplete(e);
        }
    }

    private static SpeechToTextResponseUpdate ErrorOf(Utterance utterance, Exception error) => new([new ErrorContent(error.Message) { ErrorCode = error.GetType().Name }])
    {
        Kind = SpeechToTextResponseUpdateKind.Error,
        StartTime = utterance.Start,
        EndTime = utterance.End,
        RawRepresentation = error,
    };
}
