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

    public World(ConversationOptions? options = null, IChatClient? chat = null)
    {
        Time = new FakeTimeProvider();
        Options = (options ?? new ConversationOptions()) with { TimeProvider = Time };
        Conversation = new Conversation(chat ?? Chat, Recogniser, Voice, Options);
        _reader = Conversation.ReadAllAsync().GetAsyncEnumerator();
    }

    public FakeTimeProvider Time { get; }

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
            await StepAsync(audio[at..Math.Min(audio.Length, at + (2 * StepSamples))]);
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

    /// <summary>Waits, while no time passes, until what has been pushed is heard and what can go on has gone on.</summary>
    public async Task SettleAsync()
    {
        long began = Environment.TickCount64;
        for (int quiet = 0; quiet < 2 || (Conversation.HasWork && quiet < 4);)
        {
            bool isBusy = await DrainAsync() || !Conversation.IsIdle;
            quiet = isBusy ? 0 : quiet + 1;
            await (Conversation.HasWork && !isBusy ? Task.Delay(1) : Task.Run(() => { })); // a stage at work may be about to send something
            Assert.That(Environment.TickCount64 - began, Is.LessThan(Patience.TotalMilliseconds), "never idle");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Conversation.DisposeAsync().AsTask().WaitAsync(Patience);
        Chat.Misbehaviour.Dispose(); // only now: disposal waits for no client
        Recogniser.Misbehaviour.Dispose();
        Voice.Misbehaviour.Dispose();
        while (await (_next ?? _reader.MoveNextAsync().AsTask()).WaitAsync(Patience))
        {
            _next = null;
            Take(_reader.Current);
        }

        await _reader.DisposeAsync();
    }

    private async Task StepAsync(byte[] microphone)
    {
        byte[] played = Player.Play(StepSamples);
        _toHear.Enqueue(played);
        byte[] late = _toHear.Count > EchoDelaySteps ? _toHear.Dequeue() : new byte[2 * StepSamples];
        Conversation.Push(Mix(microphone, late));
        Time.Advance(Step);
        if (Reports && Player.Received > 0)
        {
            await Conversation.ReportPlaybackAsync(Player.Turn, Player.Position);
        }

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

    private async Task<bool> DrainAsync()
    {
        bool any = false;
        while (true)
        {
            _next ??= _reader.MoveNextAsync().AsTask();
            if (!_next.IsCompleted || !await _next)
            {
                return any;
            }

            _next = null;
            Take(_reader.Current);
            any = true;
        }
    }

    private void Take(ConversationEvent e)
    {
        Events.Add(e);
        Player.Take(e);
    }
}
