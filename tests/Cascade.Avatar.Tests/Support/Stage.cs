using Cascade.Avatar.Tests.Networks;

namespace Cascade.Avatar.Tests.Support;

/// <summary>The astronaut as a face, with a network that opens a mouth where the astronaut has hers. Made once for all tests.</summary>
internal sealed class Stage
{
    private static readonly Lazy<Stage> Small = new(() => new Stage(Pictures.Compose(200, 200, ("astronaut", -125, -35, 512)), 128));
    private static readonly Lazy<Stage> Large = new(() => new Stage(Pictures.Read("astronaut"), 512));

    private Stage(FacePicture picture, int side)
    {
        FacePoint mouth = new FaceDetector().DetectSpeaker(picture).Mouth;
        double scale = (double)side / picture.Width;
        Face = AvatarFace.FromPicture(picture, side);
        MouthX = (int)(mouth.X * scale);
        MouthY = (int)(mouth.Y * scale);
        Spot = Math.Max(2, side / 64);
        Network = LipSyncNetwork.FromBytes(
            MouthNetwork.Create((MouthX - Face.Face.Left) * 96f / Face.Face.Width, (MouthY - Face.Face.Top) * 96f / Face.Face.Height), "mouth");
    }

    /// <summary>Gets the face alone, in a video of 128 pixels, which is quick.</summary>
    public static Stage Quick => Small.Value;

    /// <summary>Gets the whole picture, in a video of 512 pixels.</summary>
    public static Stage Whole => Large.Value;

    public AvatarFace Face { get; }

    public LipSyncNetwork Network { get; }

    public int MouthX { get; }

    public int MouthY { get; }

    /// <summary>Gets the side of the square in the open mouth that tells how dark it is.</summary>
    public int Spot { get; }

    public AvatarStream Open(AvatarOptions options) => new(Face, Network, options);

    /// <summary>How many pixels above one another, at the mouth, are as dark as the network's open mouth.</summary>
    public int DarkRows(ReadOnlySpan<byte> picture)
    {
        int rows = 0;
        for (int y = MouthY - 15; y < MouthY + 15; y++)
        {
            ReadOnlySpan<byte> pixel = picture.Slice(((y * Face.Width) + MouthX) * 4, 3);
            rows += pixel[0] + pixel[1] + pixel[2] < 240 ? 1 : 0;
        }

        return rows;
    }

    /// <summary>Whether the mouth is open in each picture: much darker than where it is closed.</summary>
    public bool[] OpenMouths(Film video)
    {
        byte[] spot = video.DecodeSpot(MouthX, MouthY, Spot);
        return [.. spot.Select(value => value < spot.Max() * 0.7)];
    }
}
