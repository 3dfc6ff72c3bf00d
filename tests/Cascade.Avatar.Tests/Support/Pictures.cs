using System.Buffers.Binary;
using SkiaSharp;

namespace Cascade.Avatar.Tests.Support;

/// <summary>The pictures of eng/face-pictures.py, and others made of them.</summary>
internal static class Pictures
{
    public static FacePicture Read(string name) => FacePicture.FromFile(PathOf($"{name}.jpg"));

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Pictures", file);

    /// <summary>Several pictures in one, each scaled to a square of a side.</summary>
    public static FacePicture Compose(int width, int height, params (string Name, int Left, int Top, int Side)[] parts)
    {
        using SKBitmap whole = new(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using SKCanvas canvas = new(whole);
        foreach ((string name, int left, int top, int side) in parts)
        {
            using SKImage part = SKImage.FromEncodedData(PathOf($"{name}.jpg"));
            canvas.DrawImage(part, SKRect.Create(left, top, side, side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        return new FacePicture(whole.GetPixelSpan().ToArray(), width, height);
    }

    /// <summary>A picture whose pixels lie on a side, and whose EXIF data say how to turn them: the way that cameras store.</summary>
    public static byte[] StoredLying(string name, int orientation, int degrees)
    {
        using SKBitmap upright = SKBitmap.Decode(PathOf($"{name}.jpg"));
        using SKBitmap lying = new(upright.Width, upright.Height); // the pictures are square
        using (SKCanvas canvas = new(lying))
        {
            canvas.RotateDegrees(-degrees, upright.Width / 2f, upright.Height / 2f);
            canvas.DrawBitmap(upright, 0, 0, SKSamplingOptions.Default);
        }

        byte[] file = lying.Encode(SKEncodedImageFormat.Jpeg, 95).ToArray();
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\b\0\u0001"u8, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        return [.. file[..2], .. exif, .. file[2..]];
    }

    /// <summary>A JPEG file whose header states another size.</summary>
    public static byte[] WithSize(byte[] jpeg, int width, int height)
    {
        byte[] changed = [.. jpeg];
        int frame = changed.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(frame + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(frame + 7), (ushort)width);
        return changed;
    }
}
