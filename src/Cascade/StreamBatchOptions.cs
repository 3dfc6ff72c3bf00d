using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>How a <see cref="StreamBatch"/> works. Every value is checked when a batch is made.</summary>
public sealed record StreamBatchOptions
{
    /// <summary>Gets the network of all streams, which <see cref="VadEngine.Managed"/> must be able to run. Default Silero version 6, which is built in.</summary>
    public VadModel Model { get; init; } = VadModel.SileroV6;

    /// <summary>Gets the number of threads of the pool that a tick may use. Default 1; 1 to 1,024.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Gets the factory of the logger, category <c>Cascade</c>: a warning when ticks are slower than real time. Default <see langword="null"/>: no log.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Gets the clock of measurements and of <see cref="StreamBatch.RunAsync"/>. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Checks every value against its legal range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its legal range.</exception>
    /// <exception cref="ArgumentNullException">A value that must not be <see langword="null"/> is.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Model);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        DetectionSettings.ThrowUnless(Threads is >= 1 and <= 1024, Threads, "from 1 to 1,024", nameof(Threads));
    }
}
