using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>How a pool of worker processes works. Every value is checked when the pool is made.</summary>
public sealed record SpeechWorkerOptions
{
    /// <summary>Gets the recognizer. Default: pocketsphinx with its full vocabulary.</summary>
    public SpeechEngine Engine { get; init; } = new PocketSphinxRecognizer();

    /// <summary>Gets how many processes, each with one decoder. Default: as many as the machine has processors; 1 to 256.</summary>
    public int Count { get; init; } = Environment.ProcessorCount;

    /// <summary>Gets how many jobs may wait beside those that run. Default <see langword="null"/>: 16 for each process; otherwise 0 to 100,000.</summary>
    public int? QueueLength { get; init; }

    /// <summary>Gets how long a job may wait for a worker. Default 2 s; 1 ms to 1 day, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan MaximumWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how long a job may run, beside <see cref="JobTimeoutFactor"/>; then its worker is killed. Default 2 s; 1 ms to 1 day.</summary>
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how much longer a job may run for each second of its audio, in seconds. Default 0.5; 0 to 1,000.</summary>
    public double JobTimeoutFactor { get; init; } = 0.5;

    /// <summary>Gets how long a worker may take to be ready. Default 10 s; 10 ms to 1 hour.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long a worker may go on with a canceled job before it is killed. Default 500 ms; 0 to 1 hour.</summary>
    public TimeSpan CancellationGrace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets whether a job whose worker crashed is tried once more, on another one. Default <see langword="true"/>. It is never tried a third time.</summary>
    public bool RetriesCrashedJobs { get; init; } = true;

    /// <summary>Gets how often an idle worker is asked whether it is there. Default 2.5 s; 10 ms to 1 hour.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Gets the time without an answer after which an idle worker is killed and replaced. Default 5 s; 10 ms to 1 hour.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the number of jobs after which a new worker replaces an old one. The new worker is ready before the old one ends. Default 1,000; 1 to 2 billion.</summary>
    public int MaximumJobs { get; init; } = 1_000;

    /// <summary>Gets the resident memory, in bytes, above which a worker is replaced in the same way after a job. Default 300 MB; at least 1 MB.</summary>
    public long RestartMemory { get; init; } = 300_000_000;

    /// <summary>Gets the resident memory, in bytes, above which a worker is killed during a job. Default 500 MB; at least <see cref="RestartMemory"/>. Raise both for large models.</summary>
    public long MemoryLimit { get; init; } = 500_000_000;

    /// <summary>Gets the longest audio of a job. Default 60 s; 1 s to 10 hours.</summary>
    public TimeSpan MaximumAudio { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the shortest audio of a job. Shorter audio is refused: recognizers crash on empty audio. Default 100 ms; 1 ms to 10 s.</summary>
    public TimeSpan MinimumAudio { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets how many sessions have a context at the same time; the one that was used longest ago gives way. Default 1,000; 1 to 1 million.</summary>
    public int MaximumSessions { get; init; } = 1_000;

    /// <summary>Gets how much text of a session is kept for the recognizer, in characters. Default 1,000; 0 to 32,768.</summary>
    public int SessionText { get; init; } = 1_000;

    /// <summary>Gets the time after its last use when a session's context is forgotten. Default 60 s; 1 ms to 1 day.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the worker program, <c>Cascade.Speech.Worker.dll</c>. Default <see langword="null"/>: in the folder <c>cascade-speech-worker</c> beside the host's assemblies, where the package puts it.</summary>
    public string? WorkerPath { get; init; }

    /// <summary>Gets the <c>dotnet</c> program that starts workers. Default <see langword="null"/>: the program of the runtime which runs the host. A self-contained host must name one.</summary>
    public string? DotnetPath { get; init; }

    /// <summary>Gets where the pool logs, in the category <c>Cascade.Speech</c>. Default <see langword="null"/>: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Gets the clock of all times. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal int QueueCapacity => QueueLength ?? 16 * Count;

    internal void Validate()
    {
        TimeSpan millisecond = TimeSpan.FromMilliseconds(1);
        TimeSpan hour = TimeSpan.FromHours(1);
        TimeSpan day = TimeSpan.FromDays(1);
        ArgumentNullException.ThrowIfNull(Engine, nameof(Engine));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        ThrowUnless(Count is >= 1 and <= 256, Count, "from 1 to 256", nameof(Count));
        ThrowUnless(QueueLength is null or (>= 0 and <= 100_000), QueueLength, "null, or from 0 to 100,000", nameof(QueueLength));
        ThrowUnless(MaximumWait == Timeout.InfiniteTimeSpan || IsWithin(MaximumWait, millisecond, day), MaximumWait, "Timeout.InfiniteTimeSpan, or from 1 ms to 1 day", nameof(MaximumWait));
        ThrowUnless(IsWithin(JobTimeout, millisecond, day), JobTimeout, "from 1 ms to 1 day", nameof(JobTimeout));
        ThrowUnless(JobTimeoutFactor is >= 0 and <= 1_000, JobTimeoutFactor, "from 0 to 1,000", nameof(JobTimeoutFactor));
        ThrowUnless(IsWithin(StartTimeout, 10 * millisecond, hour), StartTimeout, "from 10 ms to 1 hour", nameof(StartTimeout));
        ThrowUnless(IsWithin(CancellationGrace, TimeSpan.Zero, hour), CancellationGrace, "from 0 to 1 hour", nameof(CancellationGrace));
        ThrowUnless(IsWithin(PingInterval, 10 * millisecond, hour), PingInterval, "from 10 ms to 1 hour", nameof(PingInterval));
        ThrowUnless(IsWithin(PingTimeout, 10 * millisecond, hour), PingTimeout, "from 10 ms to 1 hour", nameof(PingTimeout));
        ThrowUnless(MaximumJobs is >= 1 and <= 2_000_000_000, MaximumJobs, "from 1 to 2 billion", nameof(MaximumJobs));
        ThrowUnless(RestartMemory >= 1_000_000, RestartMemory, "at least 1 MB", nameof(RestartMemory));
        ThrowUnless(MemoryLimit >= RestartMemory, MemoryLimit, $"at least {nameof(RestartMemory)}", nameof(MemoryLimit));
        ThrowUnless(IsWithin(MaximumAudio, TimeSpan.FromSeconds(1), 10 * hour), MaximumAudio, "from 1 second to 10 hours", nameof(MaximumAudio));
        ThrowUnless(IsWithin(MinimumAudio, millisecond, TimeSpan.FromSeconds(10)), MinimumAudio, "from 1 ms to 10 seconds", nameof(MinimumAudio));
        ThrowUnless(MaximumSessions is >= 1 and <= 1_000_000, MaximumSessions, "from 1 to 1 million", nameof(MaximumSessions));
        ThrowUnless(SessionText is >= 0 and <= 32_768, SessionText, "from 0 to 32,768", nameof(SessionText));
        ThrowUnless(IsWithin(SessionTimeout, millisecond, day), SessionTimeout, "from 1 ms to 1 day", nameof(SessionTimeout));
    }

    private static bool IsWithin(TimeSpan value, TimeSpan minimum, TimeSpan maximum) => value >= minimum && value <= maximum;

    private static void ThrowUnless(bool isLegal, object? value, string expected, string name)
    {
        if (!isLegal)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");
        }
    }
}
