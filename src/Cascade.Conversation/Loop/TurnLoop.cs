using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cascade.Dialogue;

/// <summary>
/// The one loop of a conversation: reads the mailbox, owns all state, starts stages and drops what stages of older turns still send.
/// </summary>
/// <remarks>Handlers are synchronous; what they emit is handed on between two messages. The clock is looked at every 50 ms while anything is going on, never while all is idle.</remarks>
internal sealed partial class TurnLoop
{
    private const int MailboxLength = 256;
    private const int EventsLength = 1_024;

    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(50);

    private readonly StageContext _context;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _id;
    private readonly Activity? _span;
    private readonly Workload _work = new();
    private readonly Mailbox _mailbox;
    private readonly Channel<ConversationEvent> _events;
    private readonly List<ConversationEvent> _outbox = [];
    private readonly List<Job> _ending = [];
    private readonly Queue<string> _toSay = new();
    private readonly ConversationHistory _history;
    private readonly EchoDetector _echo = new();
    private readonly long _began;
    private ConversationOptions _options;
    private ConversationState _state = ConversationState.Listening;
    private long _handedOut;
    private long _turns;
    private long _generations;
    private long _lastProgress;
    private bool _inputEnded;
    private bool _isClosing;
    private bool _pulses;
    private int _tickWaits;
    private Turn? _turn;

    public TurnLoop(IChatClient chat, ISpeechToTextClient speechToText, ITextToSpeechClient textToSpeech, ConversationOptions options)
    {
        _options = options;
        _time = options.TimeProvider;
        _began = _time.GetTimestamp();
        _id = options.ConversationId ?? Guid.NewGuid().ToString("N");
        _logger = options.LoggerFactory?.CreateLogger(ConversationSpans.Name) ?? NullLogger.Instance;
        _mailbox = new Mailbox(MailboxLength, _work);
        _events = Channel.CreateBounded<ConversationEvent>(new BoundedChannelOptions(EventsLength) { SingleWriter = true });
        _context = new StageContext(chat, speechToText, textToSpeech, _mailbox, _work, _time);
        _history = new ConversationHistory(options.History);
        _span = ConversationSpans.Conversation(_id);
        ConversationMeter.State(_state, 1);
    }

    public Mailbox Mailbox => _mailbox;

    public Workload Work => _work;

    public ChannelReader<ConversationEvent> Events => _events.Reader;

    /// <summary>Gets how many events there have been.</summary>
    public long HandedOut => Interlocked.Read(ref _handedOut);

    public ConversationState State => _state;

    public IReadOnlyList<ChatMessage> History => _history.Messages;

    public ConversationOptions Options => _options;

    /// <summary>Runs until all is said after the end of the input, or until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        bool isOver = false;
        ITimer pulse = _time.CreateTimer(_ => OnPulse(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (!isOver && await _mailbox.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                while (!isOver && _mailbox.TryRead(out Message? message))
                {
                    Handle(message);
                    isOver = IsOver();
                    SetPulse(pulse);
                    await HandOutAsync(stop).ConfigureAwait(false);
                    if (!isOver)
                    {
                        _mailbox.Handled();
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _outbox.Clear(); // nobody reads any more
        }
        catch (Exception e)
        {
            ConversationLog.LoopFailed(_logger, _id, e);
            Fault(ConversationStage.Turn, "internalError", "Expected the conversation to go on; found a fault of its own, so it ends. Please report it with its exception.", e);
        }
        finally
        {
            await pulse.DisposeAsync().ConfigureAwait(false);
            Close();
            if (isOver)
            {
                _mailbox.Handled(); // the last one brought about the end
            }
        }
    }

    private void Handle(Message message)
    {
        switch (message)
        {
            case Tick:
                Volatile.Write(ref _tickWaits, 0);
                break;
            case StageMessage stage:
                HandleStage(stage);
                break;
            case HeardFrame frame:
                OnFrame(frame);
                break;
            case SpeechOnset onset:
                OnOnset(onset.Start);
                break;
            case SpeechPart part:
                OnPart(part);
                break;
            case SpeechBurst burst:
                OnBurst(burst.End);
                break;
            case InputStalled:
                OnNoInput();
                break;
            case InputEnded:
                _inputEnded = true;
                OnNoInput();
                break;
            case HearingFailed failed:
                Fault(ConversationStage.Hearing, "hearingFailed", failed.Exception.Message, failed.Exception);
                _inputEnded = true;
                DropUtterance();
                break;
            default:
                HandleCommand(message);
                break;
        }

        LookAtClock();
        SayNext();
    }

    // What older work still sends is dropped here and nowhere else.
    private void HandleStage(StageMessage message)
    {
        if (message.Job != _reply && message.Job != _recognition)
        {
            return;
        }

        Progress();
        switch (message)
        {
            case Recognised recognised:
                OnRecognised((RecognitionJob)recognised.Job, recognised);
                break;
            case Judged judged:
                OnJudged((RecognitionJob)judged.Job, judged.Ended);
                break;
            case TokenArrived token:
                token.Job.Turn.FirstToken = token.Took;
                break;
            case StageFailed failed:
                OnStageFailed(failed);
                break;
            default:
                OnReplyMessage((Reply)message.Job, message);
                break;
        }
    }

    private void OnPulse()
    {
        if (Interlocked.Exchange(ref _tickWaits, 1) == 0 && !_mailbox.TryWrite(new Tick()))
        {
            Volatile.Write(ref _tickWaits, 0); // full: the loop is awake anyway
        }
    }

    private void SetPulse(ITimer pulse)
    {
        bool isBusy = _turn is not null || _ending.Count > 0 || _utterance is { IsConfirmed: true };
        if (isBusy != _pulses)
        {
            _pulses = isBusy;
            pulse.Change(isBusy ? Pulse : Timeout.InfiniteTimeSpan, isBusy ? Pulse : Timeout.InfiniteTimeSpan);
        }
    }

    private bool IsOver() => _inputEnded && _turn is null && _utterance is null && _toSay.Count == 0;

    private void Close()
    {
        _isClosing = true;
        DropUtterance();
        if (_turn is not null)
        {
            EndTurn(TurnOutcome.Superseded);
        }

        SetState(ConversationState.Closed);
        ConversationMeter.State(_state, -1);
        _mailbox.Close();
        foreach (ConversationEvent e in _outbox)
        {
            Interlocked.Add(ref _handedOut, _events.Writer.TryWrite(e) ? 1 : 0);
        }

        _events.Writer.TryComplete();
        _span?.Dispose();
    }

    private void Progress() => _lastProgress = _time.GetTimestamp();
}
