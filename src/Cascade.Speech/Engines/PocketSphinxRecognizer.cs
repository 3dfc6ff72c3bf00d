using Cascade.Speech.Wire;

namespace Cascade;

/// <summary>
/// CMU pocketsphinx, as Debian packages it (<c>libpocketsphinx3</c>, <c>pocketsphinx-en-us</c>): English, with words, times and confidences. It runs in the worker program only.
/// </summary>
/// <remarks>Each utterance is decoded as a whole and by itself: the same audio gives the same words, whoever spoke before.</remarks>
public sealed record PocketSphinxRecognizer : SpeechEngine
{
    private const string DebianFolder = "/usr/share/pocketsphinx/model/en-us";

    /// <summary>
    /// Gets the folder of the acoustic model, the dictionary and the language model, named as Debian names them: <c>en-us/</c>, <c>cmudict-en-us.dict</c>, <c>en-us.lm.bin</c>.
    /// Default <c>/usr/share/pocketsphinx/model/en-us</c>.
    /// </summary>
    public string ModelFolder { get; init; } = DebianFolder;

    /// <summary>Gets another dictionary than the folder's. Default <see langword="null"/>.</summary>
    public string? DictionaryPath { get; init; }

    /// <summary>Gets another language model than the folder's. Default <see langword="null"/>.</summary>
    public string? LanguageModelPath { get; init; }

    /// <summary>Gets the accuracy that is given up for speed. Default <see cref="PocketSphinxSpeed.Accurate"/>.</summary>
    public PocketSphinxSpeed Speed { get; init; }

    /// <summary>Gets the grammars in JSGF by their names, which calls and sessions may choose (see <see cref="SpeechWorkers.GrammarProperty"/>). Every word must be in the dictionary. Default none.</summary>
    public IReadOnlyDictionary<string, string> Grammars { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Gets the grammar of calls that choose none. Default <see langword="null"/>: the full vocabulary. With a grammar here, the language model is not loaded, and a worker needs a quarter of the memory.
    /// </summary>
    public string? Grammar { get; init; }

    internal override WorkerSetup CreateSetup()
    {
        string acoustic = Require(Path.Combine(ModelFolder, "en-us", "mdef"), "the acoustic model");
        string dictionary = Require(DictionaryPath ?? Path.Combine(ModelFolder, "cmudict-en-us.dict"), "the dictionary");
        List<string> arguments = ["-hmm", Path.GetDirectoryName(acoustic)!, "-dict", dictionary];
        if (Grammar is null)
        {
            arguments.AddRange(["-lm", Require(LanguageModelPath ?? Path.Combine(ModelFolder, "en-us.lm.bin"), "the language model")]);
        }
        else if (!Grammars.ContainsKey(Grammar))
        {
            throw new ArgumentException($"{nameof(Grammar)} must be a name in {nameof(Grammars)}; found '{Grammar}'.", nameof(Grammar));
        }

        // The mean of the channel is that of the utterance, and frames keep their places: times would be wrong behind a silence that was taken out.
        arguments.AddRange(["-cmn", "batch", "-remove_silence", "no"]);
        arguments.AddRange(Speed switch
        {
            PocketSphinxSpeed.Fast => ["-fwdflat", "no", "-bestpath", "no", "-ds", "2", "-maxhmmpf", "3000"],
            PocketSphinxSpeed.Fastest =>
                ["-fwdflat", "no", "-bestpath", "no", "-ds", "2", "-maxhmmpf", "1500", "-maxwpf", "10", "-pl_window", "2", "-topn", "3", "-lpbeam", "1e-30", "-lponlybeam", "7e-20"],
            _ => [],
        });

        return new WorkerSetup { PocketSphinx = new() { Arguments = [.. arguments], Grammars = new(Grammars), Grammar = Grammar } };
    }

    private static string Require(string path, string what) => File.Exists(path)
        ? Path.GetFullPath(path)
        : throw new SpeechWorkerException(
            SpeechWorkerFailure.EngineFailed,
            $"pocketsphinx lacks {what}: expected '{path}', found no such file. Debian and Ubuntu: sudo apt-get install libpocketsphinx3 pocketsphinx-en-us; elsewhere name the folder in {nameof(ModelFolder)}.");
}
