using Microsoft.Extensions.Logging;
using NAudio.Wave;

namespace Cascade.Tests;

/// <summary>Capture devices: a real <see cref="IWaveIn"/> that is fed from a file by hand, because NAudio records on Windows only.</summary>
[Parallelizable]
public sealed class CaptureTests
{
    private const int CallbackBytes = 3_200; // 100 ms, NAudio's default

    private static byte[] Audio => File.ReadAllBytes(Recordings.Conversation)[44..];

    [Test]
    public async Task Capture_GivesTheResultsOfTheFile()
    {
        using HandFedCapture device = new(new WaveFormat(16_000, 16, 1), CallbackBytes);
        CaptureSource source = new(device);
        await using StreamProcessor processor = Detection.NewProcessor();
        Task<List<string>> results = Detection.DescribeAsync(processor.ProcessStreamAsync(source));
        await device.Started.Task;
        foreach (byte[] callback in Audio.Chunk(CallbackBytes))
        {
            device.Give(callback);
            SpinWait.SpinUntil(() => source.Queued == TimeSpan.Zero); // as a device, which waits for the next 100 ms
        }

        device.StopRecording();
        Assert.That(await results, Is.EqualTo(await Detection.OfFileAsync(Recordings.Conversation)));
        Assert.That((source.Lost, source.Overflows, device.Listeners, device.Stops, device.IsDisposed), Is.EqualTo((TimeSpan.Zero, 0L, 0, 1, false)));
    }

    [Test]
    public async Task StoppedDevice_WhatWasQueuedIsProcessed()
    {
        using HandFedCapture device = new(new WaveFormat(16_000, 16, 1), CallbackBytes);
        await using StreamProcessor processor = Detection.NewProcessor();
        Task<List<string>> results = Detection.DescribeAsync(processor.ProcessStreamAsync(new CaptureSource(device, new CaptureSourceOptions { MaximumQueue = TimeSpan.FromMinutes(1) })));
        await device.Started.Task;
        foreach (byte[] callback in Audio.Chunk(CallbackBytes))
        {
            device.Give(callback);
        }

        device.StopRecording();
        Assert.That(await results, Is.EqualTo(await Detection.OfFileAsync(Recordings.Conversation)));
    }

    [Test]
    public async Task FullQueue_DropsCountsLogsAndHearsSilenceInstead([Values(8, 16)] int bits)
    {
        WaveFormat format = new(16_000, bits, 1);
        using HandFedCapture device = new(format, CallbackBytes);
        CollectingLogger log = new();
        CaptureSource source = new(device, new CaptureSourceOptions { MaximumQueue = TimeSpan.FromMilliseconds(500), LoggerFactory = log });
        byte[] sound = [.. Enumerable.Range(0, format.AverageBytesPerSecond / 10).Select(i => (byte)(i % 251))];
        List<byte> heard = [];
        await using IAsyncEnumerator<ReadOnlyMemory<byte>> chunks = source.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        ValueTask<bool> first = chunks.MoveNextAsync();
        device.Give(sound);
        Assert.That(await first, Is.True);
        heard.AddRange(chunks.Current.Span); // and that one waits until the next is asked for
        for (int i = 0; i < 7; i++)
        {
            device.Give(sound);
        }

        Assert.That((source.Queued, source.Lost, source.Overflows), Is.EqualTo((TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(300), 1L)));
        Assert.That(log.Lines.Select(line => (line.Level, line.Id.Id)), Is.EqualTo(new[] { (LogLevel.Warning, 101) }));
        for (int i = 0; i < 3; i++)
        {
            await chunks.MoveNextAsync();
            heard.AddRange(chunks.Current.Span);
        }

        device.Give(sound);
        device.StopRecording();
        while (await chunks.MoveNextAsync())
        {
            heard.AddRange(chunks.Current.Span);
        }

        byte[] silence = [.. Enumerable.Repeat(bits == 8 ? (byte)0x80 : (byte)0, 3 * sound.Length)];
        Assert.That(heard, Is.EqualTo(Enumerable.Repeat(sound, 5).SelectMany(bytes => bytes).Concat(silence).Concat(sound)));
    }

