using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cascade.Hosting.Wire;

/// <summary>The options that a client may set, each of them or none.</summary>
internal sealed record OptionsMessage
{
    private const double MaxMilliseconds = 3_600_000;

    public double? Threshold { get; init; }

    /// <summary>A number, null, or missing: null is not the same as missing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] // missing cannot be written
    public JsonElement ExitThreshold { get; init; }

    public double? MinimumSilenceMs { get; init; }

    public double? SpeechPadMs { get; init; }

    public double? MinimumSpeechMs { get; init; }

    public double? MaximumSpeechMs { get; init; }

    /// <summary>Returns the settings with the values that are named here.</summary>
    /// <param name="current">The values that are not named.</param>
    /// <param name="longest">The longest <see cref="DetectionSettings.MaximumSpeech"/>.</param>
    /// <param name="isFatal">Whether the connection ends where a value is illegal.</param>
    /// <exception cref="ProtocolException">A value is outside its legal range.</exception>
    public SpeechSettings ApplyTo(SpeechSettings current, TimeSpan longest, bool isFatal)
    {
        try
        {
            SpeechSettings settings = current with
            {
                Threshold = Threshold ?? current.Threshold,
                ExitThreshold = ExitThreshold.ValueKind switch
                {
                    JsonValueKind.Undefined => current.ExitThreshold,
                    JsonValueKind.Null => null,
                    _ => ExitThreshold.GetDouble(),
                },
                MinimumSilence = Duration(MinimumSilenceMs, nameof(MinimumSilenceMs)) ?? current.MinimumSilence,
                SpeechPad = Duration(SpeechPadMs, nameof(SpeechPadMs)) ?? current.SpeechPad,
                MinimumSpeech = Duration(MinimumSpeechMs, nameof(MinimumSpeechMs)) ?? current.MinimumSpeech,
                MaximumSpeech = Duration(MaximumSpeechMs, nameof(MaximumSpeechMs)) ?? current.MaximumSpeech,
            };
            settings.Validate();
            return settings.MaximumSpeech <= longest
                ? settings
                : throw new ArgumentException($"maximumSpeechMs must be at most {longest.TotalMilliseconds}.");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // The second line and the parameter are for programmers.
            throw new ProtocolException(ErrorCode.InvalidOptions, e.Message.Split(" (Parameter")[0], isFatal);
        }
    }

    private static TimeSpan? Duration(double? milliseconds, string name) => milliseconds switch
    {
        null => null,
        >= 0 and <= MaxMilliseconds => TimeSpan.FromMilliseconds(milliseconds.Value),
        _ => throw new ArgumentException($"{JsonNamingPolicy.CamelCase.ConvertName(name)} must be from 0 to {MaxMilliseconds}."),
    };
}
