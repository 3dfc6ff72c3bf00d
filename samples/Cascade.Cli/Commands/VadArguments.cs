using System.CommandLine;
using Cascade.Cli.Detection;

namespace Cascade.Cli.Commands;

/// <summary>The options that say how speech is found, for every command that finds some. What is not given keeps the library's default for the mode.</summary>
internal sealed class VadArguments
{
    public const string SharedSession = "--shared-session";

    // Names of the library's options as its exceptions give them -> the command line's, and their ranges in its words.
    private static readonly Dictionary<string, (string Option, string Range)> Ranges = new()
    {
        [nameof(DetectionSettings.Threshold)] = ("--threshold", "more than 0, at most 1"),
        [nameof(DetectionSettings.ExitThreshold)] = ("--exit-threshold", "0 to --threshold"),
        [nameof(DetectionSettings.MinimumSilence)] = ("--min-silence-ms", "0 to 3600000"),
        [nameof(DetectionSettings.SpeechPad)] = ("--pad-ms", "0 to 10000"),
        [nameof(DetectionSettings.MinimumSpeech)] = ("--min-speech-ms", "0 to 3600000"),
        [nameof(DetectionSettings.MaximumSpeech)] = ("--max-speech-s", "twice --pad-ms plus 0.064 s to 3600"),
        [nameof(DetectionSettings.MinimumSilenceAtMaximumSpeech)] = ("--silence-at-max-ms", "0 to 3600000"),
    };

    private readonly Option<DetectionMode> _mode = OptionFactory.Choice(
        "--mode", "As a live stream finds it, or with the whole recording known", ("stream", DetectionMode.Stream), ("offline", DetectionMode.Offline));

    private readonly Option<double?> _threshold = OptionFactory.Number(
        "--threshold", Describe(nameof(DetectionSettings.Threshold), "A frame with at least this probability is speech", "0.5"));

    private readonly Option<double?> _exitThreshold = OptionFactory.Number(
        "--exit-threshold", Describe(nameof(DetectionSettings.ExitThreshold), "Inside speech, a frame below this probability is silence", "0.15 below --threshold"));

    private readonly Option<TimeSpan?> _minimumSilence = OptionFactory.Milliseconds(
        "--min-silence-ms", Describe(nameof(DetectionSettings.MinimumSilence), "Silence of this length ends speech", "100"));

    private readonly Option<TimeSpan?> _pad = OptionFactory.Milliseconds(
        "--pad-ms", Describe(nameof(DetectionSettings.SpeechPad), "Audio kept before and after speech", "30"));

    private readonly Option<TimeSpan?> _minimumSpeech = OptionFactory.Milliseconds(
        "--min-speech-ms", Describe(nameof(DetectionSettings.MinimumSpeech), "Speech no longer than this is discarded", "0; 250 with --mode offline"));

    private readonly Option<TimeSpan?> _maximumSpeech = OptionFactory.Seconds(
        "--max-speech-s", Describe(nameof(DetectionSettings.MaximumSpeech), "Speech that reaches this length is cut", "no maximum"));

    private readonly Option<TimeSpan?> _silenceAtMaximum = OptionFactory.Milliseconds(
        "--silence-at-max-ms", Describe(nameof(DetectionSettings.MinimumSilenceAtMaximumSpeech), "Only longer silences are places for that cut", "98"));

    private readonly Option<MaximumSpeechCut> _cut = OptionFactory.Choice(
        "--cut", "Which of these silences it takes", ("longest", MaximumSpeechCut.LongestSilence), ("last", MaximumSpeechCut.LastSilence));

    private readonly Option<EngineKind> _engine = EngineChoice.Option("The engine that runs the network");

    private readonly Option<bool> _sharedSession = OptionFactory.Flag(SharedSession, "Run on the session that all processors share [default: one of its own]");

    private readonly Option<bool> _native8kHz = OptionFactory.Flag(
        "--native-8khz", "Run 8 kHz input on silero's own 8 kHz network; needs --engine onnx [default: resampled to 16 kHz]");

    private readonly Option<bool> _automaticGain = OptionFactory.Flag("--automatic-gain", "Amplify quiet recordings for the network, by up to 42 dB; with --mode stream only [default: off]");

    public void AddTo(Command command)
    {
        Option[] options = [_mode, _threshold, _exitThreshold, _minimumSilence, _pad, _minimumSpeech, _maximumSpeech, _silenceAtMaximum, _cut, _engine, _sharedSession, _native8kHz, _automaticGain];
        foreach (Option option in options)
        {
            command.Add(option);
        }
    }

    public DetectionMode Mode(ParseResult parsed) => parsed.GetValue(_mode);

    /// <summary>Options for a stream, without a maximum unless one is given: then the events and segments are those of silero's iterator.</summary>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    public StreamProcessorOptions ToStream(ParseResult parsed)
    {
        StreamProcessorOptions options = new()
        {
            Engine = ToEngine(parsed),
            AutomaticGain = parsed.GetValue(_automaticGain),
            Speech = (SpeechSettings)Apply(new SpeechSettings { MaximumSpeech = Timeout.InfiniteTimeSpan }, parsed),
        };
        options.Validate();
        return options;
    }

    /// <exception cref="ArgumentException">A value is outside its range: the ranges are those of a stream.</exception>
    public SpeechTimestampsOptions ToOffline(ParseResult parsed)
    {
        if (ToStream(parsed).AutomaticGain)
        {
            throw new ArgumentException("--automatic-gain adapts to a stream: it goes with --mode stream only.");
        }

        return (SpeechTimestampsOptions)Apply(new SpeechTimestampsOptions(), parsed);
    }

    /// <summary>What is wrong with a value, in the words of the command line.</summary>
    public static string Explain(ArgumentException fault) =>
        fault.ParamName is { } name && Ranges.TryGetValue(name, out (string Option, string Range) known)
            ? $"{known.Option} is outside its range: {known.Range}."
            : fault.Message;

    /// <summary>Gets the engine.</summary>
    /// <exception cref="ArgumentException">The engine does not serve 8 kHz.</exception>
    public VadEngine ToEngine(ParseResult parsed) =>
        parsed.GetValue(_engine) == EngineKind.Onnx ? VadEngine.OnnxRuntime(shareSession: parsed.GetValue(_sharedSession), native8kHz: parsed.GetValue(_native8kHz))
        : parsed.GetValue(_native8kHz) ? throw new ArgumentException("--native-8khz needs --engine onnx: the managed engine runs the network for 16 kHz only.")
        : VadEngine.Managed();

    private DetectionSettings Apply(DetectionSettings defaults, ParseResult parsed) => defaults with
    {
        Threshold = parsed.GetValue(_threshold) ?? defaults.Threshold,
        ExitThreshold = parsed.GetValue(_exitThreshold) ?? defaults.ExitThreshold,
        MinimumSilence = parsed.GetValue(_minimumSilence) ?? defaults.MinimumSilence,
        SpeechPad = parsed.GetValue(_pad) ?? defaults.SpeechPad,
        MinimumSpeech = parsed.GetValue(_minimumSpeech) ?? defaults.MinimumSpeech,
        MaximumSpeech = parsed.GetValue(_maximumSpeech) ?? defaults.MaximumSpeech,
        MinimumSilenceAtMaximumSpeech = parsed.GetValue(_silenceAtMaximum) ?? defaults.MinimumSilenceAtMaximumSpeech,
        MaximumSpeechCut = parsed.GetValue(_cut),
    };

    private static string Describe(string property, string effect, string defaultValue) => $"{effect}; {Ranges[property].Range} [default: {defaultValue}]";
}
