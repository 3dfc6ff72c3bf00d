using Cascade.Avatar.Convolutions;
using Cascade.Avatar.Lips;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Cascade;

/// <summary>
/// A network that moves lips: a file in ONNX format with the inputs and the output of Wav2Lip, which the host names. Cascade has none. One network serves any number of streams and threads; each run
/// keeps one core busy.
/// </summary>
/// <remarks>
/// <para>The published weights of Wav2Lip may not be used commercially: its authors trained them on LRS2, whose terms forbid any such use. Read the terms of a file before you name it.</para>
/// <para>
/// The input <c>mel_spectrogram</c> [N, 1, 80, 16] takes the pieces of <see cref="LipSyncChunks"/>. The input <c>video_frames</c> [N, 6, 96, 96] takes blue, green and red from 0 to 1.
/// They come first with the lower half black, then whole. The output [N, 3, 96, 96] is the face with its mouth as the audio needs it. All are 32-bit floats. N is variable, or 1.
/// </para>
/// <para>
/// Source: Prajwal and others, "A Lip Sync Expert Is All You Need for Speech to Lip Generation In the Wild", 2020.
/// </para>
/// </remarks>
public sealed class LipSyncNetwork : IDisposable
{
    private const int MostAtOnce = 8; // more save nothing

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _outputs;
    private readonly ConvolutionNetwork? _convolutions;

    private LipSyncNetwork(byte[] model, string name, LipSyncEngine engine)
    {
        Name = name;
        OrtRuntime.Get();
        try
        {
            using SessionOptions options = OrtRuntime.CreateSessionOptions();
            _session = new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new AvatarException(AvatarFailure.BadNetwork, $"The lip network '{name}' can't be loaded: expected an ONNX model, found {model.Length:N0} bytes that ONNX Runtime refuses: {e.Message}", "an ONNX model", e.Message, e);
        }

        try
        {
            (_outputs, MaximumBatch) = (LipSyncSignature.Check(_session, name, out int batch), batch == 1 ? 1 : MostAtOnce);
            _convolutions = engine == LipSyncEngine.OnnxRuntime ? null : Prepare(model, engine);
        }
        catch
        {
            _session.Dispose();
            throw;
        }

        if (_convolutions is not null)
        {
            _session.Dispose(); // a second copy of the weights
        }
    }

    /// <summary>Gets the name: the path of the file, or the name that the caller gave with the bytes.</summary>
    public string Name { get; }

    /// <summary>Gets the engine that computes it: <see cref="LipSyncEngine.Managed"/> or <see cref="LipSyncEngine.OnnxRuntime"/>.</summary>
    public LipSyncEngine Engine => _convolutions is null ? LipSyncEngine.OnnxRuntime : LipSyncEngine.Managed;

    /// <summary>Gets how many frames one run computes at most: 8, or 1 where the file is made for single frames.</summary>
    public int MaximumBatch { get; }

    /// <summary>Loads a network and checks its inputs and its output.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="engine">Which code computes it.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="AvatarException">The file is no ONNX model, or has other inputs or outputs; the message says which are expected and which were found.</exception>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime cannot be loaded.</exception>
    public static LipSyncNetwork FromFile(string path, LipSyncEngine engine = LipSyncEngine.Automatic)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new LipSyncNetwork(File.ReadAllBytes(path), path, engine);
    }

    /// <summary>Loads a network and checks its inputs and its output.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <param name="name">A name for messages.</param>
    /// <param name="engine">Which code computes it.</param>
    /// <exception cref="AvatarException">The bytes are no ONNX model, or have other inputs or outputs; the message says which are expected and which were found.</exception>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime cannot be loaded.</exception>
    public static LipSyncNetwork FromBytes(ReadOnlySpan<byte> model, string name, LipSyncEngine engine = LipSyncEngine.Automatic)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new LipSyncNetwork(model.ToArray(), name, engine);
    }

    /// <summary>Computes the faces of some frames. Serves several threads at once.</summary>
    /// <param name="mel">For each frame, 80 bands of 16 columns.</param>
    /// <param name="faces">For each frame, 6 planes of 96 x 96 values.</param>
    /// <param name="count">The number of frames, from 1 to <see cref="MaximumBatch"/>.</param>
    /// <returns>For each frame, 3 planes of 96 x 96 values.</returns>
    /// <exception cref="ArgumentException">The arrays are shorter than the number of frames needs.</exception>
    /// <exception cref="AvatarException">ONNX Runtime reports an error, or the output has another shape.</exception>
    public float[] Run(float[] mel, float[] faces, int count)
    {
        ArgumentNullException.ThrowIfNull(mel);
        ArgumentNullException.ThrowIfNull(faces);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumBatch);
        CheckLength(mel, count * LipSyncSignature.MelValues, nameof(mel));
        CheckLength(faces, count * LipSyncSignature.FaceValues, nameof(faces));
        if (_convolutions is not null)
        {
            return _convolutions.Run(count, mel, faces);
        }

        using OrtValue melValue = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, mel.AsMemory(0, count * LipSyncSignature.MelValues), LipSyncSignature.MelShape(count));
        using OrtValue faceValue = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, faces.AsMemory(0, count * LipSyncSignature.FaceValues), LipSyncSignature.FaceShape(count));
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> result = _session.Run(_run, LipSyncSignature.Inputs, [melValue, faceValue], _outputs);
            ReadOnlySpan<float> lips = result[0].GetTensorDataAsSpan<float>();
            return lips.Length == count * LipSyncSignature.LipValues ? lips.ToArray() : throw WrongOutput(result[0].GetTensorTypeAndShape().Shape, count);
        }
        catch (OnnxRuntimeException e)
        {
            throw new AvatarException(AvatarFailure.BadNetwork, $"The lip network '{Name}' failed: {e.Message}", innerException: e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }

    private ConvolutionNetwork? Prepare(byte[] model, LipSyncEngine engine)
    {
        VectorWidth width = VectorWidths.Best;
        string reason = "the processor has neither AVX2 nor AVX-512";
        if (width != VectorWidth.Bits128)
        {
            try
            {
                return ConvolutionNetwork.Create(model, LipSyncSignature.InputShapes, _outputs[0], LipSyncSignature.Output, width);
            }
            catch (InvalidDataException e)
            {
                reason = e.Message;
            }
        }

        return engine == LipSyncEngine.Automatic ? null : throw new AvatarException(
            AvatarFailure.BadNetwork,
            $"The engine {nameof(LipSyncEngine.Managed)} can't compute the lip network '{Name}': {reason}. Use {nameof(LipSyncEngine.OnnxRuntime)}.",
            "a network of convolutions",
            reason);
    }

    private static void CheckLength(float[] values, int expected, string name)
    {
        if (values.Length < expected)
        {
            throw new ArgumentException($"Expected at least {expected} values, found {values.Length}.", name);
        }
    }

    // Only a network with variable dimensions comes here: others were refused when they were loaded.
    private AvatarException WrongOutput(long[] shape, int count)
    {
        string expected = LipSyncSignature.Text(LipSyncSignature.LipShape(count));
        string found = LipSyncSignature.Text(shape);
        return new AvatarException(AvatarFailure.BadNetwork, $"The lip network '{Name}' gives another output than Wav2Lip: expected {expected}, found {found}.", expected, found);
    }
}
