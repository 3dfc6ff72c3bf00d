using System.ComponentModel;
using Cascade.Inference;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;

namespace Cascade;

/// <summary>
/// Computes the probability of speech for a frame. An engine is immutable, safe from any thread, and made once for any number of streams: <see cref="OnnxRuntime"/>, <see cref="Managed"/>,
/// or a <see cref="StreamBatch"/>.
/// </summary>
[TypeConverter(typeof(VadEngineConverter))]
public abstract class VadEngine
{
    private protected VadEngine(VadModel model) => Model = model;

    /// <summary>Gets the network that the engine runs.</summary>
    public VadModel Model { get; }

    /// <summary>Gets the engine's name: OnnxRuntime or Managed.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the engine of options that name none: ONNX Runtime with a session for each stream, on Silero version 6.</summary>
    internal static VadEngine Default { get; } = new OnnxEngine(VadModel.SileroV6, sharesSession: false, native8kHz: false);

    /// <summary>
    /// Gets the reference engine: the published model, run by ONNX Runtime. The native library comes with the package Microsoft.ML.OnnxRuntime.
    /// </summary>
    /// <param name="model">The network; Silero version 6, which is built in, if <see langword="null"/>.</param>
    /// <param name="shareSession">
    /// Whether all streams of the model run on one ONNX Runtime session, in place of one session each. Sessions hold no stream state: results are the same to the bit, and a stream costs
    /// kilobytes in place of megabytes.
    /// </param>
    /// <param name="native8kHz">
    /// Whether Silero's own network for 8 kHz hears audio of 8,000 Hz, in place of resampling that audio to 16 kHz. The probabilities differ from those of the 16 kHz network. Positions count 16 kHz
    /// samples all the same, two for each sample of the input. Audio of other rates is not affected.
    /// </param>
    /// <remarks>The model is loaded when the first stream needs the network, or by <see cref="StreamProcessor.InitializeAsync"/>.</remarks>
    public static VadEngine OnnxRuntime(VadModel? model = null, bool shareSession = false, bool native8kHz = false) =>
        new OnnxEngine(model ?? VadModel.SileroV6, shareSession, native8kHz);

    /// <summary>
    /// Gets the same network in C#, without native code. The engine is several times faster and has about a kilobyte of state a stream. Its probabilities are within 5e-5 of ONNX Runtime's (typically 1e-6). The engine
    /// runs networks of Silero's own shape, version 5 and 6, at 16 kHz.
    /// </summary>
    /// <param name="model">The network; Silero version 6, which is built in, if <see langword="null"/>.</param>
    public static VadEngine Managed(VadModel? model = null) => new ManagedEngine(model ?? VadModel.SileroV6);

    /// <summary>Returns the engine's name and its model's.</summary>
    public override string ToString() => $"{Name}, {Model}";

    /// <summary>Gets the network that hears audio of a format.</summary>
    internal virtual NetworkRate NetworkFor(AudioFormat format) => NetworkRate.At16kHz;

    /// <summary>Creates the model state of one stream.</summary>
    /// <exception cref="CascadeException">The engine cannot run the model.</exception>
    internal abstract IFrameInference CreateInference(NetworkRate network);
}
