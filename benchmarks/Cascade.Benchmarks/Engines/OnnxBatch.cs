using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cascade.Inference;
using Cascade.Inference.Onnx;

namespace Cascade.Benchmarks.Engines;

/// <summary>
/// Streams that one run of ONNX Runtime advances together: <see cref="OnnxInference"/> with another first dimension, on a session of its own. Tensors are
/// made once over pinned memory; the state has two halves that swap roles after every run.
/// </summary>
internal sealed unsafe class OnnxBatch : IDisposable
{
    private readonly OrtApi _api;
    private readonly int _streams;
    private readonly float[] _inputs;
    private readonly float[][] _states;
    private readonly float[] _outputs;
    private readonly OrtHandle _session;
    private readonly OrtHandle _input;
    private readonly OrtHandle[] _state;
    private readonly OrtHandle _output;
    private int _current;

    public OnnxBatch(OnnxModel model, int streams)
    {
        _api = model.Runtime.Api;
        _streams = streams;
        _inputs = Pinned(streams * SileroNetwork.InputSamples);
        _states = [Pinned(streams * SileroNetwork.StateValues), Pinned(streams * SileroNetwork.StateValues)];
        _outputs = Pinned(streams);
        _session = model.CreateSession();
        _input = Tensor(model.Runtime, _inputs, streams, SileroNetwork.InputSamples);
        _state = Array.ConvertAll(_states, state => Tensor(model.Runtime, state, 2, streams, SileroNetwork.HiddenUnits));
        _output = Tensor(model.Runtime, _outputs, streams, 1);
    }

    /// <summary>The last answers, by stream.</summary>
    public ReadOnlySpan<float> Probabilities => _outputs;

    /// <summary>Where the caller writes a stream's new samples.</summary>
    public Span<float> Frame(int stream) => Samples(stream)[SileroNetwork.ContextSamples..];

    /// <summary>Advances every stream by its frame.</summary>
    public void Infer()
    {
        nint* inputs = stackalloc nint[] { _input.Pointer, _state[_current].Pointer };
        nint* outputs = stackalloc nint[] { _output.Pointer, _state[1 - _current].Pointer };
        byte** inputNames = stackalloc byte*[] { Name("input"u8), Name("state"u8) };
        byte** outputNames = stackalloc byte*[] { Name("output"u8), Name("stateN"u8) };
        _api.Check(_api.Run(_session.Pointer, 0, inputNames, inputs, 2, outputNames, 2, outputs));
        GC.KeepAlive(this);
        _current ^= 1;
        for (int stream = 0; stream < _streams; stream++)
        {
            Span<float> samples = Samples(stream);
            samples[SileroNetwork.FrameSamples..].CopyTo(samples);
        }
    }

    public void Dispose()
    {
        _input.Dispose();
        Array.ForEach(_state, state => state.Dispose());
        _output.Dispose();
        _session.Dispose();
    }

    private Span<float> Samples(int stream) => _inputs.AsSpan(stream * SileroNetwork.InputSamples, SileroNetwork.InputSamples);

    private static float[] Pinned(int length) => GC.AllocateArray<float>(length, pinned: true);

    // Pinned for life, so the address holds without a fixed statement.
    private static OrtHandle Tensor(OrtRuntime runtime, float[] memory, params ReadOnlySpan<long> shape) =>
        runtime.CreateTensor((float*)Unsafe.AsPointer(ref memory[0]), memory.Length, OrtApi.Float32, shape);

    // A UTF-8 literal is constant data of the assembly, in place for ever and followed by a zero byte.
    private static byte* Name(ReadOnlySpan<byte> literal) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));
}
