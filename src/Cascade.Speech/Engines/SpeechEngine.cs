using Cascade.Speech.Wire;

namespace Cascade;

/// <summary>The recognizer that runs in worker processes: one of <see cref="PocketSphinxRecognizer"/> and <see cref="HostedRecognizer"/>.</summary>
public abstract record SpeechEngine
{
    private protected SpeechEngine()
    {
    }

    /// <summary>Checks what can be checked without the engine, and says how the worker is to make it.</summary>
    internal abstract WorkerSetup CreateSetup();
}
