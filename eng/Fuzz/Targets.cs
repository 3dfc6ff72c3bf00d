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
        ["snapshot"] = new(Snapshots(), TrySnapshot),
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

    private static byte[][] Snapshots()
    {
        AudioFormat stereo = new(44_100, 2);
        StreamProcessorOptions plain = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.All } };
        return [Snapshot(plain, 0), Snapshot(plain, 5001), Snapshot(plain with { InputFormat = stereo, Audio = ResultAudio.Input, AutomaticGain = true }, 9003), Snapshot(plain with { Audio = ResultAudio.None }, 40_000)];
    }

    private static byte[] Snapshot(StreamProcessorOptions options, int bytes)
    {
        using StreamProcessor processor = new(options);
        byte[] noise = new byte[bytes];
        new Random(bytes).NextBytes(noise);
        processor.Push(noise);
        processor.PushEnd();
        processor.Push(noise.AsSpan(0, bytes / 3));
        return processor.Save();
    }

    // The checksum is made right, so that what lies behind it is read.
    private static void TrySnapshot(byte[] bytes)
    {
        try
        {
            StreamSnapshot.Sign(bytes);
            StreamSnapshot snapshot = StreamSnapshot.Read(bytes);
            using StreamProcessor processor = snapshot.Restore(snapshot.Options with { Engine = VadEngine.Managed(), MaximumBacklog = TimeSpan.FromSeconds(1) });
            processor.Push(new byte[20_000]);
            processor.FlushAsync().AsTask().GetAwaiter().GetResult();
            StreamSnapshot.Read(processor.Save());
        }
        catch (SnapshotException)
        {
            // The answer to bytes that are none.
        }
        catch (InvalidOperationException e) when (e.Message.Contains("was completed", StringComparison.Ordinal))
        {
            // A stream that takes no more audio.
        }
    }
}
