using System.Diagnostics;
using Cascade.Inference.Onnx;

namespace Cascade.Benchmarks;

/// <summary>A processor that is pushed chunks of one size, each awaited before the next, as a connection does it.</summary>
/// <param name="name">What reports call it.</param>
/// <param name="recording">The recording.</param>
/// <param name="chunkBytes">A frame or a second.</param>
/// <param name="inference">What it runs on: the same as its rivals, so that no session's place in memory makes a difference.</param>
/// <param name="block">Whether the caller waits on a thread of its own, which sleeps until the pool's thread wakes it; else it awaits.</param>
internal sealed class ProcessorContender(string name, Recording recording, int chunkBytes, OnnxInference inference, bool block = false) : Contender(name)
{
    private readonly StreamProcessor _processor = new(new StreamProcessorOptions(), () => inference);

    public override Task RunAsync() => block
        ? Task.Factory.StartNew(() => RunRoundAsync().GetAwaiter().GetResult(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        : RunRoundAsync();

    public override ValueTask DisposeAsync() => _processor.DisposeAsync();

    private async Task RunRoundAsync()
    {
        _processor.Reset();
        int position = 0;
        for (int second = 1; second <= recording.Seconds; second++)
        {
            int frames = Recording.FramesIn(second) - Recording.FramesIn(second - 1);
            int until = chunkBytes == Recording.SecondBytes ? second * chunkBytes : Recording.FramesIn(second) * Recording.FrameBytes;
            long sum = 0;
            for (; position < until; position += chunkBytes)
            {
                ReadOnlyMemory<byte> chunk = recording.Bytes.Slice(position, chunkBytes);
                long before = Stopwatch.GetTimestamp();
                if (block)
                {
                    _processor.ProcessChunkAsync(chunk).AsTask().GetAwaiter().GetResult();
                }
                else
                {
                    await _processor.ProcessChunkAsync(chunk);
                }

                long ticks = Stopwatch.GetTimestamp() - before;
                sum += ticks;
                AddCall(ticks, chunkBytes == Recording.SecondBytes ? frames : 1);
            }

            AddSecond(sum, frames);
        }
    }
}
