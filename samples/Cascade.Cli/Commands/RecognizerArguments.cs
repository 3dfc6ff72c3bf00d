using System.CommandLine;

namespace Cascade.Cli.Commands;

/// <summary>The options that say how speech is recognized.</summary>
internal sealed class RecognizerArguments
{
    private const string GrammarName = "grammar";

    private readonly Option<PocketSphinxSpeed> _speed = OptionFactory.Choice(
        "--speed", "The recognizer's choice between accuracy and speed", ("accurate", PocketSphinxSpeed.Accurate), ("fast", PocketSphinxSpeed.Fast), ("fastest", PocketSphinxSpeed.Fastest));

    private readonly Option<string?> _grammar = OptionFactory.File("--grammar", "Hear only what a grammar in JSGF allows [default: the full vocabulary]");

    private readonly Option<string?> _model = OptionFactory.Folder("--model", "The folder of pocketsphinx's model [default: that of Debian's pocketsphinx-en-us]");

    /// <summary>The option that names a file with a grammar.</summary>
    public Option Grammar => _grammar;

    /// <summary>The option that names a folder of this machine.</summary>
    public Option Model => _model;

    public void AddTo(Command command)
    {
        command.Add(_speed);
        command.Add(_grammar);
        command.Add(_model);
    }

    /// <returns>The text of the grammar that was named, or null.</returns>
    public async Task<string?> ReadGrammarAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        parsed.GetValue(_grammar) is { } file ? await File.ReadAllTextAsync(file, cancellationToken) : null;

    /// <param name="parsed">The command line.</param>
    /// <param name="grammar">The text of a grammar, or null.</param>
    public PocketSphinxRecognizer ToRecognizer(ParseResult parsed, string? grammar)
    {
        PocketSphinxRecognizer recognizer = new() { Speed = parsed.GetValue(_speed) };
        if (parsed.GetValue(_model) is { } model)
        {
            recognizer = recognizer with { ModelFolder = model };
        }

        return grammar is null ? recognizer : recognizer with { Grammars = new Dictionary<string, string> { [GrammarName] = grammar }, Grammar = GrammarName };
    }

    /// <summary>Gets options of workers for which nobody waits: an utterance may take its time.</summary>
    public static SpeechWorkerOptions ToOptions(PocketSphinxRecognizer recognizer) => new()
    {
        Engine = recognizer,
        MaximumWait = Timeout.InfiniteTimeSpan,
        JobTimeout = TimeSpan.FromMinutes(1),
        JobTimeoutFactor = 10,
        StartTimeout = TimeSpan.FromMinutes(1),
        MaximumAudio = TimeSpan.FromMinutes(2),
    };
}
