using System.Runtime.CompilerServices;
using Cascade.Dialogue;
using Microsoft.Extensions.AI;

namespace Cascade;

/// <summary>
/// A spoken conversation: audio of a person in, audio of the machine out, and either may interrupt. Speech goes to a speech-to-text client, its text to a chat client, the answer to a
/// text-to-speech client.
/// </summary>
/// <remarks>
/// <para>All members may be called from any thread. The clients belong to the caller: the conversation does not dispose them, and conversations may share them.</para>
/// <para>The events must be read: while 1,024 of them wait, the conversation waits too, and <see cref="Push"/> refuses audio once <see cref="ConversationOptions.MaximumBacklog"/> waits.</para>
/// <para>Faults of the clients are events, never exceptions; the conversation goes on with the next turn.</para>
/// </remarks>
public sealed class Conversation : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TurnLoop _loop;
    private readonly SpeechFeed _feed;
    private readonly Task _running;
    private readonly Task _hearing;
    private int _isRead;
    private int _isDisposed;

    /// <summary>Begins a conversation.</summary>
    /// <param name="chat">Answers. Wrap it into a function-invoking client for tools.</param>
    /// <param name="speechToText">Receives a WAV file, 16 kHz mono PCM16, for each utterance.</param>
    /// <param name="textToSpeech">Speaks sentence by sentence, in WAV or PCM16.</param>
    /// <param name="options">The settings; the defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is illegal.</exception>
    public Conversation(IChatClient chat, ISpeechToTextClient speechToText, ITextToSpeechClient textToSpeech, ConversationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(chat);
        ArgumentNullException.ThrowIfNull(speechToText);
        ArgumentNullException.ThrowIfNull(textToSpeech);
        ConversationOptions used = options ?? new ConversationOptions();
        used.Validate();
        _loop = new TurnLoop(chat, speechToText, textToSpeech, used);
        _feed = new SpeechFeed(used, _loop.Mailbox, _loop.Work);
        _running = Task.Run(() => _loop.RunAsync(_stop.Token));
        _hearing = Task.Run(HearAsync);
    }

    /// <summary>Gets the state.</summary>
    public ConversationState State => _loop.State;

    /// <summary>Gets the messages that the next answer is based on, without the instructions. An answer that was stopped has the additional property "cascade.interrupted" and the words that were heard.</summary>
    public IReadOnlyList<ChatMessage> History => _loop.History;

    /// <summary>Gets what is under way: tests wait for its end before they let time pass.</summary>
    internal Workload Work => _loop.Work;

    /// <summary>Gets how many events there have been, read or not.</summary>
    internal long HandedOut => _loop.HandedOut;

    /// <summary>Accepts the next bytes of the microphone, of any number, cut anywhere; they are copied.</summary>
    /// <param name="audio">In the format of <see cref="ConversationOptions.Hearing"/>.</param>
    /// <exception cref="InvalidOperationException">More than <see cref="ConversationOptions.MaximumBacklog"/> would wait. Nothing of the bytes has been accepted.</exception>
    /// <exception cref="ObjectDisposedException">The conversation is disposed.</exception>
    public void Push(ReadOnlySpan<byte> audio)
    {
        ThrowIfDisposed();
        _feed.Push(audio);
    }

    /// <summary>Yields the events in order, until the conversation has ended.</summary>
    /// <param name="cancellationToken">Ends the reading, not the conversation; a later call goes on with the next event.</param>
    /// <exception cref="InvalidOperationException">Another reader reads.</exception>
    public async IAsyncEnumerable<ConversationEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isRead, 1) == 1)
        {
            throw new InvalidOperationException("The events of a conversation have one reader at a time; found a second one. Hand the events on from the first.");
        }

        try
        {
            await foreach (ConversationEvent e in _loop.Events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return e;
            }
        }
        finally
        {
            Volatile.Write(ref _isRead, 0);
        }
    }

    /// <summary>Says that no audio follows: the last turn is answered, then the events end.</summary>
    public void Complete() => _feed.Complete();

    /// <summary>Makes the machine speak a text without the model, as a turn of its own, as soon as nobody speaks. At most 16 texts wait.</summary>
    /// <param name="text">Spoken as it is, sentence by sentence.</param>
    /// <param name="cancellationToken">Ends the waiting for room in the mailbox.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    /// <exception cref="ObjectDisposedException">The conversation has ended.</exception>
    public ValueTask SayAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return PostAsync(new SayCommand(text), cancellationToken);
    }

    /// <summary>Takes a typed message in place of speech. It interrupts what is being said and is answered as speech is.</summary>
    /// <param name="text">The message.</param>
    /// <param name="cancellationToken">Ends the waiting for room in the mailbox.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    /// <exception cref="ObjectDisposedException">The conversation has ended.</exception>
    public ValueTask SendTextAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return PostAsync(new TextCommand(text), cancellationToken);
    }

    /// <summary>Adds a message to the history without an answer to it.</summary>
    /// <param name="message">A message of any role.</param>
    /// <param name="cancellationToken">Ends the waiting for room in the mailbox.</param>
    /// <exception cref="ObjectDisposedException">The conversation has ended.</exception>
    public ValueTask AddMessageAsync(ChatMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return PostAsync(new AddCommand(message), cancellationToken);
    }

    /// <summary>Asks for an answer to the history as it is, for hosts that decide themselves when to answer.</summary>
    /// <param name="cancellationToken">Ends the waiting for room in the mailbox.</param>
    /// <exception cref="ObjectDisposedException">The conversation has ended.</exception>
    public ValueTask RespondAsync(CancellationToken cancellationToken = default) => PostAsync(new RespondCommand(null), cancellationToken);

    /// <summary>Asks for an answer to the history as it is, with settings of its own.</summary>
    /// <param name="adjust">Makes the settings of this answer from those that hold. Called in the turn loop: it must not wait, throw, or make illegal values.</param>
    /// <param name="cancellationToken">Ends the waiting for room in the mailbox.</param>
    /// <exception cref="ObjectDisposedException">The conversation has ended.</exception>
    public ValueTask RespondAsync(Func<ConversationOptions, ConversationOptions> adjust, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(adjust);
        return PostAsync(new RespondCommand(adjust), cancellationToken);
    }

    /// <summary>Changes the history: messages may be removed, inserted or replaced. A turn under way adds its messages when it ends.</summary>
    /// <param name="edit">Makes the new messages from the present ones. Called in the turn loop: it must not wait or throw. The messages of a turn have the ids that <see cref="MessageIdOf"/> gives.</param>
    /// <param name="cancellationToken">Ends the waiting for room in the mailbox.</param>
    /// <exception cref="ObjectDisposedException">The conversation has ended.</exception>
    public ValueTask EditHistoryAsync(Func<IReadOnlyList<ChatMessage>, IEnumerable<ChatMessage>> edit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return PostAsync(new EditCommand(edit), cancellationToken);
    }

    /// <summary>Gets the <see cref="ChatMessage.MessageId"/> of what was said in a turn.</summary>
    /// <param name="turn">The number of the turn.</param>
    /// <param name="role"><see cref="ChatRole.User"/>, or <see cref="ChatRole.Assistant"/> for the answer.</param>
    public static string MessageIdOf(long turn, ChatRole role) => ConversationHistory.IdOf(turn, role);

    /// <summary>Stops the answer that is being made or spoken, as a stop button does. Does nothing if there is none.</summary>
    /// <param name="cancellationToken">Ends the waiting for room in the mailbox.</param>
    /// <exception cref="ObjectDisposedException">The conversation has ended.</exception>
    public ValueTask InterruptAsync(CancellationToken cancellationToken = default) => PostAsync(new InterruptCommand(), cancellationToken);

    /// <summary>Ends the user's turn with the audio pushed so far, without waiting for silence: the talk button is released.</summary>
    /// <exception cref="ObjectDisposedException">The conversation is disposed.</exception>
    public ValueTask CommitTurnAsync()
    {
        ThrowIfDisposed();
        _feed.Mark(new CommitCommand());
        return ValueTask.CompletedTask;
    }

    /// <summary>Forgets the user's turn with the audio pushed so far, if it is not being answered yet.</summary>
    /// <exception cref="ObjectDisposedException">The conversation is disposed.</exception>
    public ValueTask DiscardTurnAsync()
    {
        ThrowIfDisposed();
        _feed.Mark(new DiscardCommand());
        return ValueTask.CompletedTask;
    }

    /// <summary>Says how much of an answer has been played. Without reports the conversation goes by the clock since the audio was handed out.</summary>
    /// <param name="turn">The turn of the <see cref="ReplyAudio"/> events.</param>
    /// <param name="position">The time since the answer's first sample. A report after <see cref="ReplyStopped"/> corrects the history.</param>
    /// <param name="cancellationToken">Ends the waiting for room in the mailbox.</param>
    /// <exception cref="ObjectDisposedException">The conversation has ended.</exception>
    public ValueTask ReportPlaybackAsync(long turn, TimeSpan position, CancellationToken cancellationToken = default) => PostAsync(new PlaybackReport(turn, position), cancellationToken);

    /// <summary>Changes the settings from the next decision on; a stage that runs goes on with those it began with.</summary>
    /// <param name="options">All settings, best made from the present ones by <c>with</c>.</param>
    /// <param name="cancellationToken">Ends the waiting for room in the mailbox.</param>
    /// <exception cref="ArgumentException">A value is illegal, or differs where a conversation cannot change it. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The conversation has ended.</exception>
    public ValueTask UpdateAsync(ConversationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ValidateAsUpdateOf(_loop.Options);
        return PostAsync(new UpdateCommand(options), cancellationToken);
    }

    /// <summary>Ends the conversation at once: the turn under way is superseded, stages are canceled and not waited for. May be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }

        await _hearing.ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _feed.DisposeAsync().ConfigureAwait(false);
    }

    private async Task HearAsync()
    {
        try
        {
            await _feed.RunAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            return;
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            return; // the loop has ended
        }
        catch (Exception e)
        {
            await FailAsync(e).ConfigureAwait(false);
        }
    }

    private async ValueTask FailAsync(Exception fault)
    {
        try
        {
            await _loop.Mailbox.WriteAsync(new HearingFailed(fault), _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
            return; // the conversation has ended meanwhile
        }
    }

    private async ValueTask PostAsync(Message message, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        try
        {
            await _loop.Mailbox.WriteAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(Conversation), "The conversation has ended.");
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) == 1, this);
}
