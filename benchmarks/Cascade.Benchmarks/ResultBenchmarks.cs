using BenchmarkDotNet.Attributes;

namespace Cascade.Benchmarks;

/// <summary>What the kinds of result that are asked for cost per frame of 32 ms, in 512-sample chunks on the shared session.</summary>
#pragma warning disable CA1001 // the cleanup of BenchmarkDotNet frees the fields, not a Dispose
[MemoryDiagnoser]
[MedianColumn]
public class ResultBenchmarks
{
    private const int Seconds = 8;
    private const int Frames = Seconds * 16_000 / 512; // BenchmarkDotNet wants a constant

    private ReadOnlyMemory<byte> _audio;
    private StreamProcessor? _processor;

    /// <summary>The kinds that are emitted.</summary>
    [Params(ResultKinds.Segments, ResultKinds.Default, ResultKinds.All)]
    public ResultKinds Results { get; set; }

    /// <summary>Silence throughout, or speech and pauses.</summary>
    [Params(false, true)]
    public bool Speech { get; set; }

    // Not asynchronous: the in-process toolchain does not await a setup or a cleanup.
    [GlobalSetup]
    public void Setup()
    {
        Recording recording = Speech ? Recording.LoadAsync(new Arguments().Wav).GetAwaiter().GetResult() : Recording.Silence(Seconds);
        _audio = recording.Bytes[..(Seconds * Recording.SecondBytes)];
        _processor = new StreamProcessor(new StreamProcessorOptions { Speech = new SpeechSettings { Results = Results }, Engine = VadEngine.OnnxRuntime(shareSession: true) });
    }

    [GlobalCleanup]
    public void Cleanup() => _processor!.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = Frames)]
    public async Task Chunks()
    {
        _processor!.Reset();
        for (int i = 0; i < _audio.Length; i += Recording.FrameBytes)
        {
            await _processor.ProcessChunkAsync(_audio.Slice(i, Recording.FrameBytes));
        }
    }
}
