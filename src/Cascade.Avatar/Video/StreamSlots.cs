namespace Cascade.Avatar.Video;

/// <summary>Counts the streams of the process: a stream that draws keeps a core busy, so that one stream too many would spoil all.</summary>
internal static class StreamSlots
{
    private static readonly object Lock = new();
    private static int s_open;

    /// <summary>Takes a place.</summary>
    /// <exception cref="AvatarException">All are taken.</exception>
    public static void Take(int maximum)
    {
        lock (Lock)
        {
            if (s_open >= maximum)
            {
                throw new AvatarException(
                    AvatarFailure.Busy,
                    $"No further video stream can be opened: expected fewer than {maximum} open streams, one for each core, found {s_open}. Close a stream, or let the page draw its face from visemes, which costs the server nothing.",
                    $"fewer than {maximum} open streams",
                    $"{s_open}");
            }

            s_open++;
        }

        Diagnostics.AvatarMeter.Opened();
    }

    public static void Return()
    {
        lock (Lock)
        {
            s_open--;
        }

        Diagnostics.AvatarMeter.Closed();
    }
}
