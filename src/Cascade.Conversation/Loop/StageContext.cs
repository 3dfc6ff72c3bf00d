using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Cascade.Dialogue;

/// <summary>The common ground of the stages: the clients, the clock and the way back to the loop.</summary>
internal sealed class StageContext(IChatClient chat, ISpeechToTextClient speechToText, ITextToSpeechClient textToSpeech, Mailbox mailbox, Workload work, TimeProvider time)
{
    private volatile bool _recognisesWhole;
    private volatile bool _speaksWhole;

    public IChatClient Chat => chat;

    public ISpeechToTextClient SpeechToText => speechToText;

    public ITextToSpeechClient TextToSpeech => textToSpeech;

    public TimeProvider Time => time;

    public Workload Work => work;

    /// <summary>Gets whether the recogniser has said that it does not stream.</summary>
    public bool RecognisesWhole { get => _recognisesWhole; set => _recognisesWhole = value; }

    /// <summary>Gets whether the voice has said that it does not stream.</summary>
    public bool SpeaksWhole { get => _speaksWhole; set => _speaksWhole = value; }

    public ValueTask PostAsync(StageMessage message) => mailbox.WriteAsync(message, message.Job.Token);

    /// <summary>Runs a stage so that each of its faults becomes a message.</summary>
    public async Task GuardAsync(Job job, ConversationStage stage, Func<Task> run, bool hasSpan = true)
    {
        using Activity? span = hasSpan ? ConversationSpans.Stage(stage, job.Turn.Span) : null;
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception e) when (job.Token.IsCancellationRequested)
        {
            span?.SetStatus(ActivityStatusCode.Unset, e.GetType().Name); // canceled: the result is not wanted, whatever became of it
        }
        catch (ChannelClosedException)
        {
            span?.SetStatus(ActivityStatusCode.Unset, "closed");
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            span?.SetTag("error.type", e.GetType().FullName);
            string code = e is StageException { Code: var known } ? known : Name(stage) + "Failed";
            await TryPostAsync(new StageFailed(job, stage, code, e.Message, e is StageException ? e.InnerException : e)).ConfigureAwait(false);
        }
    }

    /// <summary>Posts a message that nobody misses if the turn has ended meanwhile.</summary>
    public async Task TryPostAsync(StageMessage message)
    {
        try
        {
            await PostAsync(message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            return;
        }
    }

    public static string Name(ConversationStage stage) => stage switch
    {
        ConversationStage.Hearing => "hearing",
        ConversationStage.Recognition => "recognition",
        ConversationStage.TurnDetection => "turnDetection",
        ConversationStage.Model => "model",
        ConversationStage.Tool => "tool",
        ConversationStage.Synthesis => "synthesis",
        _ => "turn",
    };
}
