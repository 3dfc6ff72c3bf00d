using System.Globalization;

namespace Cascade.Cli.Commands;

/// <summary>The format of headerless input as one word: RATE:CHANNELS:ENCODING.</summary>
internal static class RawFormat
{
    private static readonly (string Word, SampleEncoding Encoding)[] Encodings =
    [
        ("u8", SampleEncoding.Unsigned8),
        ("s16le", SampleEncoding.Signed16),
        ("s16be", SampleEncoding.Signed16BigEndian),
        ("s24le", SampleEncoding.Signed24),
        ("s24be", SampleEncoding.Signed24BigEndian),
        ("s32le", SampleEncoding.Signed32),
        ("s32be", SampleEncoding.Signed32BigEndian),
        ("f32le", SampleEncoding.Float32),
        ("f32be", SampleEncoding.Float32BigEndian),
        ("f64le", SampleEncoding.Float64),
        ("f64be", SampleEncoding.Float64BigEndian),
        ("alaw", SampleEncoding.ALaw),
        ("mulaw", SampleEncoding.MuLaw),
    ];

    /// <summary>The words for encodings, for help and faults.</summary>
    public static string Words { get; } = string.Join(", ", Encodings.Select(e => e.Word));

    /// <returns>What is wrong with the word, or null.</returns>
    public static string? Parse(string word, out AudioFormat? format)
    {
        format = null;
        if (word.Split(':') is not [var rate, var channels, var encoding])
        {
            return $"must be RATE:CHANNELS:ENCODING, as in 48000:2:f32le; found '{word}'.";
        }

        if (!IsWithin(rate, AudioFormat.MinSampleRateHz, AudioFormat.MaxSampleRateHz, out int rateHz))
        {
            return $"needs a rate from {AudioFormat.MinSampleRateHz} to {AudioFormat.MaxSampleRateHz} Hz; found '{rate}'.";
        }

        if (!IsWithin(channels, 1, AudioFormat.MaxChannels, out int count))
        {
            return $"needs 1 to {AudioFormat.MaxChannels} channels; found '{channels}'.";
        }

        if (Encodings.FirstOrDefault(e => e.Word == encoding) is not { Word: not null } known)
        {
            return $"needs one of the encodings {Words}; found '{encoding}'.";
        }

        format = new AudioFormat(rateHz, count, known.Encoding);
        return null;
    }

    private static bool IsWithin(string digits, int least, int most, out int value) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;
}
