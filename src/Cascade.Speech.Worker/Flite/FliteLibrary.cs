using System.Runtime.InteropServices;

namespace Cascade.Speech.Worker.Flite;

/// <summary>The functions of flite 2.2. Source: the headers of Debian's flite1-dev.</summary>
internal static unsafe class FliteLibrary
{
    private static readonly nint Library = NativeNames.Load("flite", "libflite.so.1", "libflite.1.dylib", "flite.dll");

    public static readonly delegate* unmanaged<int> Initialize = (delegate* unmanaged<int>)Find("flite_init");
    public static readonly delegate* unmanaged<byte*, nint, nint> Synthesize = (delegate* unmanaged<byte*, nint, nint>)Find("flite_synth_text");
    public static readonly delegate* unmanaged<nint, Wave*> GetWave = (delegate* unmanaged<nint, Wave*>)Find("utt_wave");
    public static readonly delegate* unmanaged<nint, void> DeleteUtterance = (delegate* unmanaged<nint, void>)Find("delete_utterance");
    public static readonly delegate* unmanaged<nint, byte*, nint> GetRelation = (delegate* unmanaged<nint, byte*, nint>)Find("utt_relation");
    public static readonly delegate* unmanaged<nint, nint> GetHead = (delegate* unmanaged<nint, nint>)Find("relation_head");
    public static readonly delegate* unmanaged<nint, nint> GetNext = (delegate* unmanaged<nint, nint>)Find("item_next");
    public static readonly delegate* unmanaged<nint, byte*, byte*> GetText = (delegate* unmanaged<nint, byte*, byte*>)Find("ffeature_string");
    public static readonly delegate* unmanaged<nint, byte*, float> GetNumber = (delegate* unmanaged<nint, byte*, float>)Find("ffeature_float");
    public static readonly delegate* unmanaged<nint, byte*, float, void> SetNumber = (delegate* unmanaged<nint, byte*, float, void>)Find("feat_set_float");

    /// <summary>Loads a voice, each of which is a library of its own.</summary>
    public static nint LoadVoice(string name)
    {
        nint library = NativeNames.Load($"flite's voice '{name}'", $"libflite_cmu_us_{name}.so.1", $"libflite_cmu_us_{name}.1.dylib");
        return ((delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(library, $"register_cmu_us_{name}"))(0);
    }

    private static nint Find(string function) => NativeLibrary.GetExport(Library, function);

    /// <summary>The library's cst_wave.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Wave
    {
        public nint Type;
        public int SampleRateHz;
        public int SampleCount;
        public int Channels;
        public short* Samples;
    }

    /// <summary>The beginning of the library's cst_voice.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Voice
    {
        public nint Name;
        public nint Features;
    }
}
