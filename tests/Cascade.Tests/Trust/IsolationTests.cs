
namespace Cascade.Tests.Trust;

/// <summary>However many streams run beside each other, on whatever threads, each gives to the bit what it gives alone.</summary>
[Parallelizable]
public sealed class IsolationTests
{
    private const int Streams = 500;
    private const int Threads = 4;

    private static readonly StreamProcessorOptions Managed = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.All, MaximumSpeech = TimeSpan.FromSeconds(1) } };
    private static readonly StreamProcessorOptions Shared = Managed with { Engine = VadEngine.OnnxRuntime(shareSession: true) };
    private static readonly StreamProcessorOptions Own = Shared with { Engine = VadEngine.OnnxRuntime() };

    [Test]
    public async Task ProcessorsInterleavedAtRandom_GiveWhatEachGivesAlone()
    {
        IsolatedPiece[] pieces = [.. Enumerable.Range(0, Streams).Select(i => new IsolatedPiece(i, (i % 25) switch { 0 => Own, <= 12 => Shared, _ => Managed }))];
        string[] expected = [.. await Task.WhenAll(pieces.Select(piece => Task.Run(piece.RunAloneAsync)))];
        StreamProcessor[] processors = [.. pieces.Select(piece => new StreamProcessor(piece.Options))];
        Crowd crowd = new(pieces);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(seed => Task.Run(() => crowd.PlayAsync(seed, async (i, chunk) =>
        {
            pieces[i].Take(await processors[i].ProcessChunkAsync(chunk));
            if (pieces[i].IsPlayed)
            {
                pieces[i].Take(await processors[i].FlushAsync());
            }
        }))));
        Assert.That(pieces.Select(piece => piece.Answer), Is.EqualTo(expected));
        Assert.That(expected.Distinct().Count(), Is.GreaterThan(Streams * 9 / 10), "the streams are different ones");
        Assert.That(pieces.Count(piece => piece.Segments > 0), Is.GreaterThan(Streams / 2), "there is speech in them");
        await Task.WhenAll(processors.Select(processor => processor.DisposeAsync().AsTask()));
    }

    [Test]
    public async Task StreamsOfABatchPushedAtRandom_GiveWhatEachGivesAlone()
    {
        IsolatedPiece[] pieces = [.. Enumerable.Range(0, Streams).Select(i => new IsolatedPiece(i, Managed with { Speech = Managed.Speech with { Threshold = 0.3 + (0.001 * i) } }))];
        string[] expected = [.. await Task.WhenAll(pieces.Select(piece => Task.Run(piece.RunAloneAsync)))];
        await using StreamBatch batch = new(new StreamBatchOptions { Threads = 2 });
        StreamProcessor[] streams = [.. pieces.Select(piece => batch.Open(piece.Options))];
        Crowd crowd = new(pieces);
        Task pushing = Task.WhenAll(Enumerable.Range(0, Threads).Select(seed => Task.Run(() => crowd.PlayAsync(seed, (i, chunk) =>
        {
            streams[i].Push(chunk.Span);
            if (pieces[i].IsPlayed)
            {
                streams[i].PushEnd();
            }

            return Task.CompletedTask;
        }))));
        while (!pushing.IsCompleted)
        {
            await batch.TickAsync();
        }

        await pushing;
        await batch.TickAsync();
        foreach ((IsolatedPiece piece, StreamProcessor stream) in pieces.Zip(streams))
        {
            while (stream.TryRead(out CascadeResult? result))
            {
                piece.Take([result]);
            }
        }

        Assert.That(pieces.Select(piece => piece.Answer), Is.EqualTo(expected));
        Assert.That(pieces.Count(piece => piece.Segments > 0), Is.GreaterThan(Streams / 2), "there is speech in them");
    }

    /// <summary>Streams of which each thread takes a random one for a chunk at a time, so that a stream wanders from thread to thread.</summary>
    private sealed class Crowd(IReadOnlyList<IsolatedPiece> pieces)
    {
        private readonly List<int> _idle = [.. Enumerable.Range(0, pieces.Count)];

        public async Task PlayAsync(int seed, Func<int, ReadOnlyMemory<byte>, Task> play)
        {
            Random random = new(seed);
            while (TryTake(random, out int i))
            {
                await play(i, pieces[i].NextChunk());
                if (!pieces[i].IsPlayed)
                {
                    GiveBack(i);
                }
            }
        }

        private bool TryTake(Random random, out int stream)
        {
            lock (_idle)
            {
                if (_idle.Count == 0)
                {
                    stream = -1;
                    return false;
                }

                int at = random.Next(_idle.Count);
                stream = _idle[at];
                _idle[at] = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
                return true;
            }
        }

        private void GiveBack(int stream)
        {
            lock (_idle)
            {
                _idle.Add(stream);
            }
        }
    }
}
