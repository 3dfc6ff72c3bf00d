using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Cascade.Audio;

namespace Cascade.Benchmarks.Audio;

/// <summary>
/// The cost of conversion for one frame of output (512 samples, 32 ms) on one core: each resampler next to libsamplerate's best sinc and
/// sox's rate -h in the same run, and each encoding alone.
/// </summary>
internal static class AudioBenchmark
{
    private const int OutputRateHz = 16_000;
    private const int FrameSamples = 512;
    private const int Rounds = 15;

    private static readonly int[] Rates = [8_000, 11_025, 22_050, 24_000, 32_000, 44_100, 47_999, 48_000, 96_000, 192_000, 384_000];

    public static void Run(string[] args)
    {
        int[] rates = args.Length == 0 ? Rates : [.. args.Select(argument => int.Parse(argument, CultureInfo.InvariantCulture))];
        Console.WriteLine("Resampling mono float to 16 kHz, us of one core per 32 ms of audio (median of 15 rounds; on a busy machine the fastest says more)");
        Console.WriteLine($"{"rate",8} {"Cascade",9} {"fastest",9} {"libsamplerate",14} {"ratio",7} {"sox rate -h",12} {"ratio",7}");
        foreach (int rateHz in rates)
        {
            (double own, double fastest) = Cascade(new AudioFormat(rateHz, 1, SampleEncoding.Float32));
            (double best, _) = BestSinc(rateHz);
            double? sox = SoxRate.MicrosecondsPerFrame(rateHz, Noise(rateHz));
            Console.WriteLine($"{rateHz,8} {own,9:F2} {fastest,9:F2} {best,14:F1} {best / own,7:F1} {sox,12:F1} {sox / own,7:F1}");
        }

        Console.WriteLine();
        Console.WriteLine("Conversion of each encoding, us per 32 ms of audio");
        Console.WriteLine($"{"encoding",-18} {"16k mono",9} {"16k stereo",11} {"48k stereo",11} {"44.1k stereo",13}");
        foreach (SampleEncoding encoding in Enum.GetValues<SampleEncoding>())
        {
            Console.WriteLine($"{encoding,-18} {Cascade(new(16_000, 1, encoding)).Median,9:F2} {Cascade(new(16_000, 2, encoding)).Median,11:F2}"
                + $" {Cascade(new(48_000, 2, encoding)).Median,11:F2} {Cascade(new(44_100, 2, encoding)).Median,13:F2}");
        }
    }

    /// <summary>Pushes chunks of 32 ms, as a live stream gives them.</summary>
    private static (double Median, double Fastest) Cascade(AudioFormat format)
    {
        var converter = new AudioConverter(format);
        int chunkBytes = format.SampleRateHz * FrameSamples / OutputRateHz * format.BytesPerBlock;
        byte[] second = format.Encoding is SampleEncoding.Float32 ? [.. MemoryMarshal.AsBytes<float>(Noise(format.SampleRateHz * format.Channels))] : Quiet(format);
        var frame = new float[FrameSamples];
        return Measure(() =>
        {
            long samples = 0;
            for (int at = 0; at + chunkBytes <= second.Length; at += chunkBytes)
            {
                ReadOnlySpan<byte> chunk = second.AsSpan(at, chunkBytes);
                while (!chunk.IsEmpty)
                {
                    samples += converter.Convert(chunk, frame, out int consumed);
                    chunk = chunk[consumed..];
                }
            }

            return samples;
        });
    }

    private static (double Median, double Fastest) BestSinc(int rateHz)
    {
        using var converter = new LibSampleRate(rateHz, OutputRateHz);
        float[] second = Noise(rateHz);
        var output = new float[2 * FrameSamples];
        int chunk = rateHz * FrameSamples / OutputRateHz;
        return Measure(() =>
        {
            long samples = 0;
            for (int at = 0; at + chunk <= second.Length; at += chunk)
            {
                samples += converter.Process(second.AsSpan(at, chunk), output);
            }

            return samples;
        });
    }

    /// <summary>Microseconds per frame of output of a second's work.</summary>
    private static (double Median, double Fastest) Measure(Func<long> second)
    {
        var times = new double[Rounds];
        var warm = Stopwatch.StartNew();
        while (warm.ElapsedMilliseconds < 300)
        {
            second();
        }

        for (int round = 0; round < Rounds; round++)
        {
            long samples = 0;
            var watch = Stopwatch.StartNew();
            while (watch.ElapsedMilliseconds < 20)
            {
                samples += second();
            }

            times[round] = watch.Elapsed.TotalMicroseconds * FrameSamples / samples;
        }

        Array.Sort(times);
        return (times[Rounds / 2], times[0]);
    }

    private static float[] Noise(int samples)
    {
        var random = new Random(1);
        var noise = new float[samples];
        foreach (ref float sample in noise.AsSpan())
        {
            sample = random.NextSingle() - 0.5f;
        }

        return noise;
    }

    /// <summary>Zero bytes: valid in each encoding, and no decoder's speed depends on the values.</summary>
    private static byte[] Quiet(AudioFormat format) => new byte[format.SampleRateHz * format.BytesPerBlock];
}
