namespace Cascade.Avatar.Tests.Networks;

/// <summary>
/// A network in Wav2Lip's shapes with 20 operations: draws a dark mouth over the face, open as far as the columns are loud on average, and closed in silence. Its answers are known, so that tests see whether
/// audio, face and picture come together at the right time and place.
/// </summary>
internal static class MouthNetwork
{
    private const int Side = 96;

    /// <summary>Creates the file.</summary>
    /// <param name="mouthX">The centre of the mouth in the face's 96 x 96 pixels.</param>
    /// <param name="mouthY">The centre of the mouth in the face's 96 x 96 pixels.</param>
    /// <param name="batch">-1 for any number of frames, or 1.</param>
    public static byte[] Create(float mouthX = 48, float mouthY = 72, long batch = -1)
    {
        OnnxFile file = new();
        string mel = file.Input("mel_spectrogram", OnnxFile.Float, batch, 1, 80, 16);
        string faces = file.Input("video_frames", OnnxFile.Float, batch, 6, Side, Side);
        string Number(float value) => file.Weights([value], 1, 1, 1, 1);
        string Scalar(float value) => file.Weights([value]);

        // From -3.2, which is nearly silent, to -1.2.
        string mean = file.Node("ReduceMean", [mel], ("axes", [1, 2, 3]), ("keepdims", [1]));
        string loud = file.Node("Mul", [file.Node("Add", [mean, Number(3.2f)]), Number(0.5f)]);
        string open = file.Node("Clip", [loud, Scalar(0), Scalar(1)]);

        float[] distance = new float[Side * Side];
        for (int i = 0; i < distance.Length; i++)
        {
            float across = ((i % Side) - mouthX) / 13;
            distance[i] = (MathF.Abs((i / Side) - mouthY) / 10) + (0.6f * across * across) + 0.2f;
        }

        string depth = file.Node("Mul", [file.Node("Sub", [open, file.Weights(distance, 1, 1, Side, Side)]), Number(30)]);
        string mouth = file.Node("Sigmoid", [depth]);
        string face = file.Node("Slice", [faces, file.Numbers(3), file.Numbers(6), file.Numbers(1)]);
        string change = file.Node("Mul", [file.Node("Sub", [file.Weights([0.12f, 0.08f, 0.3f], 1, 3, 1, 1), face]), mouth]);
        file.Output(file.NodeTo("lips", "Add", [face, change]), OnnxFile.Float, batch, 3, Side, Side);
        return file.ToArray();
    }
}
