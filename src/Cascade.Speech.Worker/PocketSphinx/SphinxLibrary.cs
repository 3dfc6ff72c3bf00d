using System.Reflection;
using System.Runtime.InteropServices;

namespace Cascade.Speech.Worker.PocketSphinx;

/// <summary>The functions of pocketsphinx 5 (prealpha) as Debian packages them. Source: pocketsphinx.h and cmd_ln.h of libpocketsphinx-dev 0.8+5prealpha.</summary>
internal static partial class SphinxLibrary
{
    private const string Sphinx = "pocketsphinx";
    private const string Base = "sphinxbase";

    static SphinxLibrary() => NativeLibrary.SetDllImportResolver(typeof(SphinxLibrary).Assembly, Resolve);

    [LibraryImport(Sphinx, EntryPoint = "ps_args")]
    public static partial nint Arguments();

    [LibraryImport(Base, EntryPoint = "cmd_ln_parse_r", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ParseArguments(nint previous, nint definitions, int count, string?[] arguments, int isStrict);

    [LibraryImport(Sphinx, EntryPoint = "ps_init")]
    public static partial nint Create(nint configuration);

    [LibraryImport(Sphinx, EntryPoint = "ps_start_stream")]
    public static partial int StartStream(nint decoder);

    [LibraryImport(Sphinx, EntryPoint = "ps_start_utt")]
    public static partial int StartUtterance(nint decoder);

    [LibraryImport(Sphinx, EntryPoint = "ps_process_raw")]
    public static unsafe partial int Process(nint decoder, byte* samples, nuint count, int hasNoSearch, int isWholeUtterance);

    [LibraryImport(Sphinx, EntryPoint = "ps_end_utt")]
    public static partial int EndUtterance(nint decoder);

    [LibraryImport(Sphinx, EntryPoint = "ps_get_hyp")]
    public static partial nint GetHypothesis(nint decoder, out int score);

    [LibraryImport(Sphinx, EntryPoint = "ps_seg_iter")]
    public static partial nint GetSegments(nint decoder);

    [LibraryImport(Sphinx, EntryPoint = "ps_seg_next")]
    public static partial nint NextSegment(nint segment);

    [LibraryImport(Sphinx, EntryPoint = "ps_seg_word")]
    public static partial nint GetWord(nint segment);

    [LibraryImport(Sphinx, EntryPoint = "ps_seg_frames")]
    public static partial void GetFrames(nint segment, out int first, out int last);

    [LibraryImport(Sphinx, EntryPoint = "ps_seg_prob")]
    public static partial int GetProbability(nint segment, out int acoustic, out int language, out int backOff);

    [LibraryImport(Sphinx, EntryPoint = "ps_get_logmath")]
    public static partial nint GetLogarithms(nint decoder);

    [LibraryImport(Base, EntryPoint = "logmath_exp")]
    public static partial double Exponential(nint logarithms, int value);

    [LibraryImport(Sphinx, EntryPoint = "ps_set_jsgf_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetGrammar(nint decoder, string name, string text);

    [LibraryImport(Sphinx, EntryPoint = "ps_set_search", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetSearch(nint decoder, string name);

    [LibraryImport(Sphinx, EntryPoint = "ps_get_search")]
    public static partial nint GetSearch(nint decoder);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        Sphinx => NativeNames.Load("pocketsphinx", "libpocketsphinx.so.3", "libpocketsphinx.3.dylib", "pocketsphinx.dll"),
        Base => NativeNames.Load("pocketsphinx", "libsphinxbase.so.3", "libsphinxbase.3.dylib", "sphinxbase.dll"),
        _ => 0, // found by its own name
    };
}
