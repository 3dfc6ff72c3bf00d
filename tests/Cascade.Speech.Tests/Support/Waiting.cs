using System.Diagnostics;

namespace Cascade.Speech.Tests.Support;

/// <summary>Waits for what must come to be true.</summary>
internal static class Waiting
{
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        long began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.That(Stopwatch.GetElapsedTime(began), Is.LessThan(TimeSpan.FromMinutes(1)), $"It came to be true: {what}");
            await Task.Delay(5);
        }
    }
}
