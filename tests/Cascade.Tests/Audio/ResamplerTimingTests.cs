using Cascade.Audio;
using Cascade.Audio.Resampling;

namespace Cascade.Tests.Audio;

[Parallelizable]
public sealed class ResamplerTimingTests
{
    private static readonly int[] Rates = [4_000, 8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 47_999, 48_000, 96_000, 192_000, 383_999, 384_000];

    [TestCaseSource(nameof(Rates))]
    public void Impulse_StaysAtItsTime(int rateHz)
    {
        int at = rateHz / 10; // 100 ms, or a little before where the rate has no tenth
        var input = new float[rateHz / 5];
        input[at] = 1;

        float[] output = ConverterHelper.Resample(rateHz, input);

        AssertImpulseAt((double)at / rateHz, output, 0, rateHz);
    }

    [TestCaseSource(nameof(Rates))]
    public void OutputLength_IsTheInputsRoundedUp(int rateHz)
    {
        foreach (int blocks in new[] { 0, 1, 2, 3, 99, 1_000, 1_001, 1_002, 50_000 })
        {
            int expected = (int)(((long)blocks * 16_000 + rateHz - 1) / rateHz);

            Assert.That(ConverterHelper.Resample(rateHz, new float[blocks]), Has.Length.EqualTo(expected), $"{blocks} blocks");
        }
    }

    [TestCaseSource(nameof(Rates))]
    public void Constant_StaysConstant(int rateHz)
    {
        var input = new float[rateHz / 8];
        Array.Fill(input, 0.5f);

        float[] output = ConverterHelper.Resample(rateHz, input);

        Assert.That(output[200..^200].Max(sample => Math.Abs(sample - 0.5f)), Is.LessThan(2e-5));
    }

    [TestCaseSource(nameof(Rates))]
    public void ADayOfSteps_DriftsByNothing(int rateHz)
    {
        var ratio = new RateRatio(rateHz);
        long dayOfOutputs = 86_400L * 16_000;
        long dayOfInputs = 86_400L * rateHz;

        Assert.That(ratio.FirstInputFrom(dayOfOutputs), Is.EqualTo(dayOfInputs));
        Assert.That(ratio.OutputsWithin(dayOfInputs), Is.EqualTo(dayOfOutputs));
        Assert.That(ratio.OutputsWithin(dayOfInputs + 1), Is.EqualTo(dayOfOutputs + (16_000 + rateHz - 1) / rateHz));
    }

    [Test]
    public void AnHourOfInput_IsReadInStepWithTheClock([Values(8_000, 44_100, 47_999)] int rateHz)
    {
        // The resampler's own position after an hour, by running it. One sample of drift would move the impulse by more than the tolerance.
        var converter = new AudioConverter(new AudioFormat(rateHz, 1, SampleEncoding.Unsigned8));
        var silence = new byte[rateHz];
        Array.Fill(silence, (byte)128);
        var second = new float[16_000 + 1];
        long before = 0;
        for (int i = 0; i < 3_600; i++)
        {
            before += converter.Convert(silence, second, out int consumed);
            Assert.That(consumed, Is.EqualTo(silence.Length));
        }

        silence[rateHz / 2] = 255;
        int written = converter.Convert(silence, second, out _);

        AssertImpulseAt(3_600 + (double)(rateHz / 2) / rateHz, second.AsSpan(0, written), before, rateHz);
    }

    [Test]
    public void OutputRanges_TileTheInput([ValueSource(nameof(Rates))] int rateHz)
    {
        var format = new AudioFormat(rateHz, 2, SampleEncoding.Signed24);
        long outputs = ConverterHelper.ConvertAll(new AudioConverter(format), new byte[format.BytesPerBlock * 10_007]).Length;
        InputClock clock = new(format, position: 0) { Blocks = 10_007 };

        long end = 0;
        for (long start = 0; start < outputs; start += 512)
        {
            Assert.That(clock.ByteAt(start), Is.EqualTo(end));
            Assert.That(end % format.BytesPerBlock, Is.Zero);
            end = clock.ByteAt(Math.Min(start + 512, outputs));
        }

        Assert.That(end, Is.EqualTo(format.BytesPerBlock * 10_007));
    }

    [Test]
    public void OutputRange_IsTheBlocksWithinItsTime()
    {
        InputClock clock = new(new AudioFormat(48_000, 2, SampleEncoding.Float32), position: 0) { Blocks = 48_000 };

        Assert.That((clock.ByteAt(512), clock.ByteAt(1_024)), Is.EqualTo((8 * 1_536L, 8 * 3_072L)));
        Assert.That((clock.ByteAt(15_999), clock.ByteAt(99_999)), Is.EqualTo((8 * 47_997L, 8 * 48_000L)), "no further than received");
    }

    /// <summary>An impulse at time t has the phase -2 pi f t at every frequency f: what is left of it is the error of the time.</summary>
    private static void AssertImpulseAt(double expectedSeconds, ReadOnlySpan<float> output, long firstSample, int rateHz)
    {
        foreach (double frequencyHz in new[] { 100.0, 1_000, rateHz < 8_000 ? 1_500 : 3_000 })
        {
            double real = 0;
            double imaginary = 0;
            for (int i = 0; i < output.Length; i++)
            {
                double seconds = (firstSample - expectedSeconds * 16_000 + i) / 16_000;
                (double sin, double cos) = Math.SinCos(2 * Math.PI * frequencyHz * seconds);
                real += output[i] * cos;
                imaginary += output[i] * sin;
            }

            double errorSeconds = Math.Atan2(imaginary, real) / (2 * Math.PI * frequencyHz);
            Assert.That(errorSeconds, Is.Zero.Within(2e-8), $"at {frequencyHz} Hz: a thousandth of a sample is 6e-8 s");
        }
    }
}
