namespace Cascade;

/// <summary>How a frame's picture came about.</summary>
public enum AvatarFrameKind
{
    /// <summary>The picture as it is, because nothing is heard.</summary>
    Still,

    /// <summary>The lip network drew the mouth.</summary>
    Drawn,

    /// <summary>The picture before once more, because there was no time to draw.</summary>
    Dropped,
}
