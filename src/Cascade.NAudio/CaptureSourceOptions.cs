using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>How a <see cref="CaptureSource"/> works.</summary>
public sealed record CaptureSourceOptions
{
    /// <summary>Gets how much recorded audio may wait for the processor. Default 10 s; 100 ms to 1 hour.</summary>
    public TimeSpan MaximumQueue { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets where the source logs, in the category <c>Cascade</c>: a warning when the queue is full. Default <see langword="null"/>: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    internal void Validate()
    {
        if (MaximumQueue < TimeSpan.FromMilliseconds(100) || MaximumQueue > TimeSpan.FromHours(1))
        {
            throw new ArgumentOutOfRangeException(nameof(MaximumQueue), MaximumQueue, $"{nameof(MaximumQueue)} must be from 100 ms to 1 hour.");
        }
    }
}
