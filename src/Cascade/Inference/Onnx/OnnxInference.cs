using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cascade.Inference.Onnx;

/// <summary>
/// One stream on ONNX Runtime. Its tensors are made once over one pinned block and a run writes its answers in place, so a frame allocates nothing.
/// The recurrent state has two halves that swap roles after every run: a run reads one and writes the other.
/// </summary>
internal sealed unsafe class OnnxInference : IFrameInference
{
    private const int StateOffset = SileroNetwork.InputSamples;
    private const int OutputOffset = StateOffset + (2 * SileroNetwork.StateValues);

    private readonly OrtApi _api;
    private readonly OrtHandle _session;
    private readonly bool _ownsSession;
    private readonly float[] _memory = GC.AllocateArray<float>(OutputOffset + 1, pinned: true);
    private readonly OrtHandle[] _tensors = new OrtHandle[4];
    private int _current;

    /// <summary>Makes a stream with a session of its own, or on the session that all streams of the model share.</summary>
    /// <exception cref="VadModelException">ONNX Runtime refuses the model.</exception>
    public OnnxInference(OnnxModel model, bool shareSession)
    {
        _api = model.Runtime.Api;
        _ownsSession = !shareSession;
        _session = shareSession ? model.GetSharedSession() : model.CreateSession();
        try
        {
            float* memory = Address(0);
            _tensors[0] = model.Runtime.CreateTensor(memory, SileroNetwork.InputSamples, OrtApi.Float32, 1, SileroNetwork.InputSamples);
            _tensors[1] = CreateState(model.Runtime, 0);
            _tensors[2] = CreateState(model.Runtime, 1);
            _tensors[3] = model.Runtime.CreateTensor(Address(OutputOffset), 1, OrtApi.Float32, 1, 1);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int FramesAtOnce => 1;

    public void Infer(ReadOnlySpan<float> frames, Span<float> probabilities)
    {
        frames.CopyTo(_memory.AsSpan(SileroNetwork.ContextSamples, SileroNetwork.FrameSamples));
        Run();
        _current ^= 1;
        _memory.AsSpan(SileroNetwork.FrameSamples, SileroNetwork.ContextSamples).CopyTo(_memory);
        probabilities[0] = _memory[OutputOffset];
    }

    /// <summary>Runs the network over the memory as it stands. Apart from <see cref="Infer"/> for benchmarks, which compare with exactly this call.</summary>
    public void Run()
    {
        // On the stack because the C API wants arrays of pointers that stay put for the call.
        nint* inputs = stackalloc nint[] { _tensors[0].Pointer, _tensors[1 + _current].Pointer };
        nint* outputs = stackalloc nint[] { _tensors[3].Pointer, _tensors[2 - _current].Pointer };
        byte** inputNames = stackalloc byte*[] { Name("input"u8), Name("state"u8) };
        byte** outputNames = stackalloc byte*[] { Name("output"u8), Name("stateN"u8) };
        _api.Check(_api.Run(_session.Pointer, 0, inputNames, inputs, 2, outputNames, 2, outputs));
        GC.KeepAlive(this);
    }

    public void Reset() => _memory.AsSpan().Clear();

    public void Dispose()
    {
        foreach (OrtHandle? tensor in _tensors)
        {
            tensor?.Dispose();
        }

        if (_ownsSession)
        {
            _session.Dispose();
        }
    }

    private OrtHandle CreateState(OrtRuntime runtime, int half) => runtime.CreateTensor(
        Address(StateOffset + (half * SileroNetwork.StateValues)), SileroNetwork.StateValues, OrtApi.Float32, 2, 1, SileroNetwork.HiddenUnits);

    // Pinned for life, so the address holds without a fixed statement.
    private float* Address(int offset) => (float*)Unsafe.AsPointer(ref _memory[offset]);

    // A UTF-8 literal is constant data of the assembly, in place for ever and followed by a zero byte.
    private static byte* Name(ReadOnlySpan<byte> literal) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));
}
