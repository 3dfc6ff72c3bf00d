using System.Runtime.InteropServices;

namespace Cascade.Inference.Onnx;

/// <summary>
/// The functions of ONNX Runtime's C API that Cascade calls, by their slot in <c>OrtApi</c>. Slots never move from version to version.
/// Source: onnxruntime_c_api.h of API 12 and later. Every function but the releases returns a status for <see cref="Check"/>.
/// </summary>
internal sealed unsafe class OrtApi(nint* slots)
{
    /// <summary>Asked for from the library, so any ONNX Runtime from 1.12 on serves.</summary>
    public const uint Version = 12;

    public const int LogError = 3;
    public const int OptimizeAll = 99;
    public const int Float32 = 1;
    public const int DeviceAllocator = 0;
    public const int DefaultMemory = 0;

    public readonly delegate* unmanaged<int, byte*, nint*, nint> CreateEnv = (delegate* unmanaged<int, byte*, nint*, nint>)slots[3];
    public readonly delegate* unmanaged<nint, nint> DisableTelemetryEvents = (delegate* unmanaged<nint, nint>)slots[6];
    public readonly delegate* unmanaged<nint, void*, nuint, nint, nint*, nint> CreateSessionFromArray = (delegate* unmanaged<nint, void*, nuint, nint, nint*, nint>)slots[8];
    public readonly delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> Run = (delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)slots[9];
    public readonly delegate* unmanaged<nint*, nint> CreateSessionOptions = (delegate* unmanaged<nint*, nint>)slots[10];
    public readonly delegate* unmanaged<nint, void*, nint> SetOptimizedModelFilePath = (delegate* unmanaged<nint, void*, nint>)slots[11];
    public readonly delegate* unmanaged<nint, nint> DisableCpuMemArena = (delegate* unmanaged<nint, nint>)slots[19];
    public readonly delegate* unmanaged<nint, int, nint> SetSessionGraphOptimizationLevel = (delegate* unmanaged<nint, int, nint>)slots[23];
    public readonly delegate* unmanaged<nint, int, nint> SetIntraOpNumThreads = (delegate* unmanaged<nint, int, nint>)slots[24];
    public readonly delegate* unmanaged<nint, int, nint> SetInterOpNumThreads = (delegate* unmanaged<nint, int, nint>)slots[25];
    public readonly delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint> CreateTensorWithDataAsOrtValue = (delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)slots[49];
    public readonly delegate* unmanaged<int, int, nint*, nint> CreateCpuMemoryInfo = (delegate* unmanaged<int, int, nint*, nint>)slots[69];
    public readonly delegate* unmanaged<nint, void> ReleaseSession = (delegate* unmanaged<nint, void>)slots[95];
    public readonly delegate* unmanaged<nint, void> ReleaseValue = (delegate* unmanaged<nint, void>)slots[96];
    public readonly delegate* unmanaged<nint, void> ReleaseSessionOptions = (delegate* unmanaged<nint, void>)slots[100];
    public readonly delegate* unmanaged<nint, byte*, byte*, nint> AddSessionConfigEntry = (delegate* unmanaged<nint, byte*, byte*, nint>)slots[130];

    private readonly delegate* unmanaged<nint, int> _getErrorCode = (delegate* unmanaged<nint, int>)slots[1];
    private readonly delegate* unmanaged<nint, byte*> _getErrorMessage = (delegate* unmanaged<nint, byte*>)slots[2];
    private readonly delegate* unmanaged<nint, void> _releaseStatus = (delegate* unmanaged<nint, void>)slots[93];

    /// <summary>Throws the runtime's message if a call failed, and frees the status.</summary>
    /// <exception cref="OnnxRuntimeException">The status is an error.</exception>
    public void Check(nint status)
    {
        if (status != 0)
        {
            Throw(status);
        }
    }

    private void Throw(nint status)
    {
        int code = _getErrorCode(status);
        string message = Marshal.PtrToStringUTF8((nint)_getErrorMessage(status)) ?? "no message";
        _releaseStatus(status);
        throw new OnnxRuntimeException($"ONNX Runtime: {message} (error code {code})", code);
    }
}
