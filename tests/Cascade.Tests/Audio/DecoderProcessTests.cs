using System.Diagnostics;
using Cascade.Audio.Containers;
using Cascade.Audio.Ffmpeg;

namespace Cascade.Tests.Audio;

/// <summary>The life of the child process. The input is an endless AIFF header with silence, so that it never ends by itself.</summary>
public sealed class DecoderProcessTests
{
    [Test]
    public async Task Dispose_EndsTheProcess([Values] bool synchronously)
    {
        FfmpegStream decoder = FfmpegStream.OpenStream(new EndlessAiff(), "AIFF", null);
        await decoder.ReadExactlyAsync(new byte[10_000]);
        int id = decoder.ProcessId;

        if (synchronously)
        {
            decoder.Dispose();
        }
        else
        {
            await decoder.DisposeAsync();
        }

        Assert.That(() => Process.GetProcessById(id), Throws.TypeOf<ArgumentException>(), "neither alive nor a zombie");
        Assert.That(() => decoder.Read(new byte[1]), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(decoder.Dispose, Throws.Nothing, "again");
    }

    [Test]
    public async Task Cancellation_EndsTheReadAndTheProcess()
    {
        using var cancellation = new CancellationTokenSource();
        await using FfmpegStream decoder = FfmpegStream.OpenStream(new StalledStream(), "MP3", null);
        ValueTask<int> read = decoder.ReadAsync(new byte[1_000], cancellation.Token);

        await cancellation.CancelAsync();

        Assert.That(async () => await read, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await decoder.ReadAsync(new byte[1]).AsTask().ContinueWith(task => task.IsFaulted, TaskScheduler.Default), "the process was killed, which is an error to later reads");
    }

    [Test]
    public async Task ProcessThatWaitsForItsReader_IsDisposedOf()
    {
        // Nothing is read, so that output, input and the process itself all wait.
        FfmpegStream decoder = FfmpegStream.OpenStream(new EndlessAiff(), "AIFF", null);
        int id = decoder.ProcessId;

        await decoder.DisposeAsync();

        Assert.That(() => Process.GetProcessById(id), Throws.TypeOf<ArgumentException>());
    }

    [Test]
    public async Task LongErrorText_IsReadToItsEndAndKeptInPart()
    {
        var text = new BoundedText();

        await text.ReadAllAsync(new TrickleStream([.. Enumerable.Repeat((byte)'x', 100_000)], atOnce: 700));

        Assert.That(text.ToString(), Is.EqualTo(new string('x', 4_096)));
    }

    private sealed class EndlessAiff : ForwardStream
    {
        private readonly byte[] _header =
        [
            .. "FORM"u8, 0x7F, 0xFF, 0xFF, 0xFE, .. "AIFF"u8,
            .. "COMM"u8, 0, 0, 0, 18, 0, 1, 0x3F, 0xFF, 0xFF, 0xFF, 0, 16, 0x40, 0x0C, 0xFA, 0, 0, 0, 0, 0, 0, 0, // one channel, 16 bits, 8 kHz
            .. "SSND"u8, 0x7F, 0xFF, 0xFF, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
        ];

        private int _position;

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(_header.Length - _position, buffer.Length);
            if (count == 0)
            {
                buffer.Clear();
                return buffer.Length;
            }

            _header.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
    }

    /// <summary>Never gives anything until it is cancelled.</summary>
    private sealed class StalledStream : ForwardStream
    {
        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
