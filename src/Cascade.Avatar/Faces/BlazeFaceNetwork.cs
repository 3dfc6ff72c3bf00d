using Microsoft.ML.OnnxRuntime;

namespace Cascade.Avatar.Faces;

/// <summary>
/// The front model of BlazeFace as its file has it: a square picture in; for each of 896 anchors a score, a box and six points out. Source: Bazarevsky and others, "BlazeFace: Sub-millisecond Neural
/// Face Detection on Mobile GPUs", 2019, and face_detection_short_range in MediaPipe, which has the same grid of anchors.
/// </summary>
internal static class BlazeFaceNetwork
{
    /// <summary>Pixels of a side of the input. Values of the outputs are in these pixels too.</summary>
    public const int Side = 128;

    /// <summary>Values of an anchor: the centre of the box, its width and height, then the points.</summary>
    public const int Values = 16;

    /// <summary>The grids of anchors: cells of a side, anchors of a cell, the output with scores, the output with boxes.</summary>
    public static readonly (int Cells, int Anchors, string Scores, string Boxes)[] Grids = [(16, 2, "Identity:0", "Identity_2:0"), (8, 6, "Identity_1:0", "Identity_3:0")];

    private static readonly Lazy<InferenceSession> Session = new(Load);
    private static readonly string[] Inputs = ["input:0"];
    private static readonly string[] Outputs = [.. Grids.SelectMany(grid => new[] { grid.Scores, grid.Boxes })];

    /// <summary>Runs the network.</summary>
    /// <param name="picture">Red, green and blue of each pixel, row by row, from -1 to 1.</param>
    /// <returns>Scores and boxes of each grid.</returns>
    public static float[][] Run(float[] picture)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(picture, [1, Side, Side, 3]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = Session.Value.Run(options, Inputs, [input], Outputs);
        return [.. outputs.Select(output => output.GetTensorDataAsSpan<float>().ToArray())];
    }

    private static InferenceSession Load()
    {
        Inference.Onnx.OrtRuntime.Get();
        using Stream resource = typeof(BlazeFaceNetwork).Assembly.GetManifestResourceStream("blazeface_front.onnx")!;
        byte[] model = new byte[resource.Length];
        resource.ReadExactly(model);
        using SessionOptions options = Inference.Onnx.OrtRuntime.CreateSessionOptions();
        return new InferenceSession(model, options);
    }
}
