using System.Collections.Concurrent;

namespace Cascade.Inference.Onnx;

/// <summary>A loaded ONNX Runtime: its functions, its environment, and how Cascade makes sessions and tensors with it. One per library path, for the life of the process.</summary>
internal sealed unsafe class OrtRuntime
{
    private static readonly ConcurrentDictionary<string, OrtRuntime> Loaded = new();
    private static readonly object Loading = new();

    private readonly nint _env;
    private readonly nint _cpuMemory;

    private OrtRuntime(OrtApi api, string path, string version)
    {
        Api = api;
        Path = path;
        Version = version;
        bool isReporting = OrtTelemetry.IsWanted;
        if (!isReporting)
        {
            OrtTelemetry.Prevent();
        }

        nint env;
        fixed (byte* name = "Cascade"u8)
        {
            Api.Check(Api.CreateEnv(OrtApi.LogError, name, &env));
        }

        if (!isReporting)
        {
            Api.Check(Api.DisableTelemetryEvents(env));
        }

        // Neither is ever released: ONNX Runtime keeps one environment a process, which the host may be using too, and this object lives as long.
        _env = env;
        nint memory;
        Api.Check(Api.CreateCpuMemoryInfo(OrtApi.DeviceAllocator, OrtApi.DefaultMemory, &memory));
        _cpuMemory = memory;
    }

    public OrtApi Api { get; }

    /// <summary>The path of the native library.</summary>
    public string Path { get; }

    /// <summary>What the library says of itself, as in 1.30.0.</summary>
    public string Version { get; }

    /// <summary>The runtime at a path, or the one that the search finds.</summary>
    /// <exception cref="OnnxRuntimeException">No usable library was found.</exception>
    public static OrtRuntime Get(string? path)
    {
        string key = path ?? "";
        if (Loaded.TryGetValue(key, out OrtRuntime? runtime))
        {
            return runtime;
        }

        lock (Loading)
        {
            if (!Loaded.TryGetValue(key, out runtime))
            {
                (OrtApi api, string found, string version) = OrtLibrary.Load(path);
                runtime = Loaded.Values.FirstOrDefault(other => other.Path == found) ?? new OrtRuntime(api, found, version);
                Loaded[key] = runtime;
            }
        }

        return runtime;
    }

    /// <summary>A session that reads its model from <paramref name="model"/>, which it keeps reachable and which must be on the pinned heap.</summary>
    public OrtHandle CreateSession(byte[] model, OrtHandle options)
    {
        nint session;
        fixed (byte* bytes = model)
        {
            Api.Check(Api.CreateSessionFromArray(_env, bytes, (nuint)model.Length, options.Pointer, &session));
        }

        return new OrtHandle(session, Api.ReleaseSession, model);
    }

    /// <summary>Session options for one caller at a time: no threads of ONNX Runtime's own, no arena that keeps memory.</summary>
    public OrtHandle CreateSessionOptions(params ReadOnlySpan<(string Key, string Value)> entries)
    {
        nint pointer;
        Api.Check(Api.CreateSessionOptions(&pointer));
        OrtHandle options = new(pointer, Api.ReleaseSessionOptions);
        try
        {
            Api.Check(Api.SetIntraOpNumThreads(pointer, 1));
            Api.Check(Api.SetInterOpNumThreads(pointer, 1));
            Api.Check(Api.DisableCpuMemArena(pointer));
            Api.Check(Api.SetSessionGraphOptimizationLevel(pointer, OrtApi.OptimizeAll));
            foreach ((string key, string value) in entries)
            {
                fixed (byte* keyBytes = Utf8(key), valueBytes = Utf8(value))
                {
                    Api.Check(Api.AddSessionConfigEntry(pointer, keyBytes, valueBytes));
                }
            }

            return options;
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }

    /// <summary>A tensor over memory that the caller keeps in place.</summary>
    public OrtHandle CreateTensor<T>(T* data, int count, int elementType, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        nint value;
        fixed (long* dimensions = shape)
        {
            Api.Check(Api.CreateTensorWithDataAsOrtValue(
                _cpuMemory, data, (nuint)(count * sizeof(T)), dimensions, (nuint)shape.Length, elementType, &value));
        }

        return new OrtHandle(value, Api.ReleaseValue);
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text + '\0');
}
