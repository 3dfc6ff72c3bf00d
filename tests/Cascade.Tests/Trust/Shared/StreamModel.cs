using Cascade.Inference;

namespace Cascade.Tests.Trust;

/// <summary>
/// A processor and what the contract says of it: the results of any sequence of calls are those of the accepted bytes and ends alone, the books add up after every call, and
/// a call that must be refused is.
/// </summary>
internal sealed class StreamModel : IAsyncDisposable
{
    private static readonly byte[] Audio = MakeAudio();

    private readonly LevelInference _engine = new();
    private readonly StreamProcessor _processor;
    private readonly List<CascadeResult> _delivered = [];
    private StreamProcessorOptions _options = StreamOptions.Of(0);
    private StreamLedger _ledger = new(Audio);
    private CleanRun _clean;
    private bool _isEndPending;
    private bool _isDisposed;
    private int _lastGiven;

    private StreamModel()
    {
        _processor = new StreamProcessor(_options, () => _engine);
        _clean = new CleanRun(_options, Audio);
    }

    /// <summary>Makes the calls, then a flush, and compares.</summary>
    /// <exception cref="InvalidDataException">The contract does not hold.</exception>
    public static async Task CheckAsync(StreamCall[] calls)
    {
        await using StreamModel model = new();
        foreach (StreamCall call in calls)
        {
            await (model._isDisposed ? model.RefuseAsync() : model.MakeAsync(call));
        }

        if (!model._isDisposed)
        {
            await model.FlushAsync(new StreamCall(StreamCallKind.Flush, 0, StreamCallFault.None, 0));
            await model.CompareAsync(isComplete: true);
        }
    }

    public ValueTask DisposeAsync() => _processor.DisposeAsync();

    // Loud and quiet by turns, and no two samples alike for a long time.
    private static byte[] MakeAudio()
    {
        Random random = new(1);
        byte[] audio = new byte[2 * 100_003];
        for (int i = 0; i < audio.Length; i += 2)
        {
            int loudness = 1 + ((i / 7_001 * 2_654_435 / 1000) % 16);
            BitConverter.TryWriteBytes(audio.AsSpan(i), (short)(random.Next(-2_047, 2_048) * loudness));
        }

        return audio;
    }

    private Task MakeAsync(StreamCall call)
    {
        switch (call.Kind)
        {
            case StreamCallKind.Chunk:
                return PushAsync(call);
            case StreamCallKind.Twice:
                return PushTwiceAsync(call);
            case StreamCallKind.Source or StreamCallKind.SourceLeft or StreamCallKind.SourceThrows:
                return EnumerateAsync(call);
            case StreamCallKind.Flush:
                return FlushAsync(call);
            case StreamCallKind.Update when !_isEndPending:
                _options = StreamOptions.Of(call.Size);
                _processor.Update(_options.Speech);
                _clean.Update(_processor.GetStats().Frames, _options);
                return Task.CompletedTask;
            case StreamCallKind.Update:
                return Task.CompletedTask; // whether it holds for the end, only the processor knows
            case StreamCallKind.Reset:
                return ResetAsync();
            default:
                return DisposeAsync(call);
        }
    }

    private Task PushAsync(StreamCall call) => CallAsync(call, async stop =>
    {
        Take(await _processor.ProcessChunkAsync(Give(call.Size), stop));
        _isEndPending = false;
    });

    private async Task PushTwiceAsync(StreamCall call)
    {
        Task<bool>? refused = null;
        _engine.Arm(call.At, () => refused = IsRefusedAsync<InvalidOperationException>(async () => await _processor.ProcessChunkAsync(new byte[call.Size])));
        await CallAsync(call with { Fault = StreamCallFault.None }, async stop =>
        {
            Take(await _processor.ProcessChunkAsync(Give(call.Size), stop));
            _isEndPending = false;
        });
        Require(refused is null || await refused, "a second call was let in");
    }

    private Task FlushAsync(StreamCall call) => CallAsync(call, async stop =>
    {
        End();
        Take(await _processor.FlushAsync(stop));
        _isEndPending = false;
        _ledger.Settle(_processor.GetStats(), isFlushed: true);
    });

    private async Task EnumerateAsync(StreamCall call)
    {
        bool sourceHasEnded = false;
        await CallAsync(call, async stop =>
        {
            int left = call.Kind == StreamCallKind.SourceLeft ? call.At : int.MaxValue;
            await foreach (CascadeResult result in _processor.ProcessStreamAsync(GiveAsync(call, OnEnd), stop))
            {
                Take([result]);
                if (left-- == 0)
                {
                    return;
                }
            }

            _isEndPending = false;
            _ledger.Settle(_processor.GetStats(), isFlushed: true);
        });
        if (sourceHasEnded)
        {
            await FlushAsync(call with { Fault = StreamCallFault.None }); // whether the end of the source was passed, only the processor knows
        }

        void OnEnd()
        {
            sourceHasEnded = true;
            End();
        }
    }

