using Cascade.Inference.ModelFile;
using Microsoft.ML.OnnxRuntime;

namespace Cascade.Inference.Onnx;

/// <summary>
/// A model's network for one rate as ONNX Runtime prepared it, and the sessions made from it. The sample rate is made a constant, so
/// that the network for the other rate falls away; ONNX Runtime optimises the graph once and writes it in its own format; and every
/// session, shared or not, reads its weights from that one copy. A session then costs 1.5 MB in place of 10 and a fifth of the time, and
/// its answers are those of the file as it is, to the bit.
/// </summary>
internal sealed class OnnxModel
{
    private readonly VadModel _model;
    private readonly object _sharing = new();
    private readonly byte[] _image;
    private InferenceSession? _sharedSession;

    private OnnxModel(VadModel model, NetworkRate network, string scratchFolder)
    {
        _model = model;
        Runtime = OrtRuntime.Get();
        Network = network;
        (_image, IsPrepared) = Prepare(scratchFolder);
    }

    public OrtRuntime Runtime { get; }

    public NetworkRate Network { get; }

    /// <summary>Whether sessions are made from the prepared copy, and not from the model's own bytes because there was no place to write one.</summary>
    public bool IsPrepared { get; }

    /// <summary>The prepared model; prepared at the first call.</summary>
    /// <param name="model">The model.</param>
    /// <param name="network">The rate; 16 kHz if <see langword="null"/>.</param>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime cannot be loaded.</exception>
    /// <exception cref="VadModelException">ONNX Runtime refuses the model.</exception>
    public static OnnxModel For(VadModel model, NetworkRate? network = null)
    {
        network ??= NetworkRate.At16kHz;
        lock (model.OnnxModels)
        {
            foreach (OnnxModel candidate in model.OnnxModels)
            {
                if (candidate.Network == network)
                {
                    return candidate;
                }
            }

            OnnxModel prepared = Load(model, Path.GetTempPath(), network);
            model.OnnxModels.Add(prepared);
            return prepared;
        }
    }

    /// <summary>Prepares a model without keeping the result for others.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scratchFolder">Where ONNX Runtime writes the prepared copy; if it cannot, sessions are made from the model's own bytes and cost more.</param>
    /// <param name="network">The rate; 16 kHz if <see langword="null"/>.</param>
    public static OnnxModel Load(VadModel model, string scratchFolder, NetworkRate? network = null) => new(model, network ?? NetworkRate.At16kHz, scratchFolder);

    /// <summary>A session of the caller's own, to be disposed by it.</summary>
    public InferenceSession CreateSession()
    {
        // The prepared weights are used in place. What matrix products need packed is packed per session nevertheless: without (session.disable_prepacking) a session
        // would save another 0.5 MB and compute in another order, up to 3e-6 away from silero's answers.
        using SessionOptions options = IsPrepared
            ? OrtRuntime.CreateSessionOptions(
                ("session.use_ort_model_bytes_directly", "1"),
                ("session.use_ort_model_bytes_for_initializers", "1"))
            : OrtRuntime.CreateSessionOptions();
        return CreateSession(_image, options);
    }

    /// <summary>The session that all processors of this model may share. It lives as long as the model.</summary>
    public InferenceSession GetSharedSession()
    {
        lock (_sharing)
        {
            return _sharedSession ??= CreateSession();
        }
    }

    /// <summary>The exception that tells why ONNX Runtime cannot run the model.</summary>
    public VadModelException Refused(Exception e) => new(
        $"ONNX Runtime {Runtime.Version} cannot run the model '{_model.Name}': {e.Message}", _model.Name, "a model that ONNX Runtime can load", e.Message, e);

    private (byte[] Image, bool IsPrepared) Prepare(string scratchFolder)
    {
        byte[] onnx = Pin(SampleRateBinding.Bind(_model.Onnx, Network.RateHz));
        string file = Path.Combine(scratchFolder, $"cascade-{Guid.NewGuid():N}.ort");
        try
        {
            using SessionOptions options = OrtRuntime.CreateSessionOptions(("session.save_model_format", "ORT"));
            options.OptimizedModelFilePath = file;
            CreateSession(onnx, options).Dispose();
            return (Pin(File.ReadAllBytes(file)), true);
        }
        catch (Exception e) when (e is VadModelException or IOException or UnauthorizedAccessException)
        {
            // No place to write to, as in a container with a read-only file system. A model that is itself at fault is refused again by the first session.
            return (onnx, false);
        }
        finally
        {
            if (File.Exists(file))
            {
                File.Delete(file);
            }
        }
    }

    private InferenceSession CreateSession(byte[] image, SessionOptions options)
    {
        try
        {
            return new InferenceSession(image, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw Refused(e);
        }
    }

    private static byte[] Pin(byte[] bytes)
    {
        byte[] pinned = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned, 0);
        return pinned;
    }
}
