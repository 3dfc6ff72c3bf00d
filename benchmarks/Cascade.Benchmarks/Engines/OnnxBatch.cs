using Cascade.Inference;
using Cascade.Inference.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Cascade.Benchmarks.Engines;

/// <summary>
/// Streams that one run of ONNX Runtime advances together: <see cref="OnnxInference"/> with another first dimension, on a session of its own. Tensors are
/// bound once over pinned memory; the state has two halves that swap roles after every run.
/// </summary>
internal sealed class OnnxBatch : IDisposable
{
    private readonly RunOptions _runOptions;
    private readonly int _streams;
    private readonly float[] _inputs;
    private readonly float[][] _states;
    private readonly float[] _outputs;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding[] _bindings;
    private int _current;

    public OnnxBatch(OnnxModel model, int streams)
    {
        _runOptions = model.Runtime.RunOptions;
        _streams = streams;
        _inputs = Pinned(streams * SileroNetwork.InputSamples);
        _states = [Pinned(streams * SileroNetwork.StateValues), Pinned(streams * SileroNetwork.StateValues)];
        _outputs = Pinned(streams);
        _session = model.CreateSession();
        _bindings = [Bind(0), Bind(1)];
    }

    /// <summary>The last answers, by stream.</summary>
    public ReadOnlySpan<float> Probabilities => _outputs;

    /// <summary>Where the caller writes a stream's new samples.</summary>
    public Span<float> Frame(int stream) => Samples(stream)[SileroNetwork.ContextSamples..];

    /// <summary>Advances every stream by its frame.</summary>
    public void Infer()
    {
        _session.RunWithBinding(_runOptions, _bindings[_current]);
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
        Array.ForEach(_bindings, binding => binding.Dispose());
        _session.Dispose();
    }

    private Span<float> Samples(int stream) => _inputs.AsSpan(stream * SileroNetwork.InputSamples, SileroNetwork.InputSamples);

    private static float[] Pinned(int length) => GC.AllocateArray<float>(length, pinned: true);

    private OrtIoBinding Bind(int half)
    {
        using OrtValue input = OnnxTensor.Over(_inputs, 0, _streams, SileroNetwork.InputSamples);
        using OrtValue state = OnnxTensor.Over(_states[half], 0, 2, _streams, SileroNetwork.HiddenUnits);
        using OrtValue nextState = OnnxTensor.Over(_states[1 - half], 0, 2, _streams, SileroNetwork.HiddenUnits);
        using OrtValue output = OnnxTensor.Over(_outputs, 0, _streams, 1);
        OrtIoBinding binding = _session.CreateIoBinding();
        binding.BindInput("input", input);
        binding.BindInput("state", state);
        binding.BindOutput("output", output);
        binding.BindOutput("stateN", nextState);
        return binding;
    }
}
