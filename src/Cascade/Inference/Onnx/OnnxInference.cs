using Microsoft.ML.OnnxRuntime;

namespace Cascade.Inference.Onnx;

/// <summary>
/// One stream on ONNX Runtime. Its tensors lie in one pinned block and are bound once: a run reads and writes in place, and a frame allocates nothing.
/// The recurrent state has two halves that swap roles after every run, so there are two bindings, one for each direction.
/// </summary>
internal sealed class OnnxInference : IFrameInference
{
    // Parts that are as long at any rate come first: both halves of the state, then the input, then the output.
    private const int InputOffset = 2 * SileroNetwork.StateValues;

    private readonly OnnxModel _model; // whose bytes the session reads
    private readonly RunOptions _runOptions;
    private readonly InferenceSession _session;
    private readonly bool _ownsSession;
    private readonly float[] _memory;
    private readonly OrtIoBinding?[] _bindings = new OrtIoBinding?[2];
    private int _current;

    /// <summary>Makes a stream with a session of its own, or on the session that all streams of the model share.</summary>
    /// <exception cref="VadModelException">ONNX Runtime refuses the model.</exception>
    public OnnxInference(OnnxModel model, bool shareSession)
    {
        _model = model;
        _runOptions = model.Runtime.RunOptions;
        _memory = GC.AllocateArray<float>(InputOffset + model.Network.InputSamples + 1, pinned: true);
        _ownsSession = !shareSession;
        _session = shareSession ? model.GetSharedSession() : model.CreateSession();
        try
        {
            _bindings[0] = Bind(0);
            _bindings[1] = Bind(1);
        }
        catch (Exception e)
        {
            Dispose();
            if (e is OnnxRuntimeException)
            {
                throw model.Refused(e);
            }

            throw;
        }
    }

    public int FramesAtOnce => 1;

    public void Infer(ReadOnlySpan<float> frames, Span<float> probabilities)
    {
        NetworkRate network = _model.Network;
        Span<float> input = _memory.AsSpan(InputOffset, network.InputSamples);
        frames.CopyTo(input[network.ContextSamples..]);
        Run();
        _current ^= 1;
        input[network.FrameSamples..].CopyTo(input);
        probabilities[0] = _memory[^1];
    }

    /// <summary>Runs the network over the memory as it stands. Apart from <see cref="Infer"/> for benchmarks, which compare with exactly this call.</summary>
    /// <exception cref="EngineFaultException">ONNX Runtime reports an error.</exception>
    public void Run()
    {
        try
        {
            _session.RunWithBinding(_runOptions, _bindings[_current]!);
        }
        catch (OnnxRuntimeException e)
        {
            throw new EngineFaultException(e.Message, e);
        }

        GC.KeepAlive(this);
    }

    public void Reset() => _memory.AsSpan().Clear();

    public void Dispose()
    {
        _bindings[0]?.Dispose();
        _bindings[1]?.Dispose();
        if (_ownsSession)
        {
            _session.Dispose();
        }
    }

    // From one half of the state to the other one.
    private OrtIoBinding Bind(int half)
    {
        NetworkRate network = _model.Network;
        using OrtValue input = Tensor(InputOffset, 1, network.InputSamples);
        using OrtValue state = Tensor(half * SileroNetwork.StateValues, 2, 1, SileroNetwork.HiddenUnits);
        using OrtValue nextState = Tensor((1 - half) * SileroNetwork.StateValues, 2, 1, SileroNetwork.HiddenUnits);
        using OrtValue output = Tensor(_memory.Length - 1, 1, 1);
        OrtIoBinding binding = _session.CreateIoBinding();
        try
        {
            binding.BindInput("input", input); // the binding keeps what it needs of a value: that may go
            binding.BindInput("state", state);
            binding.BindOutput("output", output);
            binding.BindOutput("stateN", nextState);
            return binding;
        }
        catch
        {
            binding.Dispose();
            throw;
        }
    }

    private OrtValue Tensor(int offset, params long[] shape) => OnnxTensor.Over(_memory, offset, shape);
}
