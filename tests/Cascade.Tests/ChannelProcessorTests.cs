namespace Cascade.Tests;

[Parallelizable]
public sealed class ChannelProcessorTests
{
    private static readonly StreamProcessorOptions Options = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.All } };
    private static readonly byte[] Left = Recording.Conversation.Audio;
    private static readonly byte[] Right = [.. new byte[20_000], .. Recording.Monologue.Audio, .. new byte[Recording.Conversation.Audio.Length - 20_000 - Recording.Monologue.Audio.Length]];

    [Test]
    public async Task EachChannel_GivesWhatItGivesAlone(
        [Values(SampleEncoding.Signed16, SampleEncoding.Float32, SampleEncoding.MuLaw, SampleEncoding.Signed24BigEndian)] SampleEncoding encoding,
        [Values(16_000, 8_000)] int rate)
    {
        byte[][] mono = [ToEncoding(Left, encoding), ToEncoding(Right, encoding)];
        AudioFormat format = new(rate, 2, encoding);
        await using ChannelProcessor processor = new(Options with { InputFormat = format });
        List<CascadeResult> results = [];
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Interleave(mono, format), 1, 3, 777, 6400, 100_000))
        {
            results.AddRange(await processor.ProcessChunkAsync(chunk));
        }

        results.AddRange(await processor.FlushAsync());
        await AssertAreTheChannelsAsync(results, mono, format);
    }

    [Test]
    public async Task PushedAudio_GivesTheSameByOneReader([Values] bool isBatch)
    {
        AudioFormat format = new(16_000, 2);
        await using StreamBatch batch = new();
        StreamProcessorOptions options = Options with { InputFormat = format, Engine = isBatch ? batch : Options.Engine };
        await using ChannelProcessor processor = new(options);
        Task pushing = Task.Run(() =>
        {
            foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Interleave([Left, Right], format), 4001))
            {
                Assert.That(processor.Push(chunk.Span));
            }

            processor.Complete();
            processor.Complete();
        });
        using CancellationTokenSource end = new();
        Task ticking = isBatch ? batch.RunAsync(TimeSpan.FromMilliseconds(5), end.Token) : Task.CompletedTask;
        List<CascadeResult> results = await processor.ReadAllAsync().ToListAsync();
        await pushing;
        await end.CancelAsync();
        await ticking.ContinueWith(_ => { }, TaskScheduler.Default);
        await AssertAreTheChannelsAsync(results, [Left, Right], format);
    }

    [Test]
    public async Task Stream_IsReadOnceAndItsResultsComeByTheirEnds()
    {
        AudioFormat format = new(16_000, 2);
        await using ChannelProcessor processor = new(Options with { InputFormat = format });
        List<CascadeResult> results = await processor.ProcessStreamAsync(new MemoryStream(Interleave([Left, Right], format))).ToListAsync();
        await AssertAreTheChannelsAsync(results, [Left, Right], format);
        long[] ends = [.. results.OfType<FrameProbability>().Select(r => r.EndSample)];
        Assert.That(ends, Is.Ordered, "frames of both channels come by turns");
        Assert.That(results.Select(r => r.Channel).Distinct(), Is.EquivalentTo(new int?[] { 0, 1 }));
    }

    [Test]
    public async Task FaultOfOneChannel_LosesNothingOfTheOthers()
    {
        AudioFormat format = new(16_000, 2);
        await using ChannelProcessor processor = new(Options with { InputFormat = format });
        List<CascadeResult> results = [];
        int number = 0;
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Interleave([Left, Right], format), 30_000))
        {
            using CancellationTokenSource canceled = new();
            if (number++ % 3 == 1)
            {
                await canceled.CancelAsync();
                await Assert.CatchAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(chunk, canceled.Token));
            }
            else
            {
                results.AddRange(await processor.ProcessChunkAsync(chunk));
            }
        }

        results.AddRange(await processor.FlushAsync());
        await AssertAreTheChannelsAsync(results, [Left, Right], format);
    }

    [Test]
    public async Task EnumerationThatIsLeft_GoesOnWhereItWas()
    {
        AudioFormat format = new(16_000, 2);
        await using ChannelProcessor processor = new(Options with { InputFormat = format });
        processor.Push(Interleave([Left, Right], format));
        processor.Complete();
        List<CascadeResult> results = [];
        for (int count = -1; count != results.Count;)
        {
            count = results.Count;
            await foreach (CascadeResult result in processor.ReadAllAsync())
            {
                results.Add(result);
                if (results.Count % 100 == 0)
                {
                    break;
                }
            }
        }

        await AssertAreTheChannelsAsync(results, [Left, Right], format);
    }

    [Test]
    public async Task StreamThatIsLeft_GoesOnWhereItWas()
    {
        AudioFormat format = new(16_000, 2);
        await using ChannelProcessor processor = new(Options with { InputFormat = format });
        using MemoryStream stream = new(Interleave([Left, Right], format));
        List<CascadeResult> results = [];
        for (bool isLeft = true; isLeft;)
        {
            isLeft = false;
            await foreach (CascadeResult result in processor.ProcessStreamAsync(stream))
            {
                results.Add(result);
                if (results.Count % 700 == 0)
                {
                    isLeft = true;
                    break;
                }
            }
        }

        await AssertAreTheChannelsAsync(results, [Left, Right], format);
    }

    [Test]
    public async Task AudioBeyondTheBacklog_IsRefusedOnAllChannelsAlike()
    {
        AudioFormat format = new(16_000, 3);
        await using ChannelProcessor processor = new(Options with { InputFormat = format, MaximumBacklog = TimeSpan.FromSeconds(1) });
        Assert.That(processor.Push(new byte[6 * 20_000]), Is.False);
        long[] refused = [.. Enumerable.Range(0, 3).Select(i => processor.GetStats(i).BytesRefused)];
        Assert.That(refused, Is.All.EqualTo(refused[0]).And.All.GreaterThan(0));
        Assert.That(processor.GetStats(2).BytesReceived + refused[2], Is.EqualTo(40_000));
    }

    [Test]
    public async Task ChannelThatIsNot_AndFormatOfOneChannel_AreRefused()
    {
        Assert.That(
            () => new ChannelProcessor(Options with { InputFormat = new AudioFormat(8_000, 2) { Channel = 1 } }),
            Throws.ArgumentException.With.Message.Contains("listens to channel 1 alone"));
        await using ChannelProcessor processor = new(Options with { InputFormat = new AudioFormat(8_000, 2) });
        Assert.That(processor.Channels, Is.EqualTo(2));
        Assert.That(() => processor.GetStats(2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => processor.GetStats(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task Disposal_EndsTheReader()
    {
        ChannelProcessor processor = new(Options with { InputFormat = new AudioFormat(16_000, 2) });
        processor.Push(Interleave([Left, Right], new AudioFormat(16_000, 2)));
        IAsyncEnumerator<CascadeResult> results = processor.ReadAllAsync().GetAsyncEnumerator();
        Assert.That(await results.MoveNextAsync());
        Task reading = Task.Run(async () =>
        {
            while (await results.MoveNextAsync())
            {
            }
        });
        await processor.DisposeAsync();
        await processor.DisposeAsync();
        await Assert.CatchAsync<ObjectDisposedException>(async () => await reading);
        Assert.That(() => processor.Push(new byte[4]), Throws.InstanceOf<ObjectDisposedException>());
    }

    private static async Task AssertAreTheChannelsAsync(List<CascadeResult> results, byte[][] mono, AudioFormat format)
    {
        for (int channel = 0; channel < mono.Length; channel++)
        {
            await using StreamProcessor alone = new(Options with { InputFormat = new AudioFormat(format.SampleRateHz, 1, format.Encoding), ChannelNumber = channel });
            List<CascadeResult> expected = await alone.PushAsync(mono[channel], 100_000);
            Assert.That(results.Where(r => r.Channel == channel).Select(Drive.Describe), Is.EqualTo(expected.Select(Drive.Describe)), $"channel {channel}");
            Assert.That(expected.OfType<SpeechSegment>(), Is.Not.Empty);
        }
    }

    private static byte[] ToEncoding(byte[] pcm, SampleEncoding encoding)
    {
        using MemoryStream bytes = new();
        for (int i = 0; i < pcm.Length; i += 2)
        {
            short sample = BitConverter.ToInt16(pcm, i);
            bytes.Write(encoding switch
            {
                SampleEncoding.Float32 => BitConverter.GetBytes(sample / 32_768f),
                SampleEncoding.MuLaw => [ToMuLaw(sample)],
                SampleEncoding.Signed24BigEndian => [(byte)(sample >> 8), (byte)sample, 7],
                _ => BitConverter.GetBytes(sample),
            });
        }

        return bytes.ToArray();
    }

    // Source: ITU-T G.711.
    private static byte ToMuLaw(short sample)
    {
        int magnitude = Math.Min(Math.Abs((int)sample), 32_635) + 132;
        int exponent = int.Log2(magnitude) - 7;
        return (byte)~((sample < 0 ? 0x80 : 0) | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15));
    }

    private static byte[] Interleave(byte[][] mono, AudioFormat format)
    {
        int sample = format.BytesPerBlock / format.Channels;
        byte[] all = new byte[mono.Sum(channel => channel.Length)];
        for (int channel = 0; channel < mono.Length; channel++)
        {
            for (int i = 0; i < mono[channel].Length; i++)
            {
                all[(i / sample * format.BytesPerBlock) + (channel * sample) + (i % sample)] = mono[channel][i];
            }
        }

        return all;
    }
}
