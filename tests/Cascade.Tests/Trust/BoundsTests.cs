using System.IO.Pipelines;
using Cascade.Inference;

namespace Cascade.Tests.Trust;

/// <summary>Nothing is read ahead beyond a bound, no buffer grows beyond a bound, and what cannot be kept is refused or counted.</summary>
public sealed class BoundsTests
{
    private const int SecondBytes = 32_000;

    // What is inferred ahead of the result in hand: a second of audio, 31.25 frames.
    private const int SliceFrames = 32;

    // What is asked of a Stream or a PipeReader at once.
    private const int ReadBytes = 16 * 1024;

    private static readonly StreamProcessorOptions Frames = new() { Speech = new SpeechSettings { Results = ResultKinds.Frames } };

    [Test]
    public async Task LongChunk_IsNotInferredAheadOfItsResults()
    {
        int inferred = 0;
        int delivered = 0;
        int furthest = 0;
        await using StreamProcessor processor = new(Frames, () => new ScriptedInference(0) { BeforeFrame = _ => inferred++ });
        await foreach (CascadeResult result in processor.ProcessStreamAsync(new[] { new byte[20_000 * 1024] }.ToAsync()))
        {
            furthest = Math.Max(furthest, inferred - delivered);
            delivered++;
        }

        Assert.That((delivered, furthest), Is.EqualTo((20_000, SliceFrames)));
    }

    [Test]
    public async Task Chunk_IsAskedForWhenTheResultsOfTheOneBeforeAreTaken()
    {
        int asked = 0;
        int delivered = 0;
        await using StreamProcessor processor = new(Frames, () => new ScriptedInference(0));
        await foreach (CascadeResult result in processor.ProcessStreamAsync(AskedAsync()))
        {
            Assert.That(asked, Is.EqualTo((delivered++ / 3) + 1));
        }

        Assert.That(delivered, Is.EqualTo(60));

        async IAsyncEnumerable<byte[]> AskedAsync()
        {
            for (int i = 0; i < 20; i++)
            {
                asked++;
                await Task.Yield();
                yield return new byte[3 * 1024];
            }
        }
    }

    [Test]
    public async Task Stream_IsNotReadAhead()
    {
        using MemoryStream stream = new(new byte[3_000_000]);
        await using StreamProcessor processor = new(Frames, () => new ScriptedInference(0));
        int delivered = 0;
        long furthest = 0;
        await foreach (CascadeResult result in processor.ProcessStreamAsync(stream))
        {
            furthest = Math.Max(furthest, stream.Position - (delivered++ * 1024L));
        }

        Assert.That((delivered, furthest), Is.EqualTo((3_000_000 / 1024, ReadBytes)));
    }

