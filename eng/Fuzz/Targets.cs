using Cascade.Hosting.Wire;
using Cascade.Tests.Audio;

namespace Cascade.Fuzz;

/// <summary>The readers that are fuzzed, by name.</summary>
internal static class Targets
{
    private static readonly byte[][] Messages =
    [
        """{"type":"start","version":1,"format":{"sampleRate":16000,"channels":1,"encoding":"pcm16"},"options":{"threshold":0.5},"segmentAudio":"binary"}"""u8.ToArray(),
        """{"type":"update","options":{"minimumSilenceMs":100}}"""u8.ToArray(),
        """{"type":"resume","session":"\u00e4","acknowledged":0,"event":0}"""u8.ToArray(),
        """{"type":"ping","id":"1"}"""u8.ToArray(),
    ];

    public static IReadOnlyDictionary<string, Target> All { get; } = new Dictionary<string, Target>
    {
        ["wav"] = new(AudioFuzz.Headers, bytes => AudioFuzz.TryOpenAsync(bytes).AsTask().GetAwaiter().GetResult()),
        ["wire"] = new(Messages, TryMessage),
    };

    private static void TryMessage(byte[] utf8)
    {
        try
        {
            ClientMessages.Read(utf8);
        }
        catch (ProtocolException)
        {
            // The answer to a message that is none.
        }
    }
}
