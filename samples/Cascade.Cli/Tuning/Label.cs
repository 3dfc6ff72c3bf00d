namespace Cascade.Cli.Tuning;

/// <summary>When somebody speaks.</summary>
/// <param name="Start">In seconds.</param>
/// <param name="End">In seconds.</param>
/// <param name="Recording">The recording that the label is of, where its file says so.</param>
/// <param name="Channel">The channel, the first being 1, where its file says so.</param>
internal sealed record Label(double Start, double End, string? Recording = null, int? Channel = null);
