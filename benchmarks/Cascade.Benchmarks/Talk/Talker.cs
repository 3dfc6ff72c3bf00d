using System.Collections.Concurrent;
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
    private readonly TalkBreak _break;
    private readonly ConcurrentDictionary<string, int> _faults = [];
    private readonly Task _reading;
    private byte[] _utterance = [];
    private int _at;
    private int _lastAudible;
    private long _pauseUntil;
    private long _endedAt;
    private long _askedAt;
    private long _answeredTurn;
    private volatile bool _waits;

    public Talker(Conversation conversation, byte[][] speech, Random random, Histogram latency, TalkBreak fault)
    {
        (_conversation, _speech, _random, _latency, _break) = (conversation, speech, random, latency, fault);
        _pauseUntil = Stopwatch.GetTimestamp() + (long)(random.NextDouble() * Cycle * Stopwatch.Frequency);
        _reading = Task.Run(ReadAsync);
    }

    public int Asked { get; private set; }

    public int Ended { get; private set; }

    public int Answered { get; private set; }

    public int Failed { get; private set; }

    public int Empty { get; private set; }

    /// <summary>Gets how often the conversation told of a fault, by its code.</summary>
    public IReadOnlyDictionary<string, int> Faults => _faults;

    /// <summary>Gets the turns that nobody asked for.</summary>
    public int Doubled { get; private set; }

    /// <summary>Gets the utterances without an end of a turn in time.</summary>
    public int Lost { get; private set; }

    public bool IsWaiting => _waits;

    /// <summary>Gets whether the conversation has not come to rest; asked at the end.</summary>
    public bool IsStuck => _waits || _conversation.State != ConversationState.Listening;

    /// <summary>Pushes the next 20 ms.</summary>
    /// <param name="mayBegin">Whether another utterance may begin.</param>
    public void Step(bool mayBegin)
    {
        long now = Stopwatch.GetTimestamp();
        if (_break == TalkBreak.Stuck && !mayBegin && _at >= _utterance.Length)
        {
            (_utterance, _at) = (_speech[_random.Next(_speech.Length)], 0);
        }

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
            if (_break == TalkBreak.Lost)
            {
                Break();
            }

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
            else if (e is ConversationFault fault)
            {
                _faults.AddOrUpdate(fault.Code, 1, (_, count) => count + 1);
            }
            else if (e is TurnEnded ended && ended.Outcome != TurnOutcome.Superseded)
            {
                Ended++;
                Answered += ended.Outcome == TurnOutcome.Completed ? 1 : 0;
                Failed += ended.Outcome == TurnOutcome.Failed ? 1 : 0;
                Empty += ended.Outcome == TurnOutcome.Empty ? 1 : 0;
                Doubled += _waits ? 0 : 1;
                Volatile.Write(ref _pauseUntil, Stopwatch.GetTimestamp() + (long)((0.5 + (2 * _random.NextDouble())) * Stopwatch.Frequency));
                _waits = false;
                Break();
            }
        }
    }

    // Each by public means, so that the counting is put to the test and nothing else.
    private void Break()
    {
        if (Asked == 0 && _break == TalkBreak.Lost)
        {
            _utterance = new byte[_utterance.Length];
        }
        else if (Ended == 1 && _break == TalkBreak.Doubled)
        {
            _ = _conversation.SayAsync("Nobody asked for this.").AsTask();
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