    private async Task ResetAsync()
    {
        await CompareAsync(isComplete: false);
        _processor.Reset();
        _delivered.Clear();
        _ledger = new StreamLedger(Audio);
        _clean = new CleanRun(_options, Audio);
        _isEndPending = false;
    }

    private async Task DisposeAsync(StreamCall call)
    {
        Task disposal = Task.CompletedTask;
        _engine.Arm(call.At, () => disposal = _processor.DisposeAsync().AsTask());
        try
        {
            Take(await _processor.ProcessChunkAsync(Give(call.Size)));
        }
        catch (ObjectDisposedException)
        {
            // While it ran.
        }

        await _processor.DisposeAsync();
        await disposal;
        _isDisposed = true;
        _ledger.Settle(_processor.GetStats(), isFlushed: false);
        await CompareAsync(isComplete: false);
    }

    private async Task RefuseAsync()
    {
        Require(await IsRefusedAsync<ObjectDisposedException>(async () => await _processor.ProcessChunkAsync(new byte[9])), "a disposed processor took a chunk");
        Require(await IsRefusedAsync<ObjectDisposedException>(async () => await _processor.FlushAsync()), "a disposed processor was flushed");
        Require(await IsRefusedAsync<ObjectDisposedException>(async () => await _processor.ProcessStreamAsync(GiveNothingAsync()).GetAsyncEnumerator().MoveNextAsync()), "a disposed processor took a source");
        Require(await IsRefusedAsync<ObjectDisposedException>(() => Task.Run(_processor.Reset)), "a disposed processor was reset");
        Require(await IsRefusedAsync<ObjectDisposedException>(() => Task.Run(() => _processor.Update(_options.Speech))), "a disposed processor was changed");
        await _processor.DisposeAsync();
    }

    private async Task CallAsync(StreamCall call, Func<CancellationToken, Task> make)
    {
        using CancellationTokenSource cancel = new();
        switch (call.Fault)
        {
            case StreamCallFault.Canceled:
                await cancel.CancelAsync();
                break;
            case StreamCallFault.CanceledInMidCall:
                _engine.Arm(call.At, cancel.Cancel);
                break;
            case StreamCallFault.Inference:
                _engine.Arm(call.At, static () => throw new EngineFaultException("the engine was told to fail"));
                break;
        }

        _lastGiven = 0;
        try
        {
            await make(cancel.Token);
        }
        catch (Exception e) when (IsAskedFor(e, call))
        {
            if (_processor.GetStats().BytesReceived == _ledger.Accepted - _lastGiven)
            {
                _ledger.Refuse(_lastGiven); // given while the call was ending
            }
        }

        _engine.Disarm();
        _ledger.Settle(_processor.GetStats(), isFlushed: false);
    }

    private static bool IsAskedFor(Exception e, StreamCall call) => e switch
    {
        OperationCanceledException => call.Fault is StreamCallFault.Canceled or StreamCallFault.CanceledInMidCall,
        InferenceException => call.Fault == StreamCallFault.Inference,
        SoakSourceException => call.Kind == StreamCallKind.SourceThrows,
        _ => false,
    };

    private ReadOnlyMemory<byte> Give(int size)
    {
        ReadOnlyMemory<byte> chunk = _ledger.Peek(size);
        _lastGiven = chunk.Length;
        _ledger.Accept(chunk.Length);
        return chunk;
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> GiveAsync(StreamCall call, Action onEnd)
    {
        const int chunks = 3;
        for (int i = 0; i < chunks; i++)
        {
            if (i == chunks - 1 && call.Kind == StreamCallKind.SourceThrows)
            {
                throw new SoakSourceException();
            }

            if ((call.Size + i) % 2 == 0)
            {
                await Task.Yield();
            }

            yield return Give(call.Size * (i + 1) / chunks);
        }

        onEnd();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> GiveNothingAsync()
    {
        await Task.Yield();
        yield break;
    }

    private void End()
    {
        _ledger.End();
        _clean.End(_ledger.Accepted);
        _isEndPending = true;
    }

    private void Take(IEnumerable<CascadeResult> results)
    {
        foreach (CascadeResult result in results)
        {
            _ledger.Take(result);
            _delivered.Add(result);
        }
    }

    // Of what is not complete, what has been delivered is the beginning.
    private async Task CompareAsync(bool isComplete)
    {
        List<CascadeResult> expected = await _clean.RunAsync(_ledger.Accepted);
        string[] found = [.. _delivered.Select(result => result.Describe())];
        Require(found.Length <= expected.Count && (!isComplete || found.Length == expected.Count), $"{found.Length} results in place of {expected.Count}");
        for (int i = 0; i < found.Length; i++)
        {
            Require(found[i] == expected[i].Describe(), $"result {i} is {found[i]} in place of {expected[i].Describe()}");
        }
    }

    private static async Task<bool> IsRefusedAsync<T>(Func<Task> call)
        where T : Exception
    {
        try
        {
            await call();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }

    private static void Require(bool holds, string complaint)
    {
        if (!holds)
        {
            throw new InvalidDataException(complaint);
        }
    }
}
