using System.Diagnostics;
using Cascade.Benchmarks.Load;

namespace Cascade.Benchmarks.Talk;

/// <summary>A person in a conversation: speaks, waits for the end of the answer, pauses, speaks again. Counts what was asked and what became of it.</summary>
internal sealed class Talker : IAsyncDisposable
{
    private const int StepBytes = 640; // 20 ms
    private const int Audible = 200; // of 32,767
    private const int Cycle = 10; // seconds from one utterance to the next: nobody begins in step with others
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Conversation _conversation;
    private readonly byte[][] _speech;
    private readonly Random _random;
    private readonly Histogram _latency;
    private readonly Task _reading;
    private byte[] _utterance = [];
    private int _at;
    private int _lastAudible;
    private long _pauseUntil;
    private long _endedAt;
    private long _askedAt;
    private long _answeredTurn;
    private volatile bool _waits;

    public Talker(Conversation conversation, byte[][] speech, Random random, Histogram latency)
    {
        (_conversation, _speech, _random, _latency) = (conversation, speech, random, latency);
        _pauseUntil = Stopwatch.GetTimestamp() + (long)(random.NextDouble() * Cycle * Stopwatch.Frequency);
        _reading = Task.Run(ReadAsync);
    }

    public int Asked { get; private set; }

    public int Ended { get; private set; }

    public int Answered { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Gets the turns that nobody asked for.</summary>
    public int Doubled { get; private set; }

    /// <summary>Gets the utterances without an end of a turn in time.</summary>
    public int Lost { get; private set; }

    public bool IsWaiting => _waits;

    /// <summary>Pushes the next 20 ms.</summary>
    /// <param name="mayBegin">Whether another utterance may begin.</param>
    public void Step(bool mayBegin)
    {
        long now = Stopwatch.GetTimestamp();
        if (_at < _utterance.Length)
        {
            int length = Math.Min(StepBytes, _utterance.Length - _at);
            _conversation.Push(_utterance.AsSpan(_at, length));
            if (_at <= _lastAudible && _lastAudible < _at + length)
            {
                Volatile.Write(ref _endedAt, now);
            }

            _at += length;
            return;
        }

        _conversation.Push(new byte[StepBytes]);
        if (_waits && Stopwatch.GetElapsedTime(_askedAt, now) > Patience)
        {
            Lost++;
            _waits = false;
            _pauseUntil = now;
        }
        else if (!_waits && mayBegin && now >= Volatile.Read(ref _pauseUntil) && _conversation.State == ConversationState.Listening)
        {
            _utterance = _speech[_random.Next(_speech.Length)];
            _lastAudible = LastAudible(_utterance);
            _at = 0;
            _askedAt = now;
            Asked++;
            _waits = true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _conversation.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        await foreach (ConversationEvent e in _conversation.ReadAllAsync())
        {
            if (e is ReplyAudio audio && audio.Turn != _answeredTurn)
            {
                _answeredTurn = audio.Turn;
                _latency.Add(Stopwatch.GetElapsedTime(Volatile.Read(ref _endedAt)));
            }
            else if (e is TurnEnded ended && ended.Outcome != TurnOutcome.Superseded)
            {
                Ended++;
                Answered += ended.Outcome == TurnOutcome.Completed ? 1 : 0;
                Failed += ended.Outcome is TurnOutcome.Failed or TurnOutcome.Empty ? 1 : 0;
                Doubled += _waits ? 0 : 1;
                Volatile.Write(ref _pauseUntil, Stopwatch.GetTimestamp() + (long)((0.5 + (2 * _random.NextDouble())) * Stopwatch.Frequency));
                _waits = false;
            }
        }
    }

    private static int LastAudible(byte[] pcm)
    {
        int at = pcm.Length - 2;
        while (at > 0 && Math.Abs((int)BitConverter.ToInt16(pcm, at)) < Audible)
        {
            at -= 2;
        }

        return at;
    }
}
