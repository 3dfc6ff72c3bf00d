using Cascade.Avatar.Convolutions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Cascade.Avatar.Lips;

/// <summary>The inputs and the output of Wav2Lip, and whether a file has them.</summary>
internal static class LipSyncSignature
{
    /// <summary>Pixels of a side of the face.</summary>
    public const int Side = 96;

    public const int MelBands = LipSyncMel.Bands;
    public const int MelColumns = LipSyncChunks.Columns;
    public const int PlaneValues = Side * Side;
    public const int MelValues = MelBands * MelColumns;
    public const int FaceValues = 6 * PlaneValues;
    public const int LipValues = 3 * PlaneValues;

    private const string Mel = "mel_spectrogram";
    private const string Faces = "video_frames";
    private const long Variable = -1;

    public static readonly string[] Inputs = [Mel, Faces];

    /// <summary>The inputs' shapes for one frame, in the order of <see cref="Inputs"/>.</summary>
    public static readonly KeyValuePair<string, Shape>[] InputShapes = [new(Mel, new Shape(1, MelBands, MelColumns)), new(Faces, new Shape(6, Side, Side))];

    public static readonly Shape Output = new(3, Side, Side);

    public static long[] MelShape(long count) => [count, 1, MelBands, MelColumns];

    public static long[] FaceShape(long count) => [count, 6, Side, Side];

    public static long[] LipShape(long count) => [count, 3, Side, Side];

    /// <summary>Compares a network with Wav2Lip.</summary>
    /// <param name="session">The network.</param>
    /// <param name="name">Its name, for the message.</param>
    /// <param name="batch">Receives how many frames the network takes: -1 for any number, or 1.</param>
    /// <returns>The name of the output.</returns>
    /// <exception cref="AvatarException">A name, a type or a shape differs.</exception>
    public static string[] Check(InferenceSession session, string name, out int batch)
    {
        IReadOnlyDictionary<string, NodeMetadata> inputs = session.InputMetadata;
        if (inputs.Count != Inputs.Length || !Inputs.All(inputs.ContainsKey))
        {
            throw Differs(name, "inputs", $"{Describe(Mel, MelShape(Variable))} and {Describe(Faces, FaceShape(Variable))}", List(inputs));
        }

        if (session.OutputMetadata.Count != 1)
        {
            throw Differs(name, "outputs", $"one, {Text(LipShape(Variable))}", List(session.OutputMetadata));
        }

        (string output, NodeMetadata lips) = session.OutputMetadata.Single();
        batch = (int)CheckTensor(name, Mel, inputs[Mel], MelShape(Variable));
        long others = CheckTensor(name, Faces, inputs[Faces], FaceShape(Variable));
        CheckTensor(name, output, lips, LipShape(Variable));
        return others == batch ? [output] : throw Differs(name, "inputs", "the same number of frames in both", List(inputs));
    }

    public static string Text(ReadOnlySpan<long> shape)
    {
        string[] parts = new string[shape.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = shape[i] < 0 ? "N" : $"{shape[i]}";
        }

        return $"[{string.Join(", ", parts)}]";
    }

    // The first dimension counts frames: variable or 1. A variable dimension elsewhere may have any value, so it is no fault before a run.
    private static long CheckTensor(string name, string tensor, NodeMetadata found, long[] expected)
    {
        long[] shape = found.IsTensor ? [.. found.Dimensions.Select(dimension => (long)dimension)] : [];
        bool isRight = found.IsTensor && found.ElementDataType == TensorElementType.Float && shape.Length == expected.Length && shape[0] is Variable or 1
            && shape.Skip(1).Zip(expected.Skip(1), (has, needs) => has == Variable || has == needs).All(same => same);
        return isRight ? shape[0] : throw Differs(name, tensor, Describe(tensor, expected), Describe(tensor, found));
    }

    private static AvatarException Differs(string name, string place, string expected, string found) => new(
        AvatarFailure.BadNetwork,
        $"The lip network '{name}' is not in Wav2Lip's shapes ({place}): expected {expected}, found {found}. Export the network with these names, or name another file.",
        expected,
        found);

    private static string List(IReadOnlyDictionary<string, NodeMetadata> tensors) =>
        tensors.Count == 0 ? "none" : string.Join(" and ", tensors.Select(tensor => Describe(tensor.Key, tensor.Value)));

    private static string Describe(string name, NodeMetadata node) =>
        node.IsTensor ? $"{name} {node.ElementDataType.ToString().ToLowerInvariant()} {Text([.. node.Dimensions.Select(dimension => (long)dimension)])}" : $"{name}, no tensor";

    private static string Describe(string name, long[] shape) => $"{name} float {Text(shape)}";
}
