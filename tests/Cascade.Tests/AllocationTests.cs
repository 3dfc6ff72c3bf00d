using Cascade.Inference;
using Cascade.Inference.Onnx;

namespace Cascade.Tests;

/// <summary>What happens for every frame allocates nothing.</summary>
[NonParallelizable] // counts what all threads of the process allocate
public sealed class AllocationTests
{
    [TestCase(1024, Allocations.Rounds)]
    [TestCase(700, Allocations.Rounds)]
    [TestCase(32_000, Allocations.Rounds / 10)]
    public async Task SilentChunks_FrameResultsOff_AllocateNothing(int size, int rounds)
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { Speech = new SpeechSettings { Results = ResultKinds.Segments }, Engine = VadEngine.OnnxRuntime(shareSession: true) });
        byte[] silence = new byte[size];
        Assert.That(await Allocations.FewestOfChunksAsync(processor, silence, rounds), Is.Zero, $"bytes in {rounds} chunks");
    }

    [TestCase(44_100)]
    [TestCase(8_000)] // on the network for 8 kHz
    public async Task ConvertedChunks_AllocateNothing(int rateHz)
    {
        AudioFormat format = new(rateHz, 2, SampleEncoding.Float32);
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(shareSession: true, native8kHz: true), InputFormat = format, Speech = new SpeechSettings { Results = ResultKinds.Segments } });
        byte[] chunk = new byte[rateHz * 8 / 10];
        Assert.That(await Allocations.FewestOfChunksAsync(processor, chunk), Is.Zero);
    }

    [Test]
    public async Task SilentTicks_AllocateNothing()
    {
        await using StreamBatch batch = new(new StreamBatchOptions { Threads = 2 });
        StreamProcessor[] streams = [.. Enumerable.Range(0, 100).Select(_ => batch.Open(new StreamProcessorOptions { Speech = new SpeechSettings { Results = ResultKinds.Segments } }))];
        byte[] silence = new byte[1024];
        Assert.That(await Allocations.FewestOfTicksAsync(batch, streams, silence), Is.Zero);
    }

    [Test]
    public void Inference_AllocatesNothing()
    {
        using OnnxInference inference = new(OnnxModel.For(VadModel.SileroV6), shareSession: true);
        float[] frame = new float[SileroNetwork.FrameSamples];
        inference.Infer(frame);
        Assert.That(Allocations.FewestOfWork(() => inference.Infer(frame)), Is.Zero);
    }
}
