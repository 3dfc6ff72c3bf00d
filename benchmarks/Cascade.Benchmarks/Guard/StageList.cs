using Cascade.Tests;
using Cascade.Benchmarks.Engines;

namespace Cascade.Benchmarks.Guard;

/// <summary>Every stage of the data's way, then the ways as a whole.</summary>
internal static class StageList
{
    private const string OnnxNetwork = "onnx";

    private static readonly Stage[] All =
    [
        new("decode", References.Steps, _ => AudioStages.Convert(AudioFormat.Pcm16Mono16k)),
        new("resample", References.Products, _ => AudioStages.Convert(new AudioFormat(48_000, 2, SampleEncoding.Float32))),
        new("frame", References.Steps, _ => AudioStages.Frame()),
        new("segment", References.Steps, _ => AudioStages.Segment()),
        new(OnnxNetwork, References.Products, _ => EngineStages.Onnx()),
        new("onnx-seam", References.OnnxRun, _ => EngineStages.Onnx()),
        new("managed", References.Weights, _ => EngineStages.Managed()),
        new("managed-batch", References.Products, _ => EngineStages.ManagedBatch()),
        new("chunk", References.Weights, recording => WholeStages.Chunk(recording, EngineKind.Managed)),
        new("chunk-onnx", References.OnnxRun, recording => WholeStages.Chunk(recording, EngineKind.OnnxRuntime)),
        new("tick", References.Products, WholeStages.Tick),
        new("timestamps", References.Products, WholeStages.Timestamps),
    ];

    /// <summary>Those that can be watched here: where the runtime is told to do without AVX-512, ONNX Runtime, which is not, has no ratio to the kernels that are.</summary>
    public static IReadOnlyList<Stage> Here =>
        Environment.GetEnvironmentVariable(NetworkProbe.WithoutAvx512.Name) == NetworkProbe.WithoutAvx512.Value ? [.. All.Where(stage => stage.Name != OnnxNetwork)] : All;
}
