namespace Cascade;

/// <summary>A face that was found in a picture. All values but the score are pixels of the picture, from its upper left corner; a face at the edge may reach beyond.</summary>
public sealed record DetectedFace
{
    /// <summary>Gets the left edge of the box, which reaches from the forehead to the chin.</summary>
    public required float Left { get; init; }

    /// <summary>Gets the upper edge of the box.</summary>
    public required float Top { get; init; }

    /// <summary>Gets the width of the box.</summary>
    public required float Width { get; init; }

    /// <summary>Gets the height of the box.</summary>
    public required float Height { get; init; }

    /// <summary>Gets how sure the network is; 0 to 1.</summary>
    public required float Score { get; init; }

    /// <summary>Gets the person's right eye, which is on the left in the picture.</summary>
    public required FacePoint RightEye { get; init; }

    /// <summary>Gets the person's left eye.</summary>
    public required FacePoint LeftEye { get; init; }

    /// <summary>Gets the tip of the nose.</summary>
    public required FacePoint Nose { get; init; }

    /// <summary>Gets the centre of the mouth.</summary>
    public required FacePoint Mouth { get; init; }

    /// <summary>Gets the tragion of the person's right ear.</summary>
    public required FacePoint RightEar { get; init; }

    /// <summary>Gets the tragion of the person's left ear.</summary>
    public required FacePoint LeftEar { get; init; }

    internal float Area => Width * Height;
}
