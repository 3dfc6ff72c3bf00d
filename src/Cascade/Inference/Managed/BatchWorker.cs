using Cascade.Diagnostics;

namespace Cascade.Inference.Managed;

/// <summary>One thread's part of a tick: gathers a frame of each stream, takes them through the network together, and hands out the answers.</summary>
internal sealed class BatchWorker(ManagedNetwork network, ProcessingTimes times)
{
    /// <summary>Streams that a worker takes at a time.</summary>
    public const int GroupStreams = 64;

    /// <summary>Most of the gain of batching is there, and the frames on their way stay in a second-level cache beside the weights.</summary>
    private const int BatchFrames = 16;

    private readonly Workspace _work = new(BatchFrames);
    private readonly StreamProcessor[] _streams = new StreamProcessor[BatchFrames];
    private readonly StreamState[] _states = new StreamState[BatchFrames];
    private readonly float[] _probabilities = new float[BatchFrames];
    private int _count;

    /// <summary>Takes all frames of some streams through the network: in each round one of every stream that still has any.</summary>
    /// <returns>The frames of the stream that had most.</returns>
    public int Process(ReadOnlySpan<StreamProcessor> streams, CancellationToken cancellationToken)
    {
        int frames = 0;
        bool isMore = true;
        while (isMore && !cancellationToken.IsCancellationRequested)
        {
            isMore = false;
            bool isAny = false;
            foreach (StreamProcessor stream in streams)
            {
                if (stream.TryReadFrame(_work.Frame(_count)))
                {
                    Add(stream);
                    isAny = true;
                    isMore |= stream.HasMore();
                }
            }

            Run(); // before any stream's next frame, which depends on the state after this one
            frames += isAny ? 1 : 0;
        }

        return frames;
    }

    private void Add(StreamProcessor stream)
    {
        _streams[_count] = stream;
        _states[_count] = stream.ModelState!;
        _count++;
        if (_count == BatchFrames)
        {
            Run();
        }
    }

    private void Run()
    {
        if (_count == 0)
        {
            return;
        }

        long start = times.Now;
        network.InferEach(_work, _states.AsSpan(0, _count), _probabilities);
        double seconds = times.SecondsSince(start);
        for (int i = 0; i < _count; i++)
        {
            _streams[i].Advance(_work.Frame(i), _probabilities[i]);
        }

        int count = _count;
        _count = 0;
        Array.Clear(_streams, 0, count);
        Array.Clear(_states, 0, count);
        lock (times)
        {
            times.Inferred(count, seconds); // last: a listener that throws ends the tick, but no frame is lost
        }
    }
}
