using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cascade.Dialogue.Tests.Visemes;

/// <summary>Wav2Lip's spectrogram, against values computed with its own code, and against NumPy.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class MelTests
{
    private const string Recording = "/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0880.wav";
    private const float Tolerance = 1e-4f;

    [Test]
    public void HumanSpeech_IsTheReferencesSpectrogram()
    {
        float[] mel = LipSyncMel.Compute(Samples());

        Assert.Multiple(() =>
        {
            Assert.That(mel, Has.Length.EqualTo(240 * 80));
            Assert.That(mel.Average(), Is.EqualTo(-2.0805f).Within(Tolerance));
            Assert.That(mel.Min(), Is.EqualTo(-4));
            Assert.That(mel.Max(), Is.EqualTo(1.6924f).Within(Tolerance));
            Assert.That(At(mel, 0, 50), Is.EqualTo(-0.91927f).Within(Tolerance));
            Assert.That(At(mel, 20, 100), Is.EqualTo(-2.98301f).Within(Tolerance));
            Assert.That(At(mel, 79, 200), Is.EqualTo(-4f).Within(Tolerance));
        });
    }

    [Test]
    public void ToneOf440Hz_IsTheReferencesSpectrogram()
    {
        float[] tone = [.. Enumerable.Range(0, 16_000).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * 440 * i / 16_000)))];

        float[] mel = LipSyncMel.Compute(tone);

        Assert.That(new[] { At(mel, 9, 40), At(mel, 10, 40), At(mel, 11, 40) }, Is.EqualTo(new[] { 1.6546f, 1.9898f, 0.4906f }).Within(Tolerance));
        Assert.That(Enumerable.Range(0, 80).MaxBy(band => At(mel, band, 40)), Is.EqualTo(10));
    }

    [Test]
    public void Silence_IsTheLowestValue() => Assert.That(LipSyncMel.Compute(new float[4_000]), Is.EqualTo(Enumerable.Repeat(LipSyncMel.Silence, 21 * 80)));

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(399)]
    [TestCase(400)]
    [TestCase(401)]
    [TestCase(799)]
    [TestCase(1_000)]
    [TestCase(47_840)]
    public void Recording_AgreesWithNumPy(int length)
    {
        float[] samples = Samples()[^length..];

        float[] mel = LipSyncMel.Compute(samples);

        Assert.That(mel, Is.EqualTo(length == 0 ? [] : NumPy(samples)).Within(Tolerance));
    }

    [TestCase(1)]
    [TestCase(160)]
    [TestCase(333)]
    [TestCase(20_000)]
    public void AnyCutting_GivesTheSameColumnsToTheBit(int piece)
    {
        float[] samples = [.. Samples(), .. Samples()];
        LipSyncMel mel = new();
        List<float> columns = [];
        float[] column = new float[LipSyncMel.Bands];
        foreach (float[] part in samples.Chunk(piece))
        {
            mel.Push(part);
            Drain();
        }

        int early = columns.Count / LipSyncMel.Bands;
        mel.Complete();
        Drain();

        Assert.That(columns, Is.EqualTo(LipSyncMel.Compute(samples)));
        Assert.That(early, Is.EqualTo((samples.Length / 200) - 1), "a column waits for the 400 samples after its centre, and no longer");

        void Drain()
        {
            while (mel.TryRead(column))
            {
                columns.AddRange(column);
            }
        }
    }

    [Test]
    public void Picture_GetsSixteenColumnsFromItsPlace()
    {
        float[] samples = Samples();
        float[] mel = LipSyncMel.Compute(samples);
        LipSyncChunks chunks = new();
        float[] chunk = new float[LipSyncChunks.Values];
        List<int> wrong = [];
        foreach (float[] part in samples.Chunk(441))
        {
            chunks.Push(part);
            Check(frame => (int)LipSyncChunks.FirstColumn(frame));
        }

        Assert.That(chunks.ChunksRead, Is.EqualTo(70), "the last two columns wait for the end");
        chunks.Complete();
        Check(frame => Math.Min(240 - 16, (int)(frame * 80 / 25)));

        Assert.That(wrong, Is.Empty);
        Assert.That(chunks.ChunksRead, Is.EqualTo(72), "inference.py makes as many of this recording");
        Assert.That(Enumerable.Range(0, 6).Select(i => LipSyncChunks.FirstColumn(i)), Is.EqualTo(new long[] { 0, 3, 6, 9, 12, 16 }));

        void Check(Func<long, int> firstColumn)
        {
            while (chunks.TryRead(chunk))
            {
                int frame = (int)chunks.ChunksRead - 1;
                int first = firstColumn(frame);
                IEnumerable<float> expected = Enumerable.Range(0, 80).SelectMany(band => Enumerable.Range(first, 16).Select(column => At(mel, band, column)));
                if (!expected.SequenceEqual(chunk))
                {
                    wrong.Add(frame);
                }
            }
        }
    }

    [Test]
    public void AudioShorterThanAPiece_GivesOneThatEndsInSilence()
    {
        LipSyncChunks chunks = new();
        float[] chunk = new float[LipSyncChunks.Values];
        float[] samples = Samples()[8_000..9_000];
        chunks.Push(samples);
        chunks.Complete();

        Assert.That(chunks.TryRead(chunk), Is.True);
        float[] mel = LipSyncMel.Compute(samples);
        Assert.That(chunk, Is.EqualTo(Enumerable.Range(0, 80).SelectMany(band => Enumerable.Range(0, 16).Select(i => i < 6 ? At(mel, band, i) : -4))));
        Assert.That(chunks.TryRead(chunk), Is.False);
    }

    [Test]
    public void NoAudio_GivesNoPiece()
    {
        LipSyncChunks chunks = new();
        chunks.Complete();

        Assert.That(chunks.TryRead(new float[LipSyncChunks.Values]), Is.False);
    }

    [Test]
    public void TooShortSpan_SaysHowLongItMustBe()
    {
        Assert.That(() => new LipSyncMel().TryRead(new float[79]), Throws.ArgumentException.With.Message.Contains("80 values").And.Message.Contains("79"));
        Assert.That(() => new LipSyncChunks().TryRead(new float[1_279]), Throws.ArgumentException.With.Message.Contains("1280 values").And.Message.Contains("1279"));
    }

    [Test]
    public void PushAfterTheEnd_Throws()
    {
        LipSyncMel mel = new();
        mel.Complete();

        Assert.That(() => mel.Push(new float[1]), Throws.InvalidOperationException);
    }

    private static float At(float[] mel, int band, int column) => mel[(column * LipSyncMel.Bands) + band];

    private static float[] Samples() => AudioConverter.Convert(File.ReadAllBytes(Recording).AsSpan(44), AudioFormat.Pcm16Mono16k);

    private static float[] NumPy(float[] samples)
    {
        // Debian's own Python: another one on the path need not have NumPy.
        ProcessStartInfo start = new("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Visemes", "mel_reference.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process python = Process.Start(start)!;
        python.StandardInput.BaseStream.Write(AudioConverter.ToPcm16(samples));
        python.StandardInput.Close();
        using MemoryStream output = new();
        python.StandardOutput.BaseStream.CopyTo(output);
        python.WaitForExit();
        Assert.That(python.ExitCode, Is.Zero);
        return MemoryMarshal.Cast<byte, float>(output.ToArray()).ToArray();
    }
}
