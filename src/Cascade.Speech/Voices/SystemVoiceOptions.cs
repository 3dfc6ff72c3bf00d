using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>How <see cref="SystemTextToSpeechClient"/> speaks. Every value is checked when the client is made.</summary>
public sealed record SystemVoiceOptions
{
    /// <summary>Gets the program that speaks. Default <see cref="SystemVoice.Installed"/>.</summary>
    public SystemVoice Engine { get; init; }

    /// <summary>
    /// Gets the voice: of flite <c>slt</c>, <c>rms</c>, <c>awb</c>, <c>kal16</c> or <c>kal</c>, of espeak-ng as <c>espeak-ng --voices</c> lists them. Default <see langword="null"/>: <c>slt</c>, or
    /// <c>en-us</c>. A call of espeak-ng may name another one.
    /// </summary>
    public string? Voice { get; init; }

    /// <summary>Gets how many texts are spoken at the same time. Default 1; 1 to 256. A sentence takes flite some 20 ms.</summary>
    public int Count { get; init; } = 1;

    /// <summary>
    /// Gets how long a text may take; then the program is killed. Default 10 s; 1 ms to 1 day. flite's worker may take as long to be ready, at least 10 s and at most 1 hour.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the program espeak-ng. Default <see langword="null"/>: the first in PATH.</summary>
    public string? EspeakNgPath { get; init; }

    /// <summary>Gets the worker program, as <see cref="SpeechWorkerOptions.WorkerPath"/>.</summary>
    public string? WorkerPath { get; init; }

    /// <summary>Gets the <c>dotnet</c> program, as <see cref="SpeechWorkerOptions.DotnetPath"/>.</summary>
    public string? DotnetPath { get; init; }

    /// <summary>Gets where flite's worker logs, in the category <c>Cascade.Speech</c>. Default <see langword="null"/>: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Gets the clock of all times. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal SpeechWorkerOptions ToWorkers() => new()
    {
        Count = Count,
        JobTimeout = Timeout,
        JobTimeoutFactor = 0,
        MaximumWait = Timeout,
        StartTimeout = TimeSpan.FromSeconds(Math.Clamp(Timeout.TotalSeconds, 10, 3_600)), // a machine that needs more time for a text needs more for a process
        WorkerPath = WorkerPath,
        DotnetPath = DotnetPath,
        LoggerFactory = LoggerFactory,
        TimeProvider = TimeProvider,
    };

    internal void Validate()
    {
        if (!Enum.IsDefined(Engine))
        {
            throw new ArgumentOutOfRangeException(nameof(Engine), Engine, $"{nameof(Engine)} must be a member of {nameof(SystemVoice)}.");
        }

        if (Voice is not null)
        {
            VoiceName.Check(Voice, nameof(Voice));
        }

        ToWorkers().Validate();
    }
}
