using System.Diagnostics;

namespace Cascade.Hosting.Tests;

/// <summary>Waits for what another thread is about to do. The limit is there so that a test that fails also ends.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task IsTrueAsync(Func<bool> condition, string otherwise)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(Limit), otherwise);
            await Task.Delay(2);
        }
    }

    public static CancellationToken Soon() => new CancellationTokenSource(Limit).Token;
}
