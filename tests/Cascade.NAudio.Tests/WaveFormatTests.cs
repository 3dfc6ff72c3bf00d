using NAudio.Wave;

namespace Cascade.Tests;

/// <summary>Formats of both libraries.</summary>
[Parallelizable]
public sealed class WaveFormatTests
{
    private static readonly Guid ALawGuid = new("00000006-0000-0010-8000-00AA00389B71");
    private static readonly Guid MuLawGuid = new("00000007-0000-0010-8000-00AA00389B71");
    private static readonly Guid OddGuid = new("12345678-0000-0010-8000-00AA00389B71");

    private static readonly TestCaseData[] Known =
    [
        Case(new WaveFormat(16_000, 16, 1), new AudioFormat(16_000)),
        Case(new WaveFormat(44_100, 8, 2), new AudioFormat(44_100, 2, SampleEncoding.Unsigned8)),
        Case(new WaveFormat(48_000, 24, 2), new AudioFormat(48_000, 2, SampleEncoding.Signed24)),
        Case(new WaveFormat(96_000, 32, 6), new AudioFormat(96_000, 6, SampleEncoding.Signed32)),
        Case(WaveFormat.CreateIeeeFloatWaveFormat(48_000, 2), new AudioFormat(48_000, 2, SampleEncoding.Float32)),
        Case(WaveFormat.CreateCustomFormat(WaveFormatEncoding.IeeeFloat, 8_000, 1, 64_000, 8, 64), new AudioFormat(8_000, 1, SampleEncoding.Float64)),
        Case(WaveFormat.CreateALawFormat(8_000, 1), new AudioFormat(8_000, 1, SampleEncoding.ALaw)),
        Case(WaveFormat.CreateMuLawFormat(8_000, 2), new AudioFormat(8_000, 2, SampleEncoding.MuLaw)),
    ];

    private static readonly TestCaseData[] Extensible =
    [
        Case(new WaveFormatExtensible(48_000, 16, 2), new AudioFormat(48_000, 2)),
        Case(new WaveFormatExtensible(48_000, 24, 2, useIeeeFloat: false, 20, 0), new AudioFormat(48_000, 2, SampleEncoding.Signed24)),
        Case(new WaveFormatExtensible(48_000, 32, 2, useIeeeFloat: false, 24, 0), new AudioFormat(48_000, 2, SampleEncoding.Signed32)),
        Case(new WaveFormatExtensible(48_000, 32, 2, useIeeeFloat: true, 32, 0), new AudioFormat(48_000, 2, SampleEncoding.Float32)),
        Case(new WaveFormatExtensible(8_000, 8, 1, ALawGuid, 8, 0), new AudioFormat(8_000, 1, SampleEncoding.ALaw)),
        Case(new WaveFormatExtensible(8_000, 8, 1, MuLawGuid, 8, 0), new AudioFormat(8_000, 1, SampleEncoding.MuLaw)),
    ];

    [TestCaseSource(nameof(Known))]
    [TestCaseSource(nameof(Extensible))]
    public void WaveFormat_IsTheAudioFormat(WaveFormat wave, AudioFormat audio) => Assert.That(wave.ToAudioFormat(), Is.EqualTo(audio));

    [TestCaseSource(nameof(Extensible))]
    public void FormatThatNAudioReadFromAFile_IsTheAudioFormat(WaveFormat wave, AudioFormat audio)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        wave.Serialize(writer); // the chunk's length, then its content
        bytes.Position = sizeof(int);
        using BinaryReader reader = new(bytes);
        Assert.That(WaveFormat.FromFormatChunk(reader, (int)bytes.Length - sizeof(int)).ToAudioFormat(), Is.EqualTo(audio));
    }

    [TestCaseSource(nameof(Known))]
    public void AudioFormat_IsTheWaveFormat(WaveFormat wave, AudioFormat audio) =>
        Assert.That(audio.ToWaveFormat().ToWaveFormatExBytes(), Is.EqualTo(wave.ToWaveFormatExBytes()));

    [TestCase(SampleEncoding.Signed16BigEndian)]
    [TestCase(SampleEncoding.Signed24BigEndian)]
    [TestCase(SampleEncoding.Signed32BigEndian)]
    [TestCase(SampleEncoding.Float32BigEndian)]
    [TestCase(SampleEncoding.Float64BigEndian)]
    public void BigEndianFormat_IsRefusedByName(SampleEncoding encoding) =>
        Assert.That(() => new AudioFormat(16_000, 1, encoding).ToWaveFormat(), Throws.TypeOf<NotSupportedException>().With.Message.Contains($"{encoding}"));

    [Test]
    public void EveryEncoding_GoesOverAndBackOrIsRefused([Values] SampleEncoding encoding)
    {
        AudioFormat format = new(32_000, 3, encoding);
        if (encoding.ToString().EndsWith("BigEndian", StringComparison.Ordinal))
        {
            Assert.That(() => format.ToWaveFormat(), Throws.TypeOf<NotSupportedException>());
        }
        else
        {
            Assert.That(format.ToWaveFormat().ToAudioFormat(), Is.EqualTo(format));
        }
    }

    private static readonly TestCaseData[] Unknown =
    [
        new TestCaseData(new Gsm610WaveFormat(), "Gsm610").SetArgDisplayNames("GSM"),
        new TestCaseData(new AdpcmWaveFormat(8_000, 1), "Adpcm").SetArgDisplayNames("ADPCM"),
        new TestCaseData(WaveFormat.CreateCustomFormat(WaveFormatEncoding.IeeeFloat, 8_000, 1, 16_000, 2, 16), "IeeeFloat with 16 bits").SetArgDisplayNames("half floats"),
        new TestCaseData(new WaveFormatExtensible(48_000, 16, 2, OddGuid, 16, 0), "sub-format").SetArgDisplayNames("odd sub-format"),
        new TestCaseData(WaveFormat.CreateCustomFormat(WaveFormatEncoding.Extensible, 48_000, 2, 192_000, 4, 16), "extension").SetArgDisplayNames("no extension"),
        new TestCaseData(WaveFormat.CreateCustomFormat(WaveFormatEncoding.Pcm, 48_000, 2, 192_000, 6, 16), "expected 4, found 6").SetArgDisplayNames("odd block"),
        new TestCaseData(new WaveFormat(2_000, 16, 1), "4000 to 384000, found 2000").SetArgDisplayNames("2 kHz"),
        new TestCaseData(new WaveFormat(16_000, 16, 65), "1 to 64, found 65").SetArgDisplayNames("65 channels"),
    ];

    [TestCaseSource(nameof(Unknown))]
    public void FormatThatCannotBeRead_IsRefusedWithWhatWasFound(WaveFormat format, string found) =>
        Assert.That(() => format.ToAudioFormat(), Throws.TypeOf<NotSupportedException>().With.Message.Contains(found));

    private static TestCaseData Case(WaveFormat wave, AudioFormat audio) => new TestCaseData(wave, audio).SetArgDisplayNames($"{wave.GetType().Name} {audio.Encoding} {audio.SampleRateHz} {audio.Channels}");
}
