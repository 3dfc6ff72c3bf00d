using System.Text.Json;

namespace Cascade.Diagnostics;

/// <summary>The tags of measurements. The values are strings that exist already, so a measurement allocates nothing.</summary>
internal sealed class MetricTags(VadEngine engine)
{
    public const string EngineKey = "cascade.engine";
    public const string ModelKey = "cascade.model";
    public const string SegmentReasonKey = "cascade.segment.reason";
    public const string DiscardReasonKey = "cascade.discard.reason";
    public const string ErrorTypeKey = "error.type"; // of the conventions, for every library

    private static readonly string[] SegmentReasons = [.. Enum.GetNames<SegmentEnd>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public KeyValuePair<string, object?> Engine { get; } = new(EngineKey, engine.Name.ToLowerInvariant());

    /// <summary>Without folders, so that the same file on two machines is one model.</summary>
    public KeyValuePair<string, object?> Model { get; } = new(ModelKey, Path.GetFileName(engine.Model.Name));

    public static KeyValuePair<string, object?> BurstDiscarded { get; } = new(DiscardReasonKey, "burst");

    public static KeyValuePair<string, object?> RestDiscarded { get; } = new(DiscardReasonKey, "rest");

    public static KeyValuePair<string, object?> SegmentReason(SegmentEnd reason) => new(SegmentReasonKey, SegmentReasons[(int)reason]);

    /// <summary>The full name of the exception, as the conventions want it.</summary>
    public static KeyValuePair<string, object?> ErrorType(Exception error) => new(ErrorTypeKey, error.GetType().FullName);
}
