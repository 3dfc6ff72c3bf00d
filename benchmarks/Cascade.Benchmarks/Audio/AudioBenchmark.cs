using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

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

    /// <summary>Microseconds per frame from 48 kHz.</summary>
    private const double Limit48k = 3;

    /// <summary>Our share of either yardstick's time from 48 kHz.</summary>
    private const double ShareLimit48k = 1.0 / 3;

    private static readonly int[] Rates = [8_000, 11_025, 22_050, 24_000, 32_000, 44_100, 47_999, 48_000, 96_000, 192_000, 384_000];

    public static int Run(string[] arguments)
    {
        int[] given = [.. arguments.Where(IsRate).Select(argument => int.Parse(argument, CultureInfo.InvariantCulture))];
        Report report = new("audio", Arguments.Parse([.. arguments.Where(argument => !IsRate(argument))]));
        report.Note($"us of one core per 32 ms of audio (512 samples of output): median of {Rounds} rounds, and the fastest, which says more on a busy machine");
        foreach (int rateHz in given is [] ? Rates : given)
        {
            MeasureRate(rateHz, report);
        }

        if (given is [])
        {
            MeasureEncodings(report);
        }

        return report.ExitCode;
    }

    private static bool IsRate(string argument) => argument.All(char.IsAsciiDigit);

    private static void MeasureRate(int rateHz, Report report)
    {
        (double own, double fastest) = Cascade(new AudioFormat(rateHz, 1, SampleEncoding.Float32));
        (string Name, double? Time)[] yardsticks = [("libsamplerate", LibSampleRate.IsInstalled ? BestSinc(rateHz).Median : null), ("sox", SoxRate.MicrosecondsPerFrame(rateHz, Noise(rateHz)))];
        List<(string Name, double Value)> figures = [("cascade_us", own), ("fastest_us", fastest)];
        foreach ((string name, double? time) in yardsticks)
        {
            if (time is { } known)
            {
                figures.Add(($"{name}_us", known));
                figures.Add(($"to_{name}", own / known));
            }
        }

        report.Row($"mono float from {rateHz} Hz", [.. figures]);
        if (rateHz == 48_000)
        {
            report.Limit("a frame from 48 kHz", own, Limit48k, "us");
            foreach ((string name, double? time) in yardsticks)
            {
                if (time is { } known)
                {
                    report.Limit($"a frame from 48 kHz, to {name}", own / known, ShareLimit48k, "times");
                }
            }
        }
    }

    private static void MeasureEncodings(Report report)
    {
        foreach (SampleEncoding encoding in Enum.GetValues<SampleEncoding>())
        {
            report.Row(
                $"{encoding}",
                ("16k_mono_us", Cascade(new(16_000, 1, encoding)).Median),
                ("16k_stereo_us", Cascade(new(16_000, 2, encoding)).Median),
                ("48k_stereo_us", Cascade(new(48_000, 2, encoding)).Median),
                ("44.1k_stereo_us", Cascade(new(44_100, 2, encoding)).Median));
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
        while (warm.ElapsedMilliseconds < 1500)
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
