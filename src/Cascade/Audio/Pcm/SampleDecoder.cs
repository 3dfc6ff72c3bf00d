using System.Diagnostics;

namespace Cascade.Audio.Pcm;

/// <summary>Decodes the samples of one encoding to floats with full scale at 1. Knows nothing of channels. One for all streams: it never changes.</summary>
internal sealed class SampleDecoder
{
    private static readonly SampleDecoder?[] Decoders = new SampleDecoder?[(int)SampleEncoding.MuLaw + 1];

    private readonly SampleEncoding _encoding;
    private readonly IntegerSamples _integers;
    private readonly float[]? _compandingTable;

    private SampleDecoder(SampleEncoding encoding)
    {
        _encoding = encoding;
        (_integers, _compandingTable) = encoding switch
        {
            SampleEncoding.Unsigned8 => (new IntegerSamples(1, bigEndian: false, unsigned: true), null),
            SampleEncoding.Signed16 => (new IntegerSamples(2, bigEndian: false, unsigned: false), null),
            SampleEncoding.Signed16BigEndian => (new IntegerSamples(2, bigEndian: true, unsigned: false), null),
            SampleEncoding.Signed24 => (new IntegerSamples(3, bigEndian: false, unsigned: false), null),
            SampleEncoding.Signed24BigEndian => (new IntegerSamples(3, bigEndian: true, unsigned: false), null),
            SampleEncoding.Signed32 => (new IntegerSamples(4, bigEndian: false, unsigned: false), null),
            SampleEncoding.Signed32BigEndian => (new IntegerSamples(4, bigEndian: true, unsigned: false), null),
            SampleEncoding.ALaw => (default, G711.ALaw),
            SampleEncoding.MuLaw => (default, G711.MuLaw),
            _ => (default(IntegerSamples), default(float[])),
        };
    }

    /// <summary>The decoder of an encoding, made at its first use: the others would take time at each start of a program. Two that are made at once are equal.</summary>
    public static SampleDecoder For(SampleEncoding encoding) => Decoders[(int)encoding] ??= new SampleDecoder(encoding);

    /// <summary>
    /// Decodes whole samples, as many as <paramref name="samples"/> holds, and gives the count of those that were no numbers and became
    /// silence.
    /// </summary>
    public int Decode(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
        switch (_encoding)
        {
            case SampleEncoding.Float32:
                return FloatSamples.DecodeSingle(bytes, samples, bigEndian: false);
            case SampleEncoding.Float32BigEndian:
                return FloatSamples.DecodeSingle(bytes, samples, bigEndian: true);
            case SampleEncoding.Float64:
                return FloatSamples.DecodeDouble(bytes, samples, bigEndian: false);
            case SampleEncoding.Float64BigEndian:
                return FloatSamples.DecodeDouble(bytes, samples, bigEndian: true);
            case SampleEncoding.ALaw or SampleEncoding.MuLaw:
                Expand(bytes, samples, _compandingTable!);
                return 0;
            default:
                _integers.Decode(bytes, samples);
                return 0;
        }
    }

    private static void Expand(ReadOnlySpan<byte> codes, Span<float> samples, float[] table)
    {
        Debug.Assert(codes.Length == samples.Length && table.Length == byte.MaxValue + 1, "One code gives one sample.");
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = table[codes[i]];
        }
    }
}
