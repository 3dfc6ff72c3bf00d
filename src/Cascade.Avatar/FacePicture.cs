using Cascade.Avatar.Faces;

namespace Cascade;

/// <summary>A picture in memory, upright as its file's orientation says. Never changes, and serves any number of threads.</summary>
public sealed class FacePicture
{
    /// <summary>The most pixels that a picture may have. A larger one is refused before its pixels are decoded.</summary>
    public const int MaximumPixels = 50_000_000;

    internal FacePicture(byte[] pixels, int width, int height)
    {
        Pixels = pixels;
        Width = width;
        Height = height;
    }

    /// <summary>Gets the width in pixels.</summary>
    public int Width { get; }

    /// <summary>Gets the height in pixels.</summary>
    public int Height { get; }

    /// <summary>Gets the pixels, row by row from the upper left corner: blue, green, red, and 255.</summary>
    internal byte[] Pixels { get; }

    /// <summary>Reads a picture: PNG, JPEG, WebP, GIF (its first picture) or BMP.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="AvatarException">The file is no picture that can be decoded, or has more than <see cref="MaximumPixels"/>.</exception>
    public static FacePicture FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return PictureDecoder.Decode(File.ReadAllBytes(path), path);
    }

    /// <summary>Decodes a picture: PNG, JPEG, WebP, GIF (its first picture) or BMP.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <exception cref="AvatarException">The bytes are no picture that can be decoded, or a picture of more than <see cref="MaximumPixels"/>.</exception>
    public static FacePicture FromBytes(ReadOnlySpan<byte> file) => PictureDecoder.Decode(file.ToArray(), "the picture");
}
