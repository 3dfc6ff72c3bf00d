
namespace Cascade.Tests.Audio;

/// <summary>
/// Against tables worked out the other way round, from the decision values and intervals that ITU-T G.711 lists (tables 1a and 2a): each
/// segment begins where the one before ended, its 16 intervals are twice as wide, and a code stands for the middle of its interval.
/// </summary>
public sealed class G711Tests
{
    [Test]
    public void EveryALawCode_IsTheMiddleOfItsInterval()
    {
        double[] positive = Middles(firstWidth: 2, firstTwoSegmentsAlike: true, start: 0);
        Assert.That(positive[^1], Is.EqualTo(4_032), "the largest A-law value of the standard");

        AssertTable(SampleEncoding.ALaw, code => positive[(code ^ 0x55) & 0x7F] / 4_096 * ((code & 0x80) != 0 ? 1 : -1));
    }

    [Test]
    public void EveryMuLawCode_IsTheMiddleOfItsInterval()
    {
        double[] positive = Middles(firstWidth: 2, firstTwoSegmentsAlike: false, start: -1);
        Assert.That(positive[^1], Is.EqualTo(8_031), "the largest mu-law value of the standard");

        AssertTable(SampleEncoding.MuLaw, code => positive[~code & 0x7F] / 8_192 * ((code & 0x80) != 0 ? 1 : -1));
    }

    [TestCase(SampleEncoding.ALaw)]
    [TestCase(SampleEncoding.MuLaw)]
    public void NegatedCode_IsTheNegatedSample(SampleEncoding encoding)
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];
        float[] decoded = ConverterHelper.ConvertAll(new AudioFormat(16_000, 1, encoding), codes);

        Assert.That(codes.Select(code => decoded[code ^ 0x80]), Is.EqualTo(codes.Select(code => -decoded[code])));
    }

    private static double[] Middles(double firstWidth, bool firstTwoSegmentsAlike, double start)
    {
        var middles = new double[128];
        double edge = start;
        double width = firstWidth;
        for (int code = 0; code < middles.Length; code++)
        {
            bool newSegment = code % 16 == 0 && code >= (firstTwoSegmentsAlike ? 32 : 16);
            width *= newSegment ? 2 : 1;
            middles[code] = edge + width / 2;
            edge += width;
        }

        return middles;
    }

    private static void AssertTable(SampleEncoding encoding, Func<int, double> expected)
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];

        float[] decoded = ConverterHelper.ConvertAll(new AudioFormat(16_000, 1, encoding), codes);

        Assert.That(decoded, Is.EqualTo(codes.Select(code => (float)expected(code))));
    }
}
