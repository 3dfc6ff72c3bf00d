using Microsoft.Extensions.Options;

namespace Cascade.Hosting;

/// <summary>Checks all options when the application starts, and tells everything that is wrong at once.</summary>
internal sealed class CascadeHostingOptionsValidator : IValidateOptions<CascadeHostingOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, CascadeHostingOptions options)
    {
        List<string> faults = [.. Faults(options)];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(CascadeHostingOptions o)
    {
        long segmentBytes = (long)(o.Processor.Speech.MaximumSpeech.TotalSeconds * AudioFormat.Pcm16Mono16k.SampleRateHz * AudioFormat.Pcm16Mono16k.BytesPerBlock);
        (bool IsLegal, string Name, object? Value, string Expected)[] rules =
        [
            (o.Processor.Speech.MaximumSpeech > TimeSpan.Zero, "Processor.Speech.MaximumSpeech", o.Processor.Speech.MaximumSpeech, "limited: it bounds the memory of a session"),
            (o.Processor.Audio == ResultAudio.Pcm16Mono, "Processor.Audio", o.Processor.Audio, "Pcm16Mono, as the protocol says"),
            (o.MaxSessions >= 1, nameof(o.MaxSessions), o.MaxSessions, "at least 1"),
            (o.MaxSessionsPerClient >= 1, nameof(o.MaxSessionsPerClient), o.MaxSessionsPerClient, "at least 1"),
            (o.MaxInputRate is >= 1 and <= 1000, nameof(o.MaxInputRate), o.MaxInputRate, "from 1 to 1000"),
            (IsWithin(o.InputBurst, Second, Hour), nameof(o.InputBurst), o.InputBurst, "from 1 s to 1 hour"),
            (o.MaxFormatBytesPerSecond >= 8000, nameof(o.MaxFormatBytesPerSecond), o.MaxFormatBytesPerSecond, "at least 8000"),
            (o.MaxMessagesPerSecond >= 1, nameof(o.MaxMessagesPerSecond), o.MaxMessagesPerSecond, "at least 1"),
            (o.MessageBurst >= 1, nameof(o.MessageBurst), o.MessageBurst, "at least 1"),
            (o.MaxMessageBytes is >= 1024 and <= 64 * 1024 * 1024, nameof(o.MaxMessageBytes), o.MaxMessageBytes, "from 1 KB to 64 MB"),
            (IsPositive(o.StartTimeout, Hour), nameof(o.StartTimeout), o.StartTimeout, "more than 0 and at most 1 hour"),
            (IsPositive(o.IdleTimeout, Day), nameof(o.IdleTimeout), o.IdleTimeout, "more than 0 and at most 1 day"),
            (IsPositive(o.IdleTimeoutUnderPressure, Day), nameof(o.IdleTimeoutUnderPressure), o.IdleTimeoutUnderPressure, "more than 0 and at most 1 day"),
            (IsPositive(o.IdleAfter, Day), nameof(o.IdleAfter), o.IdleAfter, "more than 0 and at most 1 day"),
            (IsWithin(o.ResumeWindow, TimeSpan.Zero, Day), nameof(o.ResumeWindow), o.ResumeWindow, "from 0 to 1 day"),
            (o.MaxUnacknowledgedEvents >= 16, nameof(o.MaxUnacknowledgedEvents), o.MaxUnacknowledgedEvents, "at least 16"),
            (o.MaxUnacknowledgedBytes >= 4 * segmentBytes, nameof(o.MaxUnacknowledgedBytes), o.MaxUnacknowledgedBytes, $"at least {4 * segmentBytes}, four segments of Processor.Speech.MaximumSpeech"),
            (o.SegmentAudioBytes >= segmentBytes, nameof(o.SegmentAudioBytes), o.SegmentAudioBytes, $"at least {segmentBytes}, a segment of Processor.Speech.MaximumSpeech"),
            (IsPositive(o.SendTimeout, Hour), nameof(o.SendTimeout), o.SendTimeout, "more than 0 and at most 1 hour"),
            (IsPositive(o.CloseTimeout, TimeSpan.FromMinutes(1)), nameof(o.CloseTimeout), o.CloseTimeout, "more than 0 and at most 1 minute"),
            (IsPositive(o.KeepAliveInterval, Hour), nameof(o.KeepAliveInterval), o.KeepAliveInterval, "more than 0 and at most 1 hour"),
            (IsPositive(o.KeepAliveTimeout, Hour), nameof(o.KeepAliveTimeout), o.KeepAliveTimeout, "more than 0 and at most 1 hour"),
            (o.MemoryLimitBytes is null or > 0, nameof(o.MemoryLimitBytes), o.MemoryLimitBytes, "more than 0"),
            (o.MaxHeldBytes is null or > 0, nameof(o.MaxHeldBytes), o.MaxHeldBytes, "more than 0"),
            (o.Token is null or { Length: > 0 }, nameof(o.Token), "an empty one", "not empty; leave it out for none"),
        ];
        return from rule in rules where !rule.IsLegal select $"{CascadeHostingOptions.SectionName}:{rule.Name} must be {rule.Expected}; found {rule.Value}.";
    }

    private static bool IsWithin(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;

    private static bool IsPositive(TimeSpan value, TimeSpan most) => value > TimeSpan.Zero && value <= most;
}
