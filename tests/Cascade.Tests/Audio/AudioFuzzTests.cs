using Cascade.Audio;
using Cascade.Audio.Containers;

namespace Cascade.Tests.Audio;

/// <summary>
/// Whatever the bytes: either there is audio in a valid format, as much as there are bytes for, or an <see cref="AudioFormatException"/>.
/// </summary>
public sealed class AudioFuzzTests
{
    private const int Inputs = 100_000;

    [Test]
    public async Task MutatedHeaders_GiveAudioOrAFormatException()
    {
        byte[][] seeds =
        [
            WavBuilder.Simple([1, 2, 3, 4]),
            WavBuilder.Riff(WavBuilder.Chunk("LIST", [1, 2, 3]), WavBuilder.Extensible(3, 2, 48_000, 32, 32), WavBuilder.Chunk("data", new byte[64])),
            WavBuilder.Whole("RF64", uint.MaxValue, WavBuilder.Sizes64(200, 12), WavBuilder.Format(7, 1, 8_000, 8), WavBuilder.Chunk("data", new byte[12], uint.MaxValue)),
        ];
        var random = new Random(20_260);
        int opened = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] input = (byte[])seeds[i % seeds.Length].Clone();
            for (int edits = random.Next(1, 4); edits > 0; edits--)
            {
                input[random.Next(input.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
            }

            opened += await OpensAsync(random.Next(4) == 0 ? input[..random.Next(input.Length)] : input) ? 1 : 0;
        }

        Assert.That(opened, Is.InRange(Inputs / 100, Inputs - Inputs / 100), "mutations must neither be harmless nor always fatal");
    }

    [Test]
    public async Task RandomBytes_GiveAudioOrAFormatException()
    {
        var random = new Random(4_711);
        byte[] start = WavBuilder.Riff(WavBuilder.Format(1, 1, 16_000, 16))[..36];
        for (int i = 0; i < Inputs / 5; i++)
        {
            var input = new byte[random.Next(200)];
            random.NextBytes(input);
            await OpensAsync(input);
            await OpensAsync([.. start[..(i % 2 == 0 ? 12 : 36)], .. input]);
        }
    }

    [Test]
    public void RandomAudio_BecomesFiniteSamplesInAnyFormat()
    {
        var random = new Random(815);
        var input = new byte[4_000];
        foreach (SampleEncoding encoding in Enum.GetValues<SampleEncoding>())
        {
            for (int i = 0; i < 40; i++)
            {
                random.NextBytes(input);
                var format = new AudioFormat(random.Next(AudioFormat.MinSampleRateHz, AudioFormat.MaxSampleRateHz + 1), random.Next(1, AudioFormat.MaxChannels + 1), encoding);
                Assert.That(Array.TrueForAll(ConverterHelper.ConvertAll(format, input), float.IsFinite), $"{format}");
            }
        }
    }

    private static async Task<bool> OpensAsync(byte[] input)
    {
        if (AudioSignature.Of(input) is not AudioContent.Wav and not AudioContent.Unknown)
        {
            return false; // ffmpeg's to judge
        }

        try
        {
            await using AudioFile file = await AudioFile.OpenAsync(new MemoryStream(input));
            var audio = new MemoryStream();
            await file.Pcm.CopyToAsync(audio);
            if (audio.Length > input.Length || file.Format.BytesPerBlock < 1)
            {
                Assert.Fail($"{audio.Length} bytes of audio out of {Convert.ToHexString(input)}");
            }

            return true;
        }
        catch (AudioFormatException)
        {
            return false;
        }
    }
}
