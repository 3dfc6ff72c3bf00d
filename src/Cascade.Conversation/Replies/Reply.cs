using Microsoft.Extensions.AI;

namespace Cascade.Dialogue;

/// <summary>A reply under way: the job that makes it, and the loop's account of what was handed out and played.</summary>
internal sealed class Reply : Job
{
    private const int SentencesAhead = 4;

    private readonly Queue<TimeSpan> _handedOut = new();

    public Reply(long generation, Turn turn, ConversationOptions options, bool isHeld, Workload work)
        : base(generation, turn)
    {
        TimeProvider time = options.TimeProvider;
        Clock = new PlaybackClock(time);
        Model = new StageCall(ConversationStage.Model, time);
        Synthesis = new StageCall(ConversationStage.Synthesis, time);
        IsHeld = isHeld;
        IsSilent = !options.SpeaksReplies;
        Gate = new Gate(Math.Max(1, (int)(options.AudioAhead / AudioPieces.Longest)), work);
        Sentences = new SentenceQueue(SentencesAhead, work);
    }

    public StageCall Model { get; }

    public StageCall Synthesis { get; }

    public override IEnumerable<StageCall> Calls => [Model, Synthesis];

    /// <summary>Gets the sentences between model and voice: when it is full, the model waits.</summary>
    public SentenceQueue Sentences { get; }

    /// <summary>Gets the pieces of audio that may be handed out ahead of their playback: when there are none, the voice waits.</summary>
    public Gate Gate { get; }

    public PlaybackClock Clock { get; }

    public Ledger Ledger { get; } = new();

    /// <summary>Gets what waits while the reply is held back or paused.</summary>
    public Queue<StageMessage> Held { get; } = new();

    public bool IsHeld { get; set; }

    public bool IsPaused { get; set; }

    /// <summary>Gets whether the reply is text only.</summary>
    public bool IsSilent { get; }

    /// <summary>Gets whether the reply calls tools that the host is to answer.</summary>
    public bool CallsTools { get; set; }

    /// <summary>Gets whether any audio was handed out.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Gets whether all audio has been made.</summary>
    public bool IsGenerated { get; set; }

    public AudioFormat? Format { get; set; }

    public IReadOnlyList<ChatMessage> ToolMessages { get; set; } = [];

    /// <summary>Notes that a piece was handed out.</summary>
    public void HandedOut(TimeSpan duration)
    {
        Clock.Added(duration);
        _handedOut.Enqueue(Clock.Length);
    }

    /// <summary>Makes room for what has been played.</summary>
    public void ReleasePlayed()
    {
        while (_handedOut.TryPeek(out TimeSpan end) && end <= Clock.Position)
        {
            _handedOut.Dequeue();
            Gate.Release();
        }
    }
}
