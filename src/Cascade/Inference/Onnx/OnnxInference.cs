using Microsoft.ML.OnnxRuntime;

namespace Cascade.Inference.Onnx;

/// <summary>
/// One stream on ONNX Runtime. Its tensors lie in one pinned block and are bound once: a run reads and writes in place, and a frame allocates nothing.
/// A run writes the next state beside the state that it reads; the next state is then copied over it. The copy of a kilobyte costs nothing measurable. A second binding,
/// for the way back, would need 3 KB more a stream.
/// </summary>
internal sealed class OnnxInference : IFrameInference
{
    // Parts that are as long at any rate come first: the state, the next state, then the input, then the output.
    private const int NextStateOffset = SileroNetwork.StateValues;
    private const int InputOffset = 2 * SileroNetwork.StateValues;

    private readonly OnnxModel _model; // whose bytes the session reads
    private readonly RunOptions _runOptions;
    private readonly InferenceSession _session;
    private readonly bool _ownsSession;
    private readonly float[] _memory;
    private readonly OrtIoBinding _binding;

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
            _binding = Bind();
        }
        catch (Exception e)
        {
            DisposeSession();
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
        _memory.AsSpan(NextStateOffset, SileroNetwork.StateValues).CopyTo(_memory);
        input[network.FrameSamples..].CopyTo(input);
        probabilities[0] = _memory[^1];
    }

    /// <summary>Runs the network over the memory as it stands. Apart from <see cref="Infer"/> for benchmarks, which compare with exactly this call.</summary>
    /// <exception cref="EngineFaultException">ONNX Runtime reports an error.</exception>
    public void Run()
    {
        try
        {
            _session.RunWithBinding(_runOptions, _binding);
        }
        catch (OnnxRuntimeException e)
        {
            throw new EngineFaultException(e.Message, e);
        }

        GC.KeepAlive(this);
    }

    public void Reset() => _memory.AsSpan().Clear();

    public void Save(Span<float> memory)
    {
        _memory.AsSpan(0, SileroNetwork.StateValues).CopyTo(memory);
        Context.CopyTo(memory[SileroNetwork.StateValues..]);
    }

    public void Restore(ReadOnlySpan<float> memory)
    {
        memory[..SileroNetwork.StateValues].CopyTo(_memory);
        memory[SileroNetwork.StateValues..].CopyTo(Context);
    }

    public void Dispose()
    {
        _binding.Dispose();
        DisposeSession();
    }

    private Span<float> Context => _memory.AsSpan(InputOffset, _model.Network.ContextSamples);

    private void DisposeSession()
    {
        if (_ownsSession)
        {
            _session.Dispose();
        }
    }

    private OrtIoBinding Bind()
    {
        NetworkRate network = _model.Network;
        using OrtValue input = Tensor(InputOffset, 1, network.InputSamples);
        using OrtValue state = Tensor(0, 2, 1, SileroNetwork.HiddenUnits);
        using OrtValue nextState = Tensor(NextStateOffset, 2, 1, SileroNetwork.HiddenUnits);
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