    [Test]
    public async Task LossAtTheEnd_IsHeardAsSilence()
    {
        using HandFedCapture device = new(new WaveFormat(16_000, 16, 1), CallbackBytes);
        CaptureSource source = new(device, new CaptureSourceOptions { MaximumQueue = TimeSpan.FromMilliseconds(100) });
        await using IAsyncEnumerator<ReadOnlyMemory<byte>> chunks = source.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        ValueTask<bool> first = chunks.MoveNextAsync();
        device.Give(new byte[CallbackBytes]);
        device.Give(new byte[CallbackBytes]);
        device.StopRecording();
        int heard = 0;
        for (bool more = await first; more; more = await chunks.MoveNextAsync())
        {
            heard += chunks.Current.Length;
        }

        Assert.That(heard, Is.EqualTo(2 * CallbackBytes));
    }

    [Test]
    public async Task DeviceThatFails_FailsAfterTheResultsOfWhatItRecorded()
    {
        using HandFedCapture device = new(new WaveFormat(16_000, 16, 1), CallbackBytes);
        await using StreamProcessor processor = Detection.NewProcessor();
        List<CascadeResult> results = [];
        async Task ReadAsync()
        {
            await foreach (CascadeResult result in processor.ProcessStreamAsync(new CaptureSource(device)))
            {
                results.Add(result);
            }
        }

        Task reading = ReadAsync();
        await device.Started.Task;
        device.Give(new byte[CallbackBytes]);
        device.Fail(new InvalidOperationException("unplugged"));
        Assert.That(() => reading, Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo("unplugged"));
        Assert.That(results, Has.Count.EqualTo(3), "frames of 1,024 bytes in 3,200");
        Assert.That((device.Listeners, device.Stops), Is.EqualTo((0, 0)), "it has stopped by itself");
    }

    [Test]
    public async Task EnumerationThatIsLeft_StopsTheDevice()
    {
        using HandFedCapture device = new(new WaveFormat(16_000, 16, 1), CallbackBytes);
        await using StreamProcessor processor = Detection.NewProcessor();
        Task reading = Task.Run(async () =>
        {
            await foreach (CascadeResult _ in processor.ProcessStreamAsync(new CaptureSource(device)))
            {
                break;
            }
        });
        await device.Started.Task;
        device.Give(new byte[CallbackBytes]);
        await reading;
        Assert.That((device.Listeners, device.Stops, device.IsDisposed), Is.EqualTo((0, 1, false)));
    }

    [Test]
    public async Task Cancellation_StopsTheDevice()
    {
        using HandFedCapture device = new(new WaveFormat(16_000, 16, 1), CallbackBytes);
        await using StreamProcessor processor = Detection.NewProcessor();
        using CancellationTokenSource stop = new();
        Task<List<string>> reading = Detection.DescribeAsync(processor.ProcessStreamAsync(new CaptureSource(device), stop.Token));
        await device.Started.Task;
        await stop.CancelAsync();
        Assert.That(() => reading, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((device.Listeners, device.Stops), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task SourceThatIsReadTwice_Throws()
    {
        using HandFedCapture device = new(new WaveFormat(16_000, 16, 1), CallbackBytes);
        CaptureSource source = new(device);
        await using StreamProcessor first = Detection.NewProcessor();
        await using StreamProcessor second = Detection.NewProcessor();
        Task<List<string>> reading = Detection.DescribeAsync(first.ProcessStreamAsync(source));
        await device.Started.Task;
        Assert.That(() => Detection.DescribeAsync(second.ProcessStreamAsync(source)), Throws.InvalidOperationException);
        device.StopRecording();
        await reading;
    }

    [TestCase(99)]
    [TestCase(3_600_001)]
    public void QueueOutOfRange_IsRefused(int milliseconds)
    {
        using HandFedCapture device = new(new WaveFormat(16_000, 16, 1), CallbackBytes);
        Assert.That(
            () => new CaptureSource(device, new CaptureSourceOptions { MaximumQueue = TimeSpan.FromMilliseconds(milliseconds) }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(nameof(CaptureSourceOptions.MaximumQueue)));
    }
}
