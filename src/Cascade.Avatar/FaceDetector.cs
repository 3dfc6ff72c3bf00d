using Cascade.Avatar.Faces;
using SkiaSharp;

namespace Cascade;

/// <summary>
/// Finds the faces of a picture, with the front model of BlazeFace on ONNX Runtime, one picture in about a millisecond. The network sees the whole picture at 128 pixels, so that it
/// finds faces that fill a seventh of the longer side or more. Serves any number of threads.
/// </summary>
/// <remarks>Source: Bazarevsky and others, "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019. The network is under the Apache License 2.0 and is in the assembly.</remarks>
public sealed class FaceDetector
{
    /// <summary>How many times the next face's area the largest face must have to be the one that speaks.</summary>
    private const float ClearlyLarger = 2;

    private readonly float _threshold;

    /// <summary>Creates a detector.</summary>
    /// <param name="threshold">The least score of a face, above 0 and below 1. The default keeps faces in profile, and refuses cats.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not above 0 and below 1.</exception>
    public FaceDetector(double threshold = 0.75)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(threshold, 1);
        _threshold = (float)threshold;
    }

    /// <summary>Finds all faces.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>The faces, the most certain first; empty where there is none.</returns>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime cannot be loaded.</exception>
    public IReadOnlyList<DetectedFace> Detect(FacePicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);

        // The picture in the middle of a black square, so that faces keep their proportions.
        float side = Math.Max(picture.Width, picture.Height);
        SKRect square = SKRect.Create((picture.Width - side) / 2, (picture.Height - side) / 2, side, side);
        byte[] pixels = PictureDecoder.Scale(picture, square, BlazeFaceNetwork.Side, BlazeFaceNetwork.Side);
        float[] input = new float[BlazeFaceNetwork.Side * BlazeFaceNetwork.Side * 3];
        for (int pixel = 0; pixel < pixels.Length / 4; pixel++)
        {
            for (int color = 0; color < 3; color++)
            {
                input[(pixel * 3) + color] = (pixels[(pixel * 4) + 2 - color] / 127.5f) - 1; // red first
            }
        }

        float scale = side / BlazeFaceNetwork.Side;
        return [.. FaceCandidates.Find(BlazeFaceNetwork.Run(input), _threshold).Select(face => Place(face, scale, square.Left, square.Top))];
    }

    /// <summary>Finds the face that is to speak: the only one, or the largest where that one is more than twice as large as the next.</summary>
    /// <param name="picture">The picture.</param>
    /// <exception cref="AvatarException">The picture has no face, or several of a like size; the message says how many were found.</exception>
    /// <exception cref="OnnxRuntimeLoadException">ONNX Runtime cannot be loaded.</exception>
    public DetectedFace DetectSpeaker(FacePicture picture)
    {
        DetectedFace[] faces = [.. Detect(picture).OrderByDescending(face => face.Area)];
        if (faces.Length == 0 || (faces.Length > 1 && faces[0].Area <= ClearlyLarger * faces[1].Area))
        {
            string found = faces.Length == 0 ? "no face" : $"{faces.Length} faces, none of them twice as large as the others";
            throw new AvatarException(
                AvatarFailure.NoSingleFace,
                $"The picture needs one face, or one that is clearly the largest; found {found}. Take a picture of one person from the front, or cut it out.",
                "one face",
                found);
        }

        return faces[0];
    }

    private static DetectedFace Place(float[] face, float scale, float left, float top)
    {
        FacePoint Point(int index) => new(left + (face[index] * scale), top + (face[index + 1] * scale));
        FacePoint corner = Point(1);
        return new DetectedFace
        {
            Score = face[0], Left = corner.X, Top = corner.Y, Width = face[3] * scale, Height = face[4] * scale,
            RightEye = Point(5), LeftEye = Point(7), Nose = Point(9), Mouth = Point(11), RightEar = Point(13), LeftEar = Point(15),
        };
    }
}
