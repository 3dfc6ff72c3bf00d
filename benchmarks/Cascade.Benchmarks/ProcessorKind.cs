namespace Cascade.Benchmarks;

/// <summary>The kinds of processor that a measuring process is asked for, by their names on its command line.</summary>
internal static class ProcessorKind
{
    /// <summary>ONNX Runtime with a session of the processor's own.</summary>
    public const string Own = "own";

    /// <summary>ONNX Runtime with the session that all processors share.</summary>
    public const string Shared = "shared";

    public const string Managed = "managed";

    /// <summary>Not processors: streams of one <see cref="StreamBatch"/>.</summary>
    public const string Batch = "batch";

    public static StreamProcessorOptions Options(string kind) => kind switch
    {
        Own => new StreamProcessorOptions(),
        Shared => new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(shareSession: true) },
        Managed or Batch => new StreamProcessorOptions { Engine = VadEngine.Managed() },
        _ => throw new ArgumentException($"There is no kind of processor '{kind}'."),
    };
}
