using SkiaSharp;

namespace Cascade.Avatar.Faces;

/// <summary>Decodes a file of pixels, and turns it upright: cameras store how they were held, and few turn the pixels.</summary>
internal static class PictureDecoder
{
    private const string Kinds = "a picture as PNG, JPEG, WebP, GIF or BMP";

    public static FacePicture Decode(byte[] file, string name)
    {
        using SKData data = SKData.CreateCopy(file);
        using SKCodec codec = SKCodec.Create(data) ?? throw Bad(name, file.Length == 0 ? "no bytes" : $"{file.Length:N0} bytes of another kind");
        SKImageInfo info = codec.Info;
        if ((long)info.Width * info.Height > FacePicture.MaximumPixels)
        {
            throw new AvatarException(
                AvatarFailure.BadPicture,
                $"{name} is too large: expected at most {FacePicture.MaximumPixels:N0} pixels, found {info.Width} x {info.Height}. Make the picture smaller.",
                $"at most {FacePicture.MaximumPixels:N0} pixels",
                $"{info.Width} x {info.Height}");
        }

        using SKBitmap stored = new(new SKImageInfo(info.Width, info.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
        SKCodecResult result = codec.GetPixels(stored.Info, stored.GetPixels());
        return result == SKCodecResult.Success
            ? Upright(stored, codec.EncodedOrigin)
            : throw Bad(name, $"a picture that can't be decoded ({result})");
    }

    /// <summary>Scales a part of a picture, or the whole.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="part">In pixels of the picture; beyond its edges lies black.</param>
    /// <param name="width">Pixels of the result.</param>
    /// <param name="height">Pixels of the result.</param>
    /// <returns>Blue, green, red, 255.</returns>
    public static byte[] Scale(FacePicture picture, SKRect part, int width, int height)
    {
        using SKBitmap scaled = Opaque(width, height, SKColors.Black);
        using (SKCanvas canvas = new(scaled))
        using (SKImage image = ImageOf(picture.Pixels, picture.Width, picture.Height))
        {
            canvas.Scale(width / part.Width, height / part.Height);
            canvas.Translate(-part.Left, -part.Top);
            canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        return scaled.GetPixelSpan().ToArray();
    }

    private static FacePicture Upright(SKBitmap stored, SKEncodedOrigin origin)
    {
        bool isTurned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        int width = isTurned ? stored.Height : stored.Width;
        int height = isTurned ? stored.Width : stored.Height;
        using SKBitmap upright = Opaque(width, height, SKColors.White); // what is transparent becomes white
        using (SKCanvas canvas = new(upright))
        {
            canvas.Concat(Turn(origin, width, height));
            canvas.DrawBitmap(stored, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        }

        return new FacePicture(upright.GetPixelSpan().ToArray(), width, height);
    }

    // From stored to upright coordinates. Source: the values of the tag Orientation in EXIF 2.3.
    private static SKMatrix Turn(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    private static SKBitmap Opaque(int width, int height, SKColor color)
    {
        SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        bitmap.Erase(color);
        return bitmap;
    }

    private static SKImage ImageOf(byte[] pixels, int width, int height) =>
        SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque), pixels, width * 4);

    private static AvatarException Bad(string name, string found) =>
        new(AvatarFailure.BadPicture, $"{name} is no picture that can be read: expected {Kinds}, found {found}.", Kinds, found);
}
