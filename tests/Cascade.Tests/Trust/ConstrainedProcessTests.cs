using System.Diagnostics;
using Cascade.Benchmarks;
using Cascade.Tests.Cli;

namespace Cascade.Tests.Trust;

/// <summary>Real processes with little to spare, and what a process has left after processors have failed.</summary>
[NonParallelizable] // looks at what the whole process holds
public sealed class ConstrainedProcessTests
{
    private static readonly (string, string) OneThread = ("DOTNET_ThreadPool_ForceMaxWorkerThreads", "1");

    // Streams, a decoder's process with its pipes, and the whole-recording search, each on the only thread.
    [TestCase("--engine", "onnx")]
    [TestCase("--engine", "managed")]
    [TestCase("--mode", "offline")]
    public async Task OneThreadInThePool_GivesTheSameAnswers(params string[] options)
    {
        string[] arguments = ["detect", "--format", "json", .. options, CommandLine.Recording("conversation.wav")];
        CommandLine free = await CommandLine.RunAsync(arguments);
        CommandLine constrained = await CommandLine.RunAsync(arguments, OneThread);
        Assert.That((constrained.ExitCode, constrained.Error), Is.EqualTo((0, free.Error)));
        Assert.That(Segments(constrained), Is.EqualTo(Segments(free)).And.Not.Empty);
    }

    // Counted by the C library itself, so that a single one that is kept is seen: each has a session of its own.
    [Test]
    [Platform("Linux")] // where glibc is asked
    public async Task ProcessorsThatFailed_LeaveNothingBehind()
    {
        await FailAsync(seed: 0, count: 30);
        (long memory, int handles) before = Measure();
        const int several = 10; // of which the JIT's own memory is a small part
        StreamProcessor[] processors = [.. Enumerable.Range(0, several).Select(_ => new StreamProcessor())];
        foreach (StreamProcessor processor in processors)
        {
            await processor.InitializeAsync();
        }

        long session = (Measure().Memory - before.memory) / several;
        foreach (StreamProcessor processor in processors)
        {
            await processor.DisposeAsync();
        }

        Assert.That(session, Is.GreaterThan(1_000_000), "bytes of a session");

        await FailAsync(seed: 1, count: 150);
        (long memory, int handles) after = Measure();
        for (int wait = 0; wait < 100 && after.memory - before.memory >= session / 2; wait++)
        {
            await Task.Delay(100); // the JIT compiles what is hot in the background, and gives its memory back then; a session that is kept stays
            after = Measure();
        }

        Assert.That(after.memory - before.memory, Is.LessThan(session / 2), "bytes of native memory");
        Assert.That(after.handles - before.handles, Is.LessThan(20), "handles");
    }

    private static async Task FailAsync(int seed, int count)
    {
        Random random = new(seed);
        byte[] audio = Recording.Conversation.Audio[..100_000];
        for (int i = 0; i < count; i++)
        {
            StreamProcessor processor = new();
            using CancellationTokenSource cancel = new();
            switch (i % 5)
            {
                case 0:
                    await Assert.ThrowsAsync<IOException>(async () => await processor.ProcessStreamAsync(FailingAsync(audio)).ToListAsync());
                    break;
                case 1:
                    await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(audio, new CancellationToken(true)));
                    break;
                case 2:
                    await LeaveAsync(processor, audio);
                    break;
                case 3:
                    await Assert.ThrowsAsync<InvalidDataException>(async () => await ThrowAsync(processor, audio));
                    break;
                default:
                    await processor.InitializeAsync(cancel.Token);
                    break;
            }

            Task<IReadOnlyList<CascadeResult>> running = processor.ProcessChunkAsync(audio.AsMemory(0, random.Next(audio.Length)), cancel.Token).AsTask();
            if (random.Next(2) == 0)
            {
                await cancel.CancelAsync();
            }

            await processor.DisposeAsync();
            await running.ContinueWith(static _ => { }, TaskScheduler.Default); // it may have ended well, or by disposal or cancellation
        }
    }

    private static async Task LeaveAsync(StreamProcessor processor, byte[] audio)
    {
        await foreach (CascadeResult result in processor.ProcessStreamAsync(new[] { audio, audio }.ToAsync()))
        {
            break;
        }
    }

    private static async Task ThrowAsync(StreamProcessor processor, byte[] audio)
    {
        await foreach (CascadeResult result in processor.ProcessStreamAsync(new[] { audio, audio }.ToAsync()))
        {
            throw new InvalidDataException();
        }
    }

    private static async IAsyncEnumerable<byte[]> FailingAsync(byte[] audio)
    {
        yield return audio;
        await Task.Yield();
        throw new IOException("connection lost");
    }

    private static (long Memory, int Handles) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        return (NativeHeap.InUse, process.HandleCount);
    }

    private static string[] Segments(CommandLine run) => [.. run.Documents.Select(document => document.GetProperty("segments").GetRawText())];
}
