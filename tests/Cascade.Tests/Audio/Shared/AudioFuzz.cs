using System.Globalization;
using Cascade.Audio.Containers;

namespace Cascade.Tests.Audio;

/// <summary>
/// Bytes made from a seed, and what must hold for them: either there is audio in a valid format, as much as there are bytes for, or an
/// <see cref="AudioFormatException"/>.
/// </summary>
internal static class AudioFuzz
{
    private const int RandomAudioBytes = 4_000;

    /// <summary>Gets small valid files, of which others are made.</summary>
    public static byte[][] Headers { get; } =
    [
        WavBuilder.Simple([1, 2, 3, 4]),
        WavBuilder.Riff(WavBuilder.Chunk("LIST", [1, 2, 3]), WavBuilder.Extensible(3, 2, 48_000, 32, 32), WavBuilder.Chunk("data", new byte[64])),
        WavBuilder.Whole("RF64", uint.MaxValue, WavBuilder.Sizes64(200, 12), WavBuilder.Format(7, 1, 8_000, 8), WavBuilder.Chunk("data", new byte[12], uint.MaxValue)),
    ];

    private static readonly byte[] Start = WavBuilder.Riff(WavBuilder.Format(1, 1, 16_000, 16))[..36];

    private static readonly SampleEncoding[] Encodings = Enum.GetValues<SampleEncoding>();

    /// <summary>A valid file with one to three bytes changed, a quarter of them cut off.</summary>
    /// <returns>Whether it could be opened.</returns>
    /// <exception cref="InvalidDataException">What must hold does not.</exception>
    public static ValueTask<bool> TryMutatedHeaderAsync(int seed)
    {
        var random = new Random(seed);
        byte[] input = [.. Headers[random.Next(Headers.Length)]];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            input[random.Next(input.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
        }

        return TryOpenAsync(random.Next(4) == 0 ? input[..random.Next(input.Length)] : input);
    }

    /// <summary>Random bytes from the beginning, after a signature, or after a whole format chunk.</summary>
    /// <inheritdoc cref="TryMutatedHeaderAsync"/>
    public static ValueTask<bool> TryRandomBytesAsync(int seed)
    {
        var random = new Random(seed);
        var input = new byte[random.Next(200)];
        random.NextBytes(input);
        return TryOpenAsync([.. Start[..random.GetItems([0, 12, Start.Length], 1)[0]], .. input]);
    }

    /// <summary>Random bytes as audio of a random format: finite samples.</summary>
    /// <exception cref="InvalidDataException">What must hold does not.</exception>
    public static void TryRandomAudio(int seed)
    {
        var random = new Random(seed);
        var input = new byte[random.Next(RandomAudioBytes)];
        random.NextBytes(input);
        var format = new AudioFormat(
            random.Next(AudioFormat.MinSampleRateHz, AudioFormat.MaxSampleRateHz + 1), random.Next(1, AudioFormat.MaxChannels + 1), Encodings[seed % Encodings.Length]);
        float[] samples = ConverterHelper.ConvertAll(format, input);
        long expected = ((input.Length / format.BytesPerBlock * 16_000L) + format.SampleRateHz - 1) / format.SampleRateHz;
        if (samples.Length != expected || !Array.TrueForAll(samples, float.IsFinite))
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{samples.Length} samples of {input.Length} bytes in {format}, expected {expected}, all finite"));
        }
    }

    /// <summary>Opens and reads bytes that may be a file.</summary>
    /// <inheritdoc cref="TryMutatedHeaderAsync"/>
    public static async ValueTask<bool> TryOpenAsync(byte[] input)
    {
        if (AudioSignature.Of(input) is not AudioContent.Wav and not AudioContent.Unknown)
        {
            return false; // ffmpeg's to judge
        }

        try
        {
            await using AudioFile file = await AudioFile.OpenAsync(new MemoryStream(input), ffmpeg: "none"); // what ffmpeg makes of it is its own
            var audio = new MemoryStream();
            await file.Pcm.CopyToAsync(audio);
            return audio.Length <= input.Length && file.Format.BytesPerBlock >= 1
                ? true
                : throw new InvalidDataException($"{audio.Length} bytes of audio out of {Convert.ToHexString(input)}");
        }
        catch (AudioFormatException)
        {
            return false;
        }
    }
}
