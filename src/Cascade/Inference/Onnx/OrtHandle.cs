using System.Runtime.InteropServices;

namespace Cascade.Inference.Onnx;

/// <summary>A native object of ONNX Runtime and how it is freed.</summary>
/// <param name="handle">The object.</param>
/// <param name="release">The function of the C API that frees it.</param>
/// <param name="memory">Managed memory that the object reads as long as it lives.</param>
internal sealed unsafe class OrtHandle(nint handle, delegate* unmanaged<nint, void> release, object? memory = null)
    : SafeHandle(handle, ownsHandle: true)
{
    private readonly delegate* unmanaged<nint, void> _release = release;

    public override bool IsInvalid => handle == 0;

    /// <summary>The pointer. The caller keeps this handle reachable and undisposed while it is used.</summary>
    public nint Pointer => handle;

    protected override bool ReleaseHandle()
    {
        _release(handle);
        GC.KeepAlive(memory);
        return true;
    }
}