    [Test]
    public async Task SlowConsumer_StopsTheWriterOfAPipe()
    {
        const int threshold = 40_000;
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: threshold, resumeWriterThreshold: threshold / 2));
        long written = 0;
        Task writing = WriteAsync();
        await using StreamProcessor processor = new(Frames, () => new ScriptedInference(0));
        int delivered = 0;
        long furthest = 0;
        await foreach (CascadeResult result in processor.ProcessStreamAsync(pipe.Reader))
        {
            furthest = Math.Max(furthest, Volatile.Read(ref written) - (delivered++ * 1024L));
        }

        await writing;
        Assert.That(delivered, Is.EqualTo(3000));
        Assert.That(furthest, Is.LessThanOrEqualTo(threshold + 2000 + ReadBytes + 1024), "the pipe's own threshold, the write that reached it, the one that waits, what was read, and a frame");

        async Task WriteAsync()
        {
            byte[] bytes = new byte[1000];
            for (long left = 3000 * 1024; left > 0; left -= bytes.Length)
            {
                int count = (int)Math.Min(left, bytes.Length);
                Volatile.Write(ref written, written + count);
                await pipe.Writer.WriteAsync(bytes.AsMemory(0, count));
            }

            await pipe.Writer.CompleteAsync();
        }
    }

    // The clock passes 2^31 samples, and the bytes 2^32.
    [Test]
    public async Task ChunksOfAGigabyte_AreProcessedInBoundedMemory()
    {
        const int gigabyte = 1 << 30;
        byte[] chunk = GC.AllocateUninitializedArray<byte>(gigabyte); // read, never written: one page of zeros stands for all
        long mostWaiting = 0;
        int mostBuffered = 0;
        StreamProcessor processor = null!;
        float[] script = [.. Enumerable.Range(0, 1 << 20).Select(i => i < (1 << 20) - 100 ? 0f : 1f)]; // each gigabyte ends in three seconds of speech
        ScriptedInference inference = new(script)
        {
            BeforeFrame = frame =>
            {
                if (frame % 1000 == 0)
                {
                    ProcessorStats stats = processor.GetStats();
                    (mostWaiting, mostBuffered) = (Math.Max(mostWaiting, stats.BytesWaiting), (int)Math.Max(mostBuffered, stats.BytesBuffered));
                }
            },
        };
        await using (processor = new StreamProcessor(new StreamProcessorOptions { Speech = new SpeechSettings { Results = ResultKinds.Segments } }, () => inference))
        {
            List<SpeechSegment> segments = [];
            long before = GC.GetTotalAllocatedBytes();
            for (int i = 0; i < 5; i++)
            {
                segments.AddRange((await processor.ProcessChunkAsync(chunk)).Cast<SpeechSegment>());
            }

            segments.AddRange((await processor.FlushAsync()).Cast<SpeechSegment>());
            Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(20_000_000), "allocated for five gigabytes, of which the segments are half a megabyte");
            Assert.That(mostWaiting, Is.InRange(1, 16 * 1024));
            Assert.That(mostBuffered, Is.InRange(1024, 120_000));
            Assert.That(segments.Select(s => (s.SpeechStartSample, s.Audio.Length)), Is.EqualTo(Enumerable.Range(1, 5).Select(i => ((i * 512L * (1 << 20)) - (100 * 512), (i < 5 ? 480 + 480 : 480) * 2 + (100 * 1024)))));
        }
    }

    [Test]
    public async Task ChunkLeftEarly_KeepsTheBacklogAndCountsTheRest()
    {
        byte[] chunk = GC.AllocateUninitializedArray<byte>(100_000_001);
        await using StreamProcessor processor = new(Frames with { MaximumBacklog = TimeSpan.FromSeconds(2) }, () => new ScriptedInference(0));
        await foreach (CascadeResult result in processor.ProcessStreamAsync(new[] { chunk }.ToAsync()))
        {
            break;
        }

        ProcessorStats stats = processor.GetStats();
        Assert.That(stats.BytesWaiting, Is.InRange((2 * SecondBytes) - 2, (2 * SecondBytes) + 2));
        Assert.That(stats.BytesReceived + stats.BytesRefused, Is.EqualTo(chunk.Length));
        Assert.That(stats.BytesReceived % 2, Is.Zero, "whole samples");
        Assert.That(await processor.FlushAsync(), Has.Count.EqualTo(stats.BytesReceived / 1024 - 1));
    }

    [Test]
    public async Task WithoutALimit_NothingIsRefused()
    {
        await using StreamProcessor processor = new(Frames with { MaximumBacklog = Timeout.InfiniteTimeSpan }, () => new ScriptedInference(0));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(new byte[100 * SecondBytes], new CancellationToken(true)));
        Assert.That(processor.GetStats(), Has.Property("BytesWaiting").EqualTo(100 * SecondBytes).And.Property("BytesRefused").EqualTo(0));
    }

    // Blocks of six bytes in chunks of any size: every block that comes out is one that went in.
    [Test]
    public async Task EngineThatFailsForLong_BoundsWhatWaitsAndLosesWholeSamplesOnly([Range(1, 10)] int seed)
    {
        Random random = new(seed);
        AudioFormat format = new(16_000, 2, SampleEncoding.Signed24);
        bool broken = false;
        await using StreamProcessor processor = new(
            Frames with { InputFormat = format, Audio = ResultAudio.Input, MaximumBacklog = TimeSpan.FromSeconds(1) },
            () => new ScriptedInference(0) { BeforeFrame = _ => ThrowIf(broken) });
        byte[] audio = [.. Enumerable.Range(0, 500_000).SelectMany(i => new[] { (byte)i, (byte)(i >> 8), (byte)(i >> 16), (byte)~i, (byte)~(i >> 8), (byte)~(i >> 16) })];
        List<CascadeResult> results = [];
        long pushed = 0;
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(audio, Enumerable.Range(0, 50).Select(_ => random.Next(1, 20_000))))
        {
            broken = (pushed / 400_000) % 2 == 1;
            pushed += chunk.Length;
            try
            {
                results.AddRange(await processor.ProcessChunkAsync(chunk));
            }
            catch (InferenceException)
            {
                Assert.That(processor.GetStats().BytesWaiting, Is.LessThanOrEqualTo((16_000 * 6) + 5), "the backlog, to a whole sample");
            }
        }

        broken = false;
        results.AddRange(await processor.FlushAsync());
        ProcessorStats stats = processor.GetStats();
        Assert.That(stats.BytesRefused, Is.Positive);
        Assert.That(stats.BytesReceived + stats.BytesRefused, Is.EqualTo(audio.Length));
        byte[] heard = [.. results.Cast<AudioFrame>().SelectMany(frame => frame.Audio.ToArray())];
        Assert.That(heard, Has.Length.EqualTo(stats.BytesReceived - stats.BytesUnused));
        int last = -1;
        for (int at = 0; at < heard.Length; at += 6)
        {
            int number = heard[at] | (heard[at + 1] << 8) | (heard[at + 2] << 16);
            int inverse = heard[at + 3] | (heard[at + 4] << 8) | (heard[at + 5] << 16);
            Assert.That((number ^ inverse, number > last), Is.EqualTo((0xFF_FFFF, true)), "a sample that was torn, or out of order");
            last = number;
        }
    }

    // A host whose time limit is too short for every call still gets its results.
    [Test]
    public async Task CallsCanceledAgainAndAgain_DeliverBeforeMoreIsProcessed()
    {
        CancellationTokenSource cancel = new();
        int inferred = 0;
        int canceled = 0;
        ScriptedInference inference = new(0)
        {
            BeforeFrame = _ =>
            {
                inferred++;
                cancel.Cancel();
            },
        };
        await using StreamProcessor processor = new(Frames with { MaximumBacklog = TimeSpan.FromSeconds(2) }, () => inference);
        List<CascadeResult> results = [];
        byte[] audio = new byte[400 * 2048];
        new Random(1).NextBytes(audio);
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(audio, 2048))
        {
            cancel.Dispose();
            cancel = new CancellationTokenSource();
            try
            {
                results.AddRange(await processor.ProcessChunkAsync(chunk, cancel.Token));
            }
            catch (OperationCanceledException)
            {
                canceled++;
            }

            Assert.That(inferred - results.Count, Is.LessThanOrEqualTo((2 * SecondBytes / 1024) + 4), "two seconds, the oldest frame and the one that begins before them, and what the last call adds");
        }

        cancel.Dispose();
        cancel = new CancellationTokenSource();
        Assert.That(canceled, Is.GreaterThan(300).And.LessThan(400));
        Assert.That(results, Has.Count.GreaterThan(100));
        results.AddRange(await processor.FlushAsync());
        ProcessorStats stats = processor.GetStats();
        Assert.That(stats.BytesReceived + stats.BytesRefused, Is.EqualTo(audio.Length));
        Assert.That(results, Has.Count.EqualTo(stats.BytesReceived / 1024));
    }

    [Test]
    public async Task EnumerationThatIsLeftAgainAndAgain_DeliversBeforeMoreIsProcessed()
    {
        int inferred = 0;
        await using StreamProcessor processor = new(Frames, () => new ScriptedInference(0) { BeforeFrame = _ => inferred++ });
        for (int delivered = 1; delivered < 300; delivered++)
        {
            await foreach (CascadeResult result in processor.ProcessStreamAsync(Enumerable.Repeat(new byte[SecondBytes], 2).ToAsync()))
            {
                Assert.That(result.StartSample, Is.EqualTo((delivered - 1) * 512));
                break;
            }

            Assert.That(inferred - delivered, Is.LessThanOrEqualTo(SliceFrames));
        }
    }

    [Test]
    public async Task PushBeyondTheBacklog_IsRefusedAndCounted()
    {
        StreamProcessorOptions options = Frames with { Engine = VadEngine.Managed(), MaximumBacklog = TimeSpan.FromSeconds(1) };
        await using StreamBatch batch = new();
        StreamProcessor stream = batch.Open(options);
        stream.Push(new byte[SecondBytes - 1000]);
        Assert.That(stream.Push(new byte[1010]), Is.False, "ten bytes too many");
        ProcessorStats stats = stream.GetStats();
        Assert.That((stats.BytesReceived, stats.BytesRefused, stream.State), Is.EqualTo(((long)SecondBytes, 10L, ProcessorState.Usable)));
        await batch.TickAsync();
        Assert.That(stream.Push(new byte[20_000]));
        Assert.That(stream.GetStats().BytesReceived, Is.EqualTo(SecondBytes + 20_000L));
    }

    [Test]
    public async Task ResultsThatNobodyReads_StopTheirStreamAndNoOther()
    {
        StreamProcessorOptions options = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.All }, MaximumBacklog = TimeSpan.FromSeconds(2) };
        await using StreamBatch batch = new();
        StreamProcessor unread = batch.Open(options);
        StreamProcessor read = batch.Open(options);
        List<string> results = [];
        int accepted = 0;
        bool isRefused = false;
        ReadOnlyMemory<byte> audio = Recording.Conversation.Audio.AsMemory(0, 640_000);
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(audio, 8000))
        {
            if (!isRefused)
            {
                isRefused = !unread.Push(chunk.Span);
                accepted += chunk.Length - (int)unread.GetStats().BytesRefused;
            }

            read.Push(chunk.Span);
            await batch.TickAsync();
            ReadAll(read, results);
        }

        Assert.That(isRefused);
        Assert.That(unread.GetStats().Position, Is.LessThan(TimeSpan.FromSeconds(7)), "two seconds, after the speech of four seconds that begins the recording");
        await using StreamProcessor processor = new(options);
        Assert.That(results, Is.EqualTo((await processor.PushOpenAsync(audio)).Select(Drive.Describe)));
        List<string> late = [];
        for (int count = -1; count < late.Count;)
        {
            count = late.Count;
            ReadAll(unread, late);
            await batch.TickAsync();
        }

        processor.Reset();
        Assert.That(late, Is.EqualTo((await processor.PushOpenAsync(audio[..accepted])).Select(Drive.Describe)), "all that was accepted comes once it is read");
    }

    private static void ReadAll(StreamProcessor stream, List<string> results)
    {
        while (stream.TryRead(out CascadeResult? result))
        {
            results.Add(result.Describe());
        }
    }

    private static void ThrowIf(bool now)
    {
        if (now)
        {
            throw new EngineFaultException("out of order");
        }
    }
}
