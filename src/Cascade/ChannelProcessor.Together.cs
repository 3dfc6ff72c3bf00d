using System.Buffers;
using System.Runtime.ExceptionServices;

namespace Cascade;

/// <content>The channels together: what one accepts all accept, and their results in one order.</content>
public sealed partial class ChannelProcessor
{
    private static readonly Task<bool> NothingKnown = Task.FromResult(false);

    private bool PushPiece(ReadOnlySpan<byte> bytes)
    {
        int samples = _splitter.SamplesWith(bytes.Length);
        int planeBytes = samples * (_options.InputFormat.BytesPerBlock / _channels.Length);
        byte[] planes = ArrayPool<byte>.Shared.Rent(planeBytes * _channels.Length);
        try
        {
            long room = long.MaxValue; // of the fullest: what one refuses all refuse, so that their clocks stay together
            foreach (StreamProcessor channel in _channels)
            {
                room = Math.Min(room, channel.Room);
            }

            _splitter.Split(bytes, planes);
            bool isAccepted = true;
            for (int i = 0; i < _channels.Length; i++)
            {
                isAccepted &= _channels[i].PushUpTo(room, planes.AsSpan(i * planeBytes, planeBytes));
            }

            return isAccepted;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(planes);
        }
    }

    // Piece by piece, so that a chunk of any length is processed in bounded memory.
    private async ValueTask AdvanceAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                ReadOnlyMemory<byte> piece = chunk[..Math.Min(chunk.Length, _pieceBytes)];
                chunk = chunk[piece.Length..];
                Push(piece.Span);
                await AskAsync(channel => channel.ProcessChunkAsync(default, cancellationToken)).ConfigureAwait(false);
            }
            while (!chunk.IsEmpty);
        }
        catch when (!chunk.IsEmpty)
        {
            Push(chunk.Span); // a call that fails has still accepted its chunk
            throw;
        }
    }

    private ValueTask EndAsync(CancellationToken cancellationToken)
    {
        lock (_splitter)
        {
            _splitter.Reset();
        }

        return AskAsync(channel => channel.FlushAsync(cancellationToken));
    }

    // All channels begin before any is awaited; all are awaited before a fault of one is thrown.
    private async ValueTask AskAsync(Func<StreamProcessor, ValueTask<IReadOnlyList<CascadeResult>>> ask)
    {
        Task<IReadOnlyList<CascadeResult>>[] calls = [.. _channels.Select(channel => ask(channel).AsTask())];
        ExceptionDispatchInfo? fault = null;
        List<(long Time, CascadeResult Result)> found = [];
        foreach (Task<IReadOnlyList<CascadeResult>> call in calls)
        {
            try
            {
                long known = 0; // by their ends; but no result goes before an earlier one of its channel
                found.AddRange((await call.ConfigureAwait(false)).Select(result => (known = Math.Max(known, result.EndSample), result)));
            }
            catch (Exception e)
            {
                fault ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        foreach ((_, CascadeResult result) in found.OrderBy(entry => entry.Time))
        {
            _ready.Enqueue(result);
        }

        fault?.Throw();
    }

    private CascadeResult[] TakeReady()
    {
        CascadeResult[] results = [.. _ready];
        _ready.Clear();
        return results;
    }

    // Forgets channels that have ended. Less than 0 if no result is known.
    private static async ValueTask<int> FindEarliestAsync(List<IAsyncEnumerator<CascadeResult>> open, List<Task<bool>> next)
    {
        int first = -1;
        for (int i = open.Count - 1; i >= 0; i--)
        {
            if (!next[i].IsCompleted)
            {
                continue;
            }

            if (!await next[i].ConfigureAwait(false))
            {
                await open[i].DisposeAsync().ConfigureAwait(false);
                open.RemoveAt(i);
                next.RemoveAt(i);
                first -= first > i ? 1 : 0;
            }
            else if (first < 0 || open[i].Current.EndSample <= open[first].Current.EndSample)
            {
                first = i;
            }
        }

        return first;
    }

    // Waits for channels that are being left; what they have found by then is delivered by the next call.
    private async ValueTask LeaveAsync(List<IAsyncEnumerator<CascadeResult>> open, List<Task<bool>> next)
    {
        for (int i = 0; i < open.Count; i++)
        {
            await ((Task)next[i]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (next[i] is { IsCompletedSuccessfully: true, Result: true })
            {
                _ready.Enqueue(open[i].Current);
            }

            await open[i].DisposeAsync().ConfigureAwait(false);
        }
    }

    private void EnterCall()
    {
        if (Interlocked.Exchange(ref _inCall, 1) == 1)
        {
            throw new InvalidOperationException($"Another call of this {nameof(ChannelProcessor)} is running, or its results are still being enumerated. Await that call first, or use {nameof(Push)}.");
        }
    }

    private void ExitCall() => Volatile.Write(ref _inCall, 0);
}
