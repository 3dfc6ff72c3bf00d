using System.Runtime.InteropServices;

namespace Cascade.Tests;

/// <summary>A stream that was saved at any byte and restored elsewhere gives what it would have given.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SnapshotTests
{
    private static readonly SpeechSettings Speech = new() { Results = ResultKinds.All, MinimumSpeech = TimeSpan.FromMilliseconds(200), MaximumSpeech = TimeSpan.FromSeconds(3), StartConfirmation = TimeSpan.FromMilliseconds(64) };

    private static readonly VadEngine Onnx = VadEngine.OnnxRuntime(shareSession: true);
    private static readonly VadEngine Managed = VadEngine.Managed();

    public static IEnumerable<TestCaseData> Streams()
    {
        byte[] conversation = Recording.Conversation.Audio;
        byte[] monologue = Recording.Monologue.Audio[..300_001]; // ends inside a sample
        byte[] narrow = Recording.Conversation8k.Audio;
        StreamProcessorOptions plain = new() { Engine = Managed, Speech = Speech };
        AudioFormat stereo = new(48_000, 2, SampleEncoding.Float32);
        AudioFormat music = new(44_100);
        AudioFormat telephone = new(8_000);
        yield return Case(plain, conversation);
        yield return Case(plain with { Engine = Onnx }, conversation);
        yield return Case(plain, monologue);
        yield return Case(plain with { Engine = Onnx, StartSample = 123, StreamTime = DateTimeOffset.UnixEpoch }, monologue);
        yield return Case(plain with { AutomaticGain = true, Audio = ResultAudio.None }, monologue);
        yield return Case(plain with { InputFormat = stereo, Audio = ResultAudio.Input }, ToStereo(conversation[..200_000]));
        yield return Case(plain with { InputFormat = stereo with { Channel = 1 } }, ToStereo(conversation[..200_000]));
        yield return Case(plain with { InputFormat = music, Speech = SpeechSettings.Conversation }, To44100(conversation[..400_000]));
        yield return Case(plain with { InputFormat = telephone, Audio = ResultAudio.Input }, narrow);
        yield return Case(plain with { InputFormat = telephone, Engine = VadEngine.OnnxRuntime(shareSession: true, native8kHz: true) }, narrow);
    }

    [TestCaseSource(nameof(Streams))]
    public async Task SavedAtAnyByte_GoesOnAsIfItHadNotBeen(StreamProcessorOptions options, byte[] audio)
    {
        Random random = new(audio.Length);
        List<CascadeResult> expected = [];
        List<CascadeResult> found = [];
        await using StreamProcessor whole = new(options);
        StreamProcessor moved = new(options);
        int most = options.InputFormat.BytesPerBlock * options.InputFormat.SampleRateHz / 4;
        for (int at = 0; at < audio.Length;)
        {
            int count = Math.Min(random.Next(random.Next(2) == 0 ? 40 : most), audio.Length - at);
            expected.AddRange(await whole.ProcessChunkAsync(audio.AsMemory(at, count)));
            found.AddRange(await moved.ProcessChunkAsync(audio.AsMemory(at, count)));
            at += count;
            moved = await MoveAsync(moved, options);
            Assert.That(Counts(moved), Is.EqualTo(Counts(whole)));
            if (random.Next(200) == 0)
            {
                expected.AddRange(await whole.FlushAsync());
                found.AddRange(await moved.FlushAsync());
            }
        }

        expected.AddRange(await whole.FlushAsync());
        found.AddRange(await moved.FlushAsync());
        Assert.That(expected.OfType<SpeechSegment>(), Is.Not.Empty);
        Assert.That(found, Is.EqualTo(expected));
        await moved.DisposeAsync();
    }

    [Test]
    public async Task BatchAndProcessor_GoOnWithEachOthersSnapshots()
    {
        await using StreamBatch batch = new();
        StreamProcessorOptions alone = new() { Engine = Managed, Speech = Speech };
        byte[] audio = Recording.Conversation.Audio;
        await using StreamProcessor whole = new(alone);
        StreamProcessor moved = new(alone);
        List<CascadeResult> expected = [.. await whole.ProcessChunkAsync(audio), .. await whole.FlushAsync()];
        List<CascadeResult> found = [];
        Random random = new(5);
        bool isInBatch = false;
        for (int at = 0; at < audio.Length;)
        {
            int count = Math.Min(random.Next(9000), audio.Length - at);
            moved.Push(audio.AsSpan(at, count));
            at += count;
            if (isInBatch)
            {
                await batch.TickAsync();
            }

            isInBatch = !isInBatch;
            moved = await MoveAsync(moved, alone with { Engine = isInBatch ? batch : Managed });
            while (random.Next(9) > 0 && moved.TryRead(out CascadeResult? result))
            {
                found.Add(result);
            }
        }

        moved.Complete();
        moved = await MoveAsync(moved, alone);
        await foreach (CascadeResult result in moved.ReadAllAsync())
        {
            found.Add(result);
        }

        Assert.That(found, Is.EqualTo(expected));
        await moved.DisposeAsync();
    }

    [Test]
    public async Task OtherEngineOfTheModel_FindsTheSameSpeech()
    {
        StreamProcessorOptions options = new() { Engine = Onnx, Speech = Speech with { Results = ResultKinds.Segments | ResultKinds.Probabilities } };
        byte[] audio = Recording.Conversation.Audio;
        await using StreamProcessor whole = new(options);
        StreamProcessor moved = new(options);
        List<CascadeResult> expected = [.. await whole.ProcessChunkAsync(audio), .. await whole.FlushAsync()];
        List<CascadeResult> found = [];
        for (int at = 0, n = 0; at < audio.Length; at += 30_001, n++)
        {
            moved = await MoveAsync(moved, options with { Engine = n % 2 == 0 ? Managed : Onnx });
            found.AddRange(await moved.ProcessChunkAsync(audio.AsMemory(at, Math.Min(30_001, audio.Length - at))));
        }

        found.AddRange(await moved.FlushAsync());
        Assert.Multiple(() =>
        {
            Assert.That(found.OfType<SpeechSegment>().Select(s => (s.StartSample, s.EndSample)), Is.EqualTo(expected.OfType<SpeechSegment>().Select(s => (s.StartSample, s.EndSample))));
            Assert.That(found.OfType<FrameProbability>().Select(f => f.Probability), Is.EqualTo(expected.OfType<FrameProbability>().Select(f => f.Probability)).Within(5e-5f));
        });
        await moved.DisposeAsync();
    }

    [Test]
    public async Task Fork_GoesOnTwice()
    {
        StreamProcessorOptions options = new() { Engine = Managed, Speech = Speech };
        byte[] audio = Recording.Conversation.Audio;
        await using StreamProcessor first = new(options);
        await first.ProcessChunkAsync(audio.AsMemory(0, 200_000));
        StreamSnapshot snapshot = StreamSnapshot.Read(first.Save());
        await using StreamProcessor second = snapshot.Restore(options);
        await using StreamProcessor third = snapshot.Restore(options);
        List<CascadeResult> expected = [.. await first.ProcessChunkAsync(audio.AsMemory(200_000)), .. await first.FlushAsync()];
        Assert.That(new List<CascadeResult>([.. await second.ProcessChunkAsync(audio.AsMemory(200_000)), .. await second.FlushAsync()]), Is.EqualTo(expected));
        Assert.That(new List<CascadeResult>([.. await third.ProcessChunkAsync(audio.AsMemory(200_000)), .. await third.FlushAsync()]), Is.EqualTo(expected));
    }

    [Test]
    public async Task SavedFromAnotherThread_IsTheStateBetweenTwoFrames([Values] bool managed)
    {
        StreamProcessorOptions options = new() { Engine = managed ? Managed : Onnx, Speech = Speech, MaximumBacklog = TimeSpan.FromMinutes(5) };
        byte[] audio = Recording.Conversation.Audio;
        await using StreamProcessor whole = new(options);
        whole.Push(audio);
        whole.Complete();
        List<byte[]> saved = [];
        using CancellationTokenSource stop = new();
        Task saving = Task.Run(() =>
        {
            do
            {
                saved.Add(whole.Save());
            }
            while (!stop.IsCancellationRequested && saved.Count < 200);
        });
        List<CascadeResult> expected = await ReadAsync(whole);
        await stop.CancelAsync();
        await saving;
        foreach (byte[] snapshot in saved.Where((_, i) => i % (1 + (saved.Count / 8)) == 0))
        {
            await using StreamProcessor copy = StreamSnapshot.Read(snapshot).Restore(options);
            List<CascadeResult> found = await ReadAsync(copy);
            Assert.That(found, Is.EqualTo(expected[(expected.Count - found.Count)..]));
        }
    }

    [Test]
    public async Task Options_AreThoseOfTheSavedStream_UpdateIncluded()
    {
        StreamProcessorOptions options = new() { Engine = Managed, StreamTime = DateTimeOffset.UnixEpoch, InputTimeout = TimeSpan.FromSeconds(3), InputFormat = new AudioFormat(48_000, 2, SampleEncoding.Signed24) { Channel = 1 } };
        await using StreamProcessor processor = new(options);
        await processor.ProcessChunkAsync(new byte[1001]);
        SpeechSettings changed = Speech with { Threshold = 0.7, ExitThreshold = 0.1 };
        processor.Update(changed);
        StreamSnapshot snapshot = StreamSnapshot.Read(processor.Save());
        Assert.Multiple(() =>
        {
            Assert.That(snapshot.Options with { Engine = Managed }, Is.EqualTo(options with { Speech = changed }));
            Assert.That(snapshot.BytesReceived, Is.EqualTo(1001));
            Assert.That(snapshot.HasOpenSpeech, Is.False);
            Assert.That(snapshot.ModelSha256, Is.EqualTo(VadModel.SileroV6.Sha256));
        });
    }

    [Test]
    public async Task SmallStream_IsAFewKilobytes()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = Managed, Audio = ResultAudio.None, Speech = new SpeechSettings { Results = ResultKinds.Segments } });
        await processor.ProcessChunkAsync(Recording.Conversation.Audio.AsMemory(0, 1024 * 400));
        Assert.That(processor.Save(), Has.Length.LessThan(2048));
    }

    [Test]
    public async Task StreamThatMustBeResetOrIsDisposed_IsNotSaved()
    {
        StreamProcessor broken = new(new StreamProcessorOptions(), () => throw new InvalidOperationException("This engine does not load."));
        Assert.That(async () => await broken.ProcessChunkAsync(new byte[2048]), Throws.InvalidOperationException);
        Assert.That(broken.Save(), Is.Not.Empty); // loading leaves everything as it was
        await broken.DisposeAsync();
        Assert.That(() => broken.Save(), Throws.InstanceOf<ObjectDisposedException>());
    }

    private static async Task<StreamProcessor> MoveAsync(StreamProcessor from, StreamProcessorOptions options)
    {
        byte[] saved = from.Save();
        await from.DisposeAsync();
        StreamProcessor to = StreamSnapshot.Read(saved).Restore(options);
        Assert.That(to.Save().AsSpan().SequenceEqual(saved), Is.True, "nothing is lost on the way");
        return to;
    }

    private static async Task<List<CascadeResult>> ReadAsync(StreamProcessor processor)
    {
        List<CascadeResult> results = [];
        await foreach (CascadeResult result in processor.ReadAllAsync())
        {
            results.Add(result);
        }

        return results;
    }

    // All but times that were measured.
    private static ProcessorStats Counts(StreamProcessor processor) => processor.GetStats() with { Inference = default!, Chunks = default! };

    private static TestCaseData Case(StreamProcessorOptions options, byte[] audio) =>
        new TestCaseData(options, audio).SetArgDisplayNames($"{options.Engine.Name} {options.InputFormat.SampleRateHz} Hz {options.InputFormat.Encoding} {options.Audio} {options.AutomaticGain} {audio.Length}");

    private static byte[] ToStereo(byte[] pcm16)
    {
        ReadOnlySpan<short> samples = MemoryMarshal.Cast<byte, short>(pcm16);
        float[] stereo = new float[samples.Length * 6];
        for (int i = 0; i < stereo.Length; i++)
        {
            stereo[i] = samples[i / 6] / 32_768f * (i % 2 == 0 ? 0.3f : 0.9f);
        }

        return MemoryMarshal.AsBytes(stereo.AsSpan()).ToArray();
    }

    private static byte[] To44100(byte[] pcm16)
    {
        ReadOnlySpan<short> samples = MemoryMarshal.Cast<byte, short>(pcm16);
        short[] resampled = new short[(long)samples.Length * 441 / 160];
        for (int i = 0; i < resampled.Length; i++)
        {
            resampled[i] = samples[(int)((long)i * 160 / 441)];
        }

        return MemoryMarshal.AsBytes(resampled.AsSpan()).ToArray();
    }
}
