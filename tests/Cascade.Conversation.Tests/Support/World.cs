using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Cascade.Dialogue.Tests;

/// <summary>
/// A conversation on the real voice activity detection and a clock that only the test moves: a person who speaks recordings, a loudspeaker, and fakes for the three clients.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private const int StepSamples = 320; // 20 ms
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // of a machine that hangs; no outcome depends on it

    private readonly IAsyncEnumerator<ConversationEvent> _reader;
    private readonly Queue<byte[]> _toHear = new();
    private Task<bool>? _next;
    private bool _isOver;

    public World(ConversationOptions? options = null, IChatClient? chat = null)
    {
        Time = new FakeTimeProvider();
        Options = (options ?? new ConversationOptions()) with { TimeProvider = Time };
        Conversation = new Conversation(chat ?? Chat, Recogniser, Voice, Options);
        Chat.Misbehaviour.Work = Recogniser.Misbehaviour.Work = Voice.Misbehaviour.Work = Conversation.Work;
        _reader = Conversation.ReadAllAsync().GetAsyncEnumerator();
    }

    public FakeTimeProvider Time { get; }

    public TimeSpan Now => Time.GetUtcNow() - Time.Start;

    public ConversationOptions Options { get; }

    public FakeChat Chat { get; } = new();

    public FakeRecogniser Recogniser { get; } = new();

    public FakeVoice Voice { get; } = new();

    public Conversation Conversation { get; }

    public Player Player { get; } = new();

    public List<ConversationEvent> Events { get; } = [];

    /// <summary>Gets or sets how loud the microphone hears the loudspeaker, and how much later.</summary>
    public double Echo { get; set; }

    public int EchoDelaySteps { get; set; } = 4;

    public bool Reports { get; set; } = true;

    public IEnumerable<T> All<T>() where T : ConversationEvent => Events.OfType<T>();

    /// <summary>Lets the person speak, step by step, while the machine plays and time passes.</summary>
    public async Task HearAsync(byte[] audio)
    {
        for (int at = 0; at < audio.Length; at += 2 * StepSamples)
        {
            byte[] step = new byte[2 * StepSamples]; // always whole: the audio keeps pace with the clock
            audio.AsSpan(at, Math.Min(audio.Length - at, step.Length)).CopyTo(step);
            await StepAsync(step);
        }
    }

    public Task WaitAsync(double seconds) => HearAsync(Voices.Silence(seconds));

    /// <summary>Waits in silence until something has happened; time passes for no longer than the limit.</summary>
    public async Task<T> UntilAsync<T>(Func<T, bool>? isIt = null, double limitSeconds = 20) where T : ConversationEvent
    {
        int seen = 0;
        for (double waited = 0; waited < limitSeconds; waited += Step.TotalSeconds)
        {
            for (; seen < Events.Count; seen++)
            {
                if (Events[seen] is T found && (isIt?.Invoke(found) ?? true))
                {
                    return found;
                }
            }

            await StepAsync(new byte[2 * StepSamples]);
        }

        throw new AssertionException($"No {typeof(T).Name} within {limitSeconds} s. There was: {string.Join(", ", Events.Where(e => e is not ReplyAudio).Select(e => e.ToString()).TakeLast(30))}");
    }

    /// <summary>Waits for the end of a turn that has not been waited for.</summary>
    public async Task<TurnEnded> TurnAsync(long number, double limitSeconds = 40) => await UntilAsync<TurnEnded>(ended => ended.Turn == number, limitSeconds);

    /// <summary>Waits, while no time passes, until nothing is under way and all events have been taken.</summary>
    public async Task SettleAsync()
    {
        while (!Conversation.Work.IsIdle || Events.Count < Conversation.HandedOut)
        {
            Task next = _isOver ? Task.Delay(Timeout.Infinite) : _next ??= _reader.MoveNextAsync().AsTask();
            await Task.WhenAny(next, Events.Count < Conversation.HandedOut ? next : Conversation.Work.IdleAsync()).WaitAsync(Patience);
            if (next.IsCompleted)
            {
                await TakeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Conversation.DisposeAsync().AsTask().WaitAsync(Patience);
        Chat.Misbehaviour.Dispose(); // only now: disposal waits for no client
        Recogniser.Misbehaviour.Dispose();
        Voice.Misbehaviour.Dispose();
        while (!_isOver)
        {
            await TakeAsync();
        }

        await _reader.DisposeAsync();
    }

    // A timer that fires inside a step would find the clock at one of two times: there are two halves, and all has gone on before the next.
    private async Task StepAsync(byte[] microphone)
    {
        byte[] played = Player.Play(StepSamples);
        _toHear.Enqueue(played);
        byte[] late = _toHear.Count > EchoDelaySteps ? _toHear.Dequeue() : new byte[2 * StepSamples];
        Time.Advance(Step / 2);
        await SettleAsync();
        Time.Advance(Step / 2);
        await SettleAsync();
        if (Reports && Player.Received > 0)
        {
            await Conversation.ReportPlaybackAsync(Player.Turn, Player.Position);
            await SettleAsync();
        }

        Conversation.Push(Mix(microphone, late));
        await SettleAsync();
    }

    private byte[] Mix(byte[] microphone, byte[] loudspeaker)
    {
        byte[] mixed = (byte[])microphone.Clone();
        for (int i = 0; Echo > 0 && i + 1 < mixed.Length; i += 2)
        {
            int sum = BitConverter.ToInt16(mixed, i) + (int)(Echo * BitConverter.ToInt16(loudspeaker, i));
            BitConverter.TryWriteBytes(mixed.AsSpan(i), (short)Math.Clamp(sum, short.MinValue, short.MaxValue));
        }

        return mixed;
    }

    private async Task TakeAsync()
    {
        _isOver = !await (_next ?? _reader.MoveNextAsync().AsTask()).WaitAsync(Patience);
        _next = null;
        if (!_isOver)
        {
            Take(_reader.Current);
        }
    }

    private void Take(ConversationEvent e)
    {
        Events.Add(e);
        Player.Take(e);
    }
}
