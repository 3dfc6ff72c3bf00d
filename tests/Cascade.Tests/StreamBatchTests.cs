namespace Cascade.Tests;

/// <summary>A stream in a batch gives what a processor of its own gives.</summary>
[Parallelizable]
public sealed class StreamBatchTests
{
    private static readonly StreamProcessorOptions Options = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.All, MaximumSpeech = TimeSpan.FromSeconds(3) } };

    [TestCase(1, 1)]
    [TestCase(3, 1)]
    [TestCase(40, 1)]
    [TestCase(200, 2)]
    public async Task Streams_GiveWhatProcessorsOfTheirOwnGive(int count, int threads)
    {
        Random random = new(count);
        await using StreamBatch batch = new(new StreamBatchOptions { Threads = threads });
        Player[] players = [.. Enumerable.Range(0, count).Select(i => new Player(batch.Open(Options), random, seconds: 3))];
        while (players.Any(p => !p.IsDone))
        {
            foreach (Player player in players)
            {
                player.PushSome(random);
            }

            await batch.TickAsync();
        }

        foreach (Player player in players)
        {
            await player.AssertIsLikeAProcessorAsync(Options);
        }
    }

    [Test]
    public async Task StreamsThatJoinAndLeave_DoNotDisturbTheOthers()
    {
        Random random = new(7);
        await using StreamBatch batch = new(new StreamBatchOptions { Threads = 2 });
        Player steady = new(batch.Open(Options), random, seconds: 10);
        List<StreamProcessor> guests = [];
        while (!steady.IsDone)
        {
            steady.PushSome(random);
            if (random.Next(3) == 0)
            {
                guests.Add(batch.Open(Options));
                guests[^1].Push(Recording.Monologue.Audio.AsSpan(0, random.Next(100_000)));
            }
            else if (guests.Count > 0 && random.Next(2) == 0)
            {
                guests[random.Next(guests.Count)].Dispose();
            }

            await batch.TickAsync();
        }

        await steady.AssertIsLikeAProcessorAsync(Options);
    }

    [Test]
    public async Task PushesAndLeavingDuringTicks_AreSafe()
    {
        await using StreamBatch batch = new(new StreamBatchOptions { Threads = 2 });
        Player[] players = [.. Enumerable.Range(0, 20).Select(i => new Player(batch.Open(Options), new Random(i), seconds: 5))];
        Task[] pushers = [.. players.Select((player, i) => Task.Run(() =>
        {
            Random random = new(i);
            while (!player.IsDone)
            {
                player.PushSome(random);
                using StreamProcessor guest = batch.Open(Options);
                guest.Push(new byte[3000]);
            }
        }))];
        while (!Task.WhenAll(pushers).IsCompleted)
        {
            await batch.TickAsync();
        }

        await Task.WhenAll(pushers);
        await batch.TickAsync();
        Assert.That(batch.Count, Is.EqualTo(20));
        foreach (Player player in players)
        {
            await player.AssertIsLikeAProcessorAsync(Options);
        }
    }

    [Test]
    public async Task End_ClosesThereAndTheStreamGoesOn()
    {
        await using StreamBatch batch = new();
        StreamProcessor stream = batch.Open(Options);
        ReadOnlyMemory<byte> audio = Recording.Conversation.Audio;
        stream.Push(audio.Span[..50_001]);
        stream.PushEnd();
        stream.Push(audio.Span[50_001..90_000]);
        await batch.TickAsync();
        stream.PushEnd();
        await batch.TickAsync();
        await using StreamProcessor processor = new(Options);
        List<CascadeResult> expected = [.. await processor.PushAsync(audio[..50_001]), .. await processor.PushAsync(audio[50_001..90_000])];
        Assert.That(ReadAll(stream).Select(Drive.Describe), Is.EqualTo(expected.Select(Drive.Describe)));
        Assert.That(Counted(stream.GetStats()), Is.EqualTo(Counted(processor.GetStats())));
    }

    [Test]
    public async Task CanceledTick_NothingIsLost()
    {
        await using StreamBatch batch = new();
        Player player = new(batch.Open(Options), new Random(1), seconds: 2);
        player.PushAll();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await batch.TickAsync(new CancellationToken(true)));
        await batch.TickAsync();
        await player.AssertIsLikeAProcessorAsync(Options);
    }

    [Test]
    public async Task AnyFormat_IsConverted()
    {
        StreamProcessorOptions options = Options with { InputFormat = new AudioFormat(48_000, 2), Audio = ResultAudio.Input };
        await using StreamBatch batch = new();
        Player player = new(batch.Open(options), new Random(1), seconds: 4);
        player.PushAll();
        await batch.TickAsync();
        await player.AssertIsLikeAProcessorAsync(options);
    }

    [Test]
    public async Task NewBatch_HasNoStreams()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new StreamBatch(new StreamBatchOptions { Threads = 0 }));
        await using StreamBatch batch = new();
        Assert.That(batch.Count, Is.Zero);
    }

    [Test]
    public async Task Disposed_IsRefusedAndStreamsToo()
    {
        StreamBatch batch = new(new StreamBatchOptions { Threads = 2 });
        StreamProcessor stream = batch.Open(Options);
        stream.Push(new byte[5000]);
        await batch.DisposeAsync();
        await batch.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => batch.Open(Options));
        Assert.Throws<ObjectDisposedException>(() => stream.Push(new byte[1]));
        Assert.Throws<ObjectDisposedException>(stream.PushEnd);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await batch.TickAsync());
        Assert.That(batch.Count, Is.Zero);
    }

    // What does not depend on the machine, nor on when memory is given back.
    private static ProcessorStats Counted(ProcessorStats stats) => stats with { BytesBuffered = 0, Inference = DurationStats.None, Chunks = DurationStats.None };

    private static List<CascadeResult> ReadAll(StreamProcessor stream)
    {
        List<CascadeResult> results = [];
        while (stream.TryRead(out CascadeResult? result))
        {
            results.Add(result);
        }

        return results;
    }

    /// <summary>Plays a part of the recording into a stream.</summary>
    private sealed class Player(StreamProcessor stream, Random random, int seconds)
    {
        private readonly byte[] _audio = Recording.Conversation.Audio.AsSpan(2 * random.Next(100_000), (seconds * 32_000) + random.Next(1024)).ToArray();
        private int _pushed;

        public bool IsDone { get; private set; }

        public void PushAll()
        {
            stream.Push(_audio);
            stream.PushEnd();
        }

        public void PushSome(Random sizes)
        {
            if (IsDone)
            {
                return;
            }

            int count = Math.Min(sizes.Next(5000), _audio.Length - _pushed);
            stream.Push(_audio.AsSpan(_pushed, count));
            _pushed += count;
            if (_pushed == _audio.Length)
            {
                stream.PushEnd();
                IsDone = true;
            }
        }

        public async Task AssertIsLikeAProcessorAsync(StreamProcessorOptions options)
        {
            await using StreamProcessor processor = new(options);
            Assert.That(ReadAll(stream).Select(Drive.Describe), Is.EqualTo((await processor.PushAsync(_audio)).Select(Drive.Describe)));
        }
    }
}
