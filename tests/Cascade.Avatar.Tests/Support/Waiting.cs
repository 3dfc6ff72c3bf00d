using System.Diagnostics;

namespace Cascade.Avatar.Tests.Support;

/// <summary>Waits for what frames bring.</summary>
internal static class Waiting
{
    /// <summary>Waits until a frame makes a condition true. Fails where the stream does.</summary>
    public static async Task UntilAsync(this AvatarStream stream, Func<bool> condition)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            Task next = stream.NextFrameAsync(); // taken before looking, so that no frame is missed in between
            if (condition())
            {
                return;
            }

            Assert.That(Stopwatch.GetElapsedTime(began), Is.LessThan(TimeSpan.FromMinutes(2)), "It came to be true.");
            await next;
        }
    }
}
