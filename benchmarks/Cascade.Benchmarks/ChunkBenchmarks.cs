using BenchmarkDotNet.Attributes;
using Cascade.Inference;
using Cascade.Inference.Onnx;

namespace Cascade.Benchmarks;

/// <summary>Time and allocation per frame of 32 ms, over eight seconds of speech and pauses.</summary>
#pragma warning disable CA1001 // the cleanup of BenchmarkDotNet frees the fields, not a Dispose
[MemoryDiagnoser]
[MedianColumn]
public class ChunkBenchmarks
{
    private const int Seconds = 8;
    private const int Frames = Seconds * 16_000 / 512; // BenchmarkDotNet wants a constant

    private ReadOnlyMemory<byte> _audio;
    private float[][] _frames = [];
    private OnnxInference? _inference;
    private StreamProcessor? _processor;

    /// <summary>Whether the processor shares the model's session or has its own.</summary>
    [Params(false, true)]
    public bool ShareSession { get; set; }

    // Not asynchronous: the in-process toolchain does not await a setup or a cleanup.
    [GlobalSetup]
    public void Setup()
    {
        Recording recording = Recording.LoadAsync(new Arguments().Wav).GetAwaiter().GetResult();
        _audio = recording.Bytes[..(Seconds * Recording.SecondBytes)];
        _frames = recording.ToFrames()[..Frames];
        _inference = new OnnxInference(OnnxModel.For(VadModel.SileroV6), ShareSession);
        _processor = new StreamProcessor(new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(shareSession: ShareSession) });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _inference!.Dispose();
        _processor!.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Frames)]
    public float BareRun()
    {
        float probability = 0;
        foreach (float[] frame in _frames)
        {
            probability = _inference!.Infer(frame);
        }

        return probability;
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public Task FrameChunks() => ProcessAsync(Recording.FrameBytes);

    [Benchmark(OperationsPerInvoke = Frames)]
    public Task SecondChunks() => ProcessAsync(Recording.SecondBytes);

    private async Task ProcessAsync(int chunkBytes)
    {
        _processor!.Reset();
        for (int i = 0; i < _audio.Length; i += chunkBytes)
        {
            await _processor.ProcessChunkAsync(_audio.Slice(i, chunkBytes));
        }
    }
}
