using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;

namespace Cascade.Inference.Onnx;

/// <summary>ONNX Runtime as this process has it: loaded once, its telemetry off, and how Cascade makes sessions with it.</summary>
internal sealed class OrtRuntime
{
    private static readonly object Loading = new();
    private static volatile OrtRuntime? s_loaded;

    private OrtRuntime(string version) => Version = version;

    /// <summary>Gets the version that the native library states, as in 1.30.0.</summary>
    public string Version { get; }

    /// <summary>The options of every run. Nothing in them is ever changed, so one object serves all threads.</summary>
    public RunOptions RunOptions { get; } = new();

    /// <summary>Loads ONNX Runtime at the first call.</summary>
    /// <exception cref="OnnxRuntimeLoadException">The native library is missing, or does not fit.</exception>
    public static OrtRuntime Get()
    {
        if (s_loaded is { } runtime)
        {
            return runtime;
        }

        lock (Loading)
        {
            try
            {
                return s_loaded ??= Load();
            }
            catch (Exception e) when (IsLoadFailure(e))
            {
                throw new OnnxRuntimeLoadException(Explain(e), e);
            }
        }
    }

    /// <summary>Session options for one caller at a time: no threads of ONNX Runtime's own, no arena that keeps memory.</summary>
    public static SessionOptions CreateSessionOptions(params ReadOnlySpan<(string Key, string Value)> entries)
    {
        SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            EnableCpuMemArena = false,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        foreach ((string key, string value) in entries)
        {
            options.AddSessionConfigEntry(key, value);
        }

        return options;
    }

    // Not inlined: where the host has left out the managed assembly too, it is this call that fails, and not its caller.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OrtRuntime Load()
    {
        bool isReporting = OrtTelemetry.IsWanted;
        if (!isReporting)
        {
            OrtTelemetry.Prevent();
        }

        OrtEnv environment = CreateEnvironment();
        if (!isReporting)
        {
            environment.DisableTelemetryEvents();
        }

        return new OrtRuntime(environment.GetVersionString());
    }

    // There is one environment a process. The host may have made it, and may be doing so now; then the host's settings hold.
    private static OrtEnv CreateEnvironment()
    {
        if (!OrtEnv.IsCreated)
        {
            EnvironmentCreationOptions options = new() { logId = nameof(Cascade), logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            try
            {
                return OrtEnv.CreateInstanceWithOptions(ref options);
            }
            catch (OnnxRuntimeException) when (OrtEnv.IsCreated)
            {
            }
        }

        return OrtEnv.Instance();
    }

    // Its managed part binds to the native library in a static constructor, hence the first; the second and third where it has none.
    private static bool IsLoadFailure(Exception e) =>
        e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or FileNotFoundException or FileLoadException
        || e.GetType().Namespace == "Microsoft.ML.OnnxRuntime"; // by name, because its assembly may be the one that is missing

    private static string Explain(Exception failure)
    {
        Exception cause = failure;
        while (cause is TypeInitializationException { InnerException: { } inner })
        {
            cause = inner;
        }

        string advice = cause is DllNotFoundException or FileNotFoundException or BadImageFormatException
            ? "Reference the package Microsoft.ML.OnnxRuntime, or another one of its family that has a native library for this platform"
            : "The native library must be at least as new as the managed assembly Microsoft.ML.OnnxRuntime: reference both in one version";
        return $"ONNX Runtime could not be loaded. {advice}; or use {nameof(VadEngine)}.{nameof(VadEngine.Managed)}, which needs no native library. Found: {cause.Message}";
    }
}
