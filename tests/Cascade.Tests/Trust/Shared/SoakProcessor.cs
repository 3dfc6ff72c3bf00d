using System.Runtime.CompilerServices;
using Cascade.Inference;

namespace Cascade.Tests.Trust;

/// <summary>A processor of a soak, its books, and the calls in which something may go wrong. A failure that was not asked for passes through.</summary>
internal sealed class SoakProcessor : IAsyncDisposable
{
    private readonly StreamProcessor _processor;
    private readonly Random _random;
    private FaultyInference? _inference;
    private Task _disposal = Task.CompletedTask;
    private bool _sourceHasEnded;
    private int _lastGiven;

    public SoakProcessor(StreamProcessorOptions options, Random random, StreamLedger ledger, bool lacksLibrary = false)
    {
        bool oneAtATime = random.Next(2) == 0;
        _processor = new StreamProcessor(options, () => _inference = lacksLibrary
            ? throw new OnnxRuntimeLoadException("no such library")
            : new FaultyInference(options.Engine.CreateInference(NetworkRate.At16kHz), oneAtATime));
        _random = random;
        Ledger = ledger;
    }

    public StreamLedger Ledger { get; private set; }

    public ProcessorStats Stats => _processor.GetStats();

    public bool IsDisposed { get; private set; }

    /// <summary>Makes a call.</summary>
    /// <returns>Whether it ended in the fault that was asked for.</returns>
    public Task<bool> PushAsync(int size, SoakFault fault) => CallAsync(fault, async stop =>
    {
        ReadOnlyMemory<byte> chunk = Ledger.Peek(size);
        _lastGiven = chunk.Length;
        Ledger.Accept(chunk.Length);
        Take(await _processor.ProcessChunkAsync(chunk, stop));
        Ledger.Settle(Stats, isFlushed: false);
    });

    /// <inheritdoc cref="PushAsync"/>
    public Task<bool> FlushAsync(SoakFault fault) => CallAsync(fault, async stop =>
    {
        Ledger.End();
        Take(await _processor.FlushAsync(stop));
        Ledger.Settle(Stats, isFlushed: true);
    });

    /// <summary>A whole source, or the beginning of it.</summary>
    /// <inheritdoc cref="PushAsync" path="/returns"/>
    public async Task<bool> EnumerateAsync(Func<int> sizes, SoakFault fault)
    {
        int taken = _random.Next(3) == 0 ? _random.Next(20) : int.MaxValue;
        _sourceHasEnded = false;
        bool hasFailed = await CallAsync(fault, async stop =>
        {
            await foreach (CascadeResult result in _processor.ProcessStreamAsync(GiveAsync(_random.Next(8), sizes, fault, stop), stop))
            {
                Ledger.Take(result);
                if (--taken < 0)
                {
                    return;
                }
            }

            Ledger.Settle(Stats, isFlushed: true);
        });
        if (_sourceHasEnded && !IsDisposed)
        {
            await FlushAsync(fault == SoakFault.Library ? fault : SoakFault.None); // whether the end of the source was passed is known to nobody but the processor
        }

        return hasFailed;
    }

    /// <summary>Two calls at a time, of which the second is refused unless the first has ended by then.</summary>
    public async Task CallTwiceAsync(int size)
    {
        Task first = PushAsync(size, SoakFault.None);
        try
        {
            Take(await _processor.ProcessChunkAsync(default));
        }
        catch (InvalidOperationException)
        {
            // Refused.
        }

        await first;
    }

    public void Update(StreamProcessorOptions options) => _processor.Update(options.Speech);

    public void Reset(StreamLedger ledger)
    {
        _processor.Reset();
        Ledger = ledger;
    }

    public async ValueTask DisposeAsync()
    {
        await _processor.DisposeAsync();
        await _disposal;
    }

    private void Take(IReadOnlyList<CascadeResult> results)
    {
        foreach (CascadeResult result in results)
        {
            Ledger.Take(result);
        }
    }

    private async Task<bool> CallAsync(SoakFault fault, Func<CancellationToken, Task> call)
    {
        using CancellationTokenSource cancel = new();
        bool hasFailed = false;
        _lastGiven = 0;
        Arm(fault, cancel);
        try
        {
            await call(cancel.Token);
        }
        catch (Exception e) when (IsAskedFor(e, fault))
        {
            hasFailed = true;
            IsDisposed = e is ObjectDisposedException;
        }

        _inference?.Disarm();
        if (fault is SoakFault.DisposedInMidCall or SoakFault.DisposedMeanwhile)
        {
            await _disposal;
            IsDisposed |= !_disposal.Equals(Task.CompletedTask);

            // Of a chunk that disposal interrupted, perhaps a part was accepted, or nothing; also where the consumer has left before it saw the exception.
            long refused = Ledger.Accepted - Stats.BytesReceived;
            if (IsDisposed && refused > 0 && refused <= _lastGiven)
            {
                Ledger.Refuse(refused);
            }
        }

        return hasFailed;
    }

    private void Arm(SoakFault fault, CancellationTokenSource cancel)
    {
        int framesBefore = _random.Next(_random.Next(2) == 0 ? 3 : 60);
        switch (fault)
        {
            case SoakFault.Canceled:
                cancel.Cancel();
                break;
            case SoakFault.CanceledInMidCall:
                _inference?.Arm(framesBefore, cancel.Cancel);
                break;
            case SoakFault.Inference when _inference is { FramesAtOnce: 1 }:
                _inference.Arm(framesBefore, static () => throw new EngineFaultException("the engine was told to fail"));
                break;
            case SoakFault.DisposedInMidCall:
                _inference?.Arm(framesBefore, () => _disposal = _processor.DisposeAsync().AsTask());
                break;
            case SoakFault.DisposedMeanwhile:
                _disposal = Task.Run(async () => await _processor.DisposeAsync());
                break;
        }
    }

    private static bool IsAskedFor(Exception e, SoakFault fault) => fault switch
    {
        SoakFault.Canceled or SoakFault.CanceledInMidCall => e is OperationCanceledException,
        SoakFault.Inference => e is InferenceException,
        SoakFault.DisposedInMidCall or SoakFault.DisposedMeanwhile => e is ObjectDisposedException,
        SoakFault.Source => e is SoakSourceException,
        SoakFault.Library => e is OnnxRuntimeLoadException,
        _ => false,
    };

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> GiveAsync(int count, Func<int> sizes, SoakFault fault, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int failure = fault == SoakFault.Source ? _random.Next(count + 1) : -1;
        for (int i = 0; i <= count; i++)
        {
            if (i == failure)
            {
                throw new SoakSourceException();
            }

            if (_random.Next(2) == 0)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested(); // on a busy machine this may be long after the processor has stopped waiting: the books are closed
            }

            if (i < count)
            {
                ReadOnlyMemory<byte> chunk = Ledger.Peek(sizes());
                _lastGiven = chunk.Length;
                Ledger.Accept(chunk.Length);
                yield return chunk;
            }
        }

        _sourceHasEnded = true;
        Ledger.End();
    }
}
