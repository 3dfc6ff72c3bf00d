using Cascade.Inference;
using Cascade.Inference.Onnx;

namespace Cascade.Tests;

/// <summary>What happens for every frame allocates nothing.</summary>
[NonParallelizable] // counts what all threads of the process allocate
public sealed class AllocationTests
{
    private const int Rounds = 10;

    [Test]
    public async Task SilentChunks_FrameResultsOff_AllocateNothing([Values(1024, 700, 32_000)] int size)
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { Results = ResultKinds.Segments, ShareSession = true });
        byte[] silence = new byte[size];
        Assert.That(await Allocations.FewestOfChunksAsync(processor, silence), Is.Zero, "bytes in ten chunks");
    }

    [Test]
    public void Inference_AllocatesNothing()
    {
        using OnnxInference inference = new(OnnxModel.For(VadModel.SileroV6, OrtRuntime.Get(null)), shareSession: true);
        float[] frame = new float[SileroNetwork.FrameSamples];
        inference.Infer(frame);
        long fewest = long.MaxValue;
        for (int attempt = 0; attempt < 100 && fewest > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Rounds; i++)
            {
                inference.Infer(frame);
            }

            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.That(fewest, Is.Zero);
    }
}
