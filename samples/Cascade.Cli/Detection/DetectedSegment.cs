namespace Cascade.Cli.Detection;

/// <summary>A stretch of speech in samples; half-open.</summary>
/// <param name="StartSample">The first sample.</param>
/// <param name="EndSample">The sample after the last one.</param>
/// <param name="EndedBy">Why it ended, where the mode tells.</param>
/// <param name="Channel">Its channel, the first being 0, where each channel is listened to.</param>
internal sealed record DetectedSegment(long StartSample, long EndSample, SegmentEnd? EndedBy, int? Channel = null);
