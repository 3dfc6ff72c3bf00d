using Cascade.Avatar.Faces;
using Cascade.Avatar.Lips;
using SkiaSharp;

namespace Cascade;

/// <summary>
/// A picture that is to speak, in the size of the video, with the place of its face. Never changes, and serves any number of streams.
/// </summary>
public sealed class AvatarFace
{
    /// <summary>The longer side of the video where the caller names none, in pixels.</summary>
    public const int DefaultSide = 512;

    /// <summary>The least longer side of a video, in pixels.</summary>
    public const int MinimumSide = 64;

    /// <summary>The largest longer side of a video, in pixels. H.264 of level 3.0, which every player takes, allows no larger square at 25 frames a second.</summary>
    public const int MaximumSide = 640;

    /// <summary>How far the face's box is extended below the chin, in pixels; the other sides stay. Source: the argument <c>pads</c> of Wav2Lip's inference.</summary>
    private const int ChinPixels = 10;

    private const int LeastFacePixels = 16;

    private AvatarFace(FacePicture picture, SKRectI face)
    {
        Picture = picture;
        Face = face;
        Input = LipInput.Create(picture, face);
    }

    /// <summary>Gets the width of the video, an even number of pixels.</summary>
    public int Width => Picture.Width;

    /// <summary>Gets the height of the video, an even number of pixels.</summary>
    public int Height => Picture.Height;

    /// <summary>Gets the picture in the size of the video.</summary>
    internal FacePicture Picture { get; }

    /// <summary>Gets the part of the picture that the lip network draws.</summary>
    internal SKRectI Face { get; }

    /// <summary>Gets the second input of the lip network for one frame.</summary>
    internal float[] Input { get; }

    /// <summary>Reads a picture and finds its face.</summary>
    /// <param name="path">The file: PNG, JPEG, WebP, GIF or BMP.</param>
    /// <param name="longerSide">The longer side of the video in pixels, from <see cref="MinimumSide"/> to <see cref="MaximumSide"/>. A smaller picture stays as it is.</param>
    /// <exception cref="AvatarException">The file is no picture, or the picture has not one face.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static AvatarFace FromFile(string path, int longerSide = DefaultSide) => FromPicture(FacePicture.FromFile(path), longerSide);

    /// <summary>Finds the face of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="longerSide">The longer side of the video in pixels, from <see cref="MinimumSide"/> to <see cref="MaximumSide"/>. A smaller picture stays as it is.</param>
    /// <param name="detector">Finds the face; a new one with its default threshold if <see langword="null"/>.</param>
    /// <exception cref="AvatarException">The picture has not one face, or the face is smaller than 16 pixels of the video.</exception>
    public static AvatarFace FromPicture(FacePicture picture, int longerSide = DefaultSide, FaceDetector? detector = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(longerSide, MinimumSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longerSide, MaximumSide);
        DetectedFace face = (detector ?? new FaceDetector()).DetectSpeaker(picture);
        double scale = Math.Min(1, (double)longerSide / Math.Max(picture.Width, picture.Height));
        int width = Even(picture.Width * scale);
        int height = Even(picture.Height * scale);
        FacePicture video = new(PictureDecoder.Scale(picture, SKRect.Create(picture.Width, picture.Height), width, height), width, height);
        return new AvatarFace(video, Place(face, (double)width / picture.Width, (double)height / picture.Height, width, height));
    }

    // Compressed colours have half of the pixels a side.
    private static int Even(double pixels) => Math.Max(2, (int)Math.Round(pixels / 2) * 2);

    private static SKRectI Place(DetectedFace face, double scaleX, double scaleY, int width, int height)
    {
        SKRectI box = new(
            (int)Math.Round(Math.Max(0, face.Left * scaleX)),
            (int)Math.Round(Math.Max(0, face.Top * scaleY)),
            (int)Math.Round(Math.Min(width, (face.Left + face.Width) * scaleX)),
            Math.Min(height, (int)Math.Round((face.Top + face.Height) * scaleY) + ChinPixels));
        if (box.Width < LeastFacePixels || box.Height < LeastFacePixels)
        {
            string found = $"{Math.Max(0, box.Width)} x {Math.Max(0, box.Height)}";
            string expected = $"at least {LeastFacePixels} x {LeastFacePixels} pixels";
            throw new AvatarException(AvatarFailure.NoSingleFace, $"The face is too small in the video: expected {expected}, found {found}. Cut the face out, or make the video larger.", expected, found);
        }

        return box;
    }
}
