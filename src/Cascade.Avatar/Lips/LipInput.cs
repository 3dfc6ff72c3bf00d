using Cascade.Avatar.Faces;
using SkiaSharp;

namespace Cascade.Avatar.Lips;

/// <summary>The second input of the lip network: planes of blue, green and red with the lower half black, so that the network draws the half itself, and the same planes whole. Source: Wav2Lip's inference.</summary>
internal static class LipInput
{
    public static float[] Create(FacePicture picture, SKRectI face)
    {
        byte[] pixels = PictureDecoder.Scale(picture, face, LipSyncSignature.Side, LipSyncSignature.Side);
        float[] input = new float[LipSyncSignature.FaceValues];
        for (int color = 0; color < 3; color++)
        {
            Span<float> masked = input.AsSpan(color * LipSyncSignature.PlaneValues, LipSyncSignature.PlaneValues);
            Span<float> whole = input.AsSpan((3 + color) * LipSyncSignature.PlaneValues, LipSyncSignature.PlaneValues);
            for (int pixel = 0; pixel < whole.Length; pixel++)
            {
                whole[pixel] = pixels[(pixel * 4) + color] / 255f;
            }

            whole[..(whole.Length / 2)].CopyTo(masked); // the upper half, rows being in order
        }

        return input;
    }
}
