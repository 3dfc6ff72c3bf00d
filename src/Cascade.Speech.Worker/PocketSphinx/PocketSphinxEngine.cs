using System.Runtime.InteropServices;
using Cascade.Speech.Wire;

namespace Cascade.Speech.Worker.PocketSphinx;

/// <summary>Decodes whole utterances with pocketsphinx.</summary>
internal sealed class PocketSphinxEngine : IWorkerEngine
{
    private const int FrameTicks = (int)(TimeSpan.TicksPerSecond / 100); // -frate 100, the default
    private const int BytesPerSample = 2;

    private readonly nint _decoder;
    private readonly string _search;
    private string _current;

    public PocketSphinxEngine(PocketSphinxSetup setup)
    {
        string?[] arguments = ["pocketsphinx", .. setup.Arguments];
        nint configuration = SphinxLibrary.ParseArguments(0, SphinxLibrary.Arguments(), arguments.Length, arguments, isStrict: 1);
        _decoder = configuration == 0 ? 0 : SphinxLibrary.Create(configuration);
        if (_decoder == 0)
        {
            throw new InvalidDataException($"pocketsphinx can't be made with these arguments: {string.Join(' ', setup.Arguments)}. Its own messages stand in the log.");
        }

        foreach ((string name, string text) in setup.Grammars)
        {
            if (SphinxLibrary.SetGrammar(_decoder, name, text) != 0)
            {
                throw new InvalidDataException($"The grammar '{name}' does not compile: expected JSGF whose words are all in the dictionary. The messages of pocketsphinx stand in the log.");
            }
        }

        _search = setup.Grammar ?? Marshal.PtrToStringUTF8(SphinxLibrary.GetSearch(_decoder))!;
        _current = "";
        Select(_search);
    }

    public unsafe void Run(JobHeader header, ReadOnlyMemory<byte> data, JobOutput output, CancellationToken cancellationToken)
    {
        Select(header.Grammar ?? _search);
        ThrowIf(SphinxLibrary.StartStream(_decoder) < 0); // forgets the noise of the speaker before, which would change the words of this one
        ThrowIf(SphinxLibrary.StartUtterance(_decoder) < 0);
        fixed (byte* samples = data.Span)
        {
            // As a whole: the level of the channel is then taken from the utterance itself.
            ThrowIf(SphinxLibrary.Process(_decoder, samples, (nuint)(data.Length / BytesPerSample), hasNoSearch: 0, isWholeUtterance: 1) < 0);
        }

        ThrowIf(SphinxLibrary.EndUtterance(_decoder) < 0);
        ResultMark[] words = ReadWords();
        if (words.Length > 0)
        {
            output.Write(new ResultPart { Text = string.Join(' ', words.Select(word => word.Text)), Start = words[0].Start, End = words[^1].End, Words = words });
        }
    }

    private void Select(string search)
    {
        if (search != _current)
        {
            ThrowIf(SphinxLibrary.SetSearch(_decoder, search) != 0);
            _current = search;
        }
    }

    private ResultMark[] ReadWords()
    {
        if (SphinxLibrary.GetHypothesis(_decoder, out _) == 0)
        {
            return [];
        }

        List<ResultMark> words = [];
        nint logarithms = SphinxLibrary.GetLogarithms(_decoder);
        for (nint segment = SphinxLibrary.GetSegments(_decoder); segment != 0; segment = SphinxLibrary.NextSegment(segment))
        {
            string word = Marshal.PtrToStringUTF8(SphinxLibrary.GetWord(segment))!;
            if (WordOf(word) is { } text)
            {
                SphinxLibrary.GetFrames(segment, out int first, out int last);
                double confidence = SphinxLibrary.Exponential(logarithms, SphinxLibrary.GetProbability(segment, out _, out _, out _));
                words.Add(new ResultMark(text, (long)first * FrameTicks, (last + 1L) * FrameTicks, Math.Clamp(confidence, 0, 1)));
            }
        }

        return [.. words];
    }

    // <s>, <sil>, [NOISE], ++UH++ and (NULL) are no words; another pronunciation of a word has its number behind it: the(2).
    private static string? WordOf(string word) =>
        word is ['<' or '[' or '+' or '(', ..] ? null
        : word.IndexOf('(') is > 0 and int number ? word[..number]
        : word;

    private static void ThrowIf(bool hasFailed)
    {
        if (hasFailed)
        {
            throw new InvalidOperationException("pocketsphinx reported an error. Its own messages stand in the log.");
        }
    }
}
