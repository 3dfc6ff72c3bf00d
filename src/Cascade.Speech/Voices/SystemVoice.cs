namespace Cascade;

/// <summary>The program that speaks.</summary>
public enum SystemVoice
{
    /// <summary>Flite where it is installed, else espeak-ng.</summary>
    Installed,

    /// <summary>Flite 2.2, in a worker process: English, with the times of words and phonemes.</summary>
    Flite,

    /// <summary>The program espeak-ng: a hundred languages, no times. Its licence is the GPL, so nothing is ever linked with it.</summary>
    EspeakNg,
}
