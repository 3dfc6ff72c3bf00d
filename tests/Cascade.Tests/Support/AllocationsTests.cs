using Cascade.Inference;

namespace Cascade.Tests;

/// <summary>The count of allocations finds those that are rare.</summary>
[NonParallelizable] // counts what all threads of the process allocate
public sealed class AllocationsTests
{
    [Test]
    public void AllocationOnceInAThousandCalls_IsFound()
    {
        int calls = 0;
        Assert.That(Allocations.FewestOfWork(() => Allocate(++calls % Allocations.Calls == 0)), Is.Positive);
    }

    [Test]
    public async Task AllocationOnceInAHundredChunks_IsFound()
    {
        int frames = 0;
        await using StreamProcessor processor = new(
            new StreamProcessorOptions { Speech = new SpeechSettings { Results = ResultKinds.Segments } },
            () => new AllocatingInference(() => Allocate(++frames % Allocations.Rounds == 0)));
        Assert.That(await Allocations.FewestOfChunksAsync(processor, new byte[1024]), Is.Positive);
    }

    private static void Allocate(bool isTime)
    {
        if (isTime)
        {
            GC.KeepAlive(new object());
        }
    }

    /// <summary>Hears nothing, and allocates when it is told to.</summary>
    private sealed class AllocatingInference(Action allocate) : IFrameInference
    {
        public int FramesAtOnce => 1;

        public void Infer(ReadOnlySpan<float> frames, Span<float> probabilities)
        {
            allocate();
            probabilities.Clear();
        }

        public void Reset()
        {
        }

        public void Dispose()
        {
        }
    }
}
