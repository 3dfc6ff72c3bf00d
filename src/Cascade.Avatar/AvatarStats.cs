namespace Cascade;

/// <summary>Counts of a stream's frames. Each stands for 40 milliseconds of video.</summary>
/// <param name="Drawn">Frames whose mouth the network drew.</param>
/// <param name="Still">Frames that show the picture as it is.</param>
/// <param name="Dropped">Frames that repeat the picture before, because there was no time to draw.</param>
public readonly record struct AvatarStats(long Drawn, long Still, long Dropped)
{
    /// <summary>Gets the number of all frames.</summary>
    public long Frames => Drawn + Still + Dropped;
}
