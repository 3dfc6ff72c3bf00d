namespace Cascade.Tests;

/// <summary>Bytes that are no snapshot, or not one for these options, are refused with what was expected and found.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SnapshotDamageTests
{
    private static readonly StreamProcessorOptions Options = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.All } };

    private static readonly Lazy<byte[]> Saved = new(() =>
    {
        using StreamProcessor processor = new(Options);
        processor.Push(Recording.Conversation.Audio.AsSpan(0, 60_001));
        return processor.Save();
    });

    [Test]
    public void AnyByteChanged_IsRefused()
    {
        byte[] bytes = [.. Saved.Value];
        for (int i = 0; i < bytes.Length; i += i < 400 ? 1 : 97)
        {
            bytes[i] ^= 0x10;
            Assert.That(() => StreamSnapshot.Read(bytes), Throws.InstanceOf<SnapshotException>(), $"byte {i}");
            bytes[i] ^= 0x10;
        }
    }

    [Test]
    public void CutAnywhere_IsRefused()
    {
        for (int length = 0; length < Saved.Value.Length; length += length < 400 ? 1 : 997)
        {
            Assert.That(() => StreamSnapshot.Read(Saved.Value.AsMemory(0, length)), Throws.InstanceOf<SnapshotException>(), $"{length} bytes");
        }
    }

    [Test]
    public async Task ForgedBytes_AreRefusedOrRestoreSomeStream([Range(1, 2)] int seed)
    {
        Random random = new(seed);
        int restored = 0;
        for (int i = 0; i < 1000; i++)
        {
            byte[] bytes = [.. Saved.Value];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(random.Next(2) == 0 ? 300 : bytes.Length)] = (byte)random.Next(random.Next(2) == 0 ? 3 : 256);
            }

            StreamSnapshot.Sign(bytes);
            try
            {
                StreamSnapshot snapshot = StreamSnapshot.Read(bytes);
                await using StreamProcessor processor = snapshot.Restore(snapshot.Options with { Engine = VadEngine.Managed() });
                processor.Push(new byte[3000]);
                await processor.FlushAsync();
                restored++;
            }
            catch (SnapshotException)
            {
                // the answer to most of them
            }
            catch (InvalidOperationException e) when (e.Message.Contains("was completed", StringComparison.Ordinal))
            {
                restored++; // a stream that takes no more audio
            }
        }

        Assert.That(restored, Is.InRange(1, 999));
    }

    [Test]
    public void OtherVersion_IsRefusedByItsNumber()
    {
        byte[] bytes = [.. Saved.Value];
        bytes[4] = 9;
        SnapshotException refused = Assert.Throws<SnapshotException>(() => StreamSnapshot.Read(bytes))!;
        Assert.That((refused.Expected, refused.Found), Is.EqualTo(("1", "9")));
    }

    [Test]
    public void OtherBytes_AreRefusedByTheirMark()
    {
        SnapshotException refused = Assert.Throws<SnapshotException>(() => StreamSnapshot.Read("RIFF----WAVEfmt -----"u8.ToArray()))!;
        Assert.That(refused.Message, Does.Contain("CSNP").And.Contain("0x46464952"));
    }

    [Test]
    public void OtherModel_IsRefusedByItsHash()
    {
        VadModel other = VadModel.FromFile(Path.Combine(Golden.CommittedFolder, "silero_vad_v5.onnx"));
        SnapshotException refused = Assert.Throws<SnapshotException>(() => Restore(Options with { Engine = VadEngine.Managed(other) }))!;
        Assert.That((refused.Expected, refused.Found), Is.EqualTo((VadModel.SileroV6.Sha256, other.Sha256)));
    }

    [Test]
    public void OtherOptions_AreRefusedByTheirNames()
    {
        Assert.Multiple(() =>
        {
            AssertRefused(Options with { InputFormat = new AudioFormat(48_000) }, "InputFormat");
            AssertRefused(Options with { Audio = ResultAudio.None }, "Audio");
            AssertRefused(Options with { AutomaticGain = true }, "AutomaticGain");
            AssertRefused(Options with { StartSample = 5 }, "StartSample");
            AssertRefused(Options with { StreamTime = DateTimeOffset.UnixEpoch }, "StreamTime");
        });
    }

    [Test]
    public void OtherNetwork_IsRefusedByItsRate()
    {
        StreamProcessorOptions narrow = Options with { InputFormat = new AudioFormat(8_000) };
        using StreamProcessor processor = new(narrow);
        StreamSnapshot snapshot = StreamSnapshot.Read(processor.Save());
        SnapshotException refused = Assert.Throws<SnapshotException>(() => snapshot.Restore(narrow with { Engine = VadEngine.OnnxRuntime(native8kHz: true) }))!;
        Assert.That((refused.Expected, refused.Found), Is.EqualTo(("16000 Hz", "8000 Hz")));
    }

    private static StreamProcessor Restore(StreamProcessorOptions options) => StreamSnapshot.Read(Saved.Value).Restore(options);

    private static void AssertRefused(StreamProcessorOptions options, string name)
    {
        SnapshotException refused = Assert.Throws<SnapshotException>(() => Restore(options))!;
        Assert.That(refused.Message, Does.Contain($"{name} must be"));
        Assert.That(refused.Expected, Is.Not.EqualTo(refused.Found));
    }
}
