using System.Diagnostics;
using Cascade.Avatar.Tests.Networks;

namespace Cascade.Benchmarks.Avatar;

/// <summary><c>avatar</c>: a network of Wav2Lip's size, alone and in a live video. Pin it to one core: that is what a stream has.</summary>
internal static class AvatarCommand
{
    private const int MelValues = 80 * 16;
    private const int FaceValues = 6 * 96 * 96;
    private const double FrameMilliseconds = 40;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("avatar", arguments);
        using LipSyncNetwork network = LipSyncNetwork.FromBytes(FullSizeNetwork.Create(out long parameters), "full size");
        report.Note($"random weights, {parameters / 1e6:0.0} million; {Environment.ProcessorCount} core(s)");
        double alone = Measure(report, network, 1, arguments.Rounds);
        Measure(report, network, network.MaximumBatch, Math.Max(1, arguments.Rounds / network.MaximumBatch));
        FacePicture picture = FacePicture.FromFile(Path.Combine(AppContext.BaseDirectory, "astronaut.jpg"));
        MeasureFaces(report, picture, arguments.Rounds);
        await SpeakAsync(report, network, AvatarFace.FromPicture(picture), (await Recording.LoadAsync(arguments.Wav)).Bytes);
        report.Limit("lips of a frame, median", alone, FrameMilliseconds, "ms");
        return report.ExitCode;
    }

    private static double Measure(Report report, LipSyncNetwork network, int atOnce, int rounds)
    {
        Random random = new(1);
        float[] mel = [.. Enumerable.Range(0, atOnce * MelValues).Select(_ => (8 * random.NextSingle()) - 4)];
        float[] faces = [.. Enumerable.Range(0, atOnce * FaceValues).Select(_ => random.NextSingle())];
        double[] times = Time(() => network.Run(mel, faces, atOnce), rounds);
        report.Row($"lips, {atOnce} frame(s) at once", ("least ms a frame", times[0] / atOnce), ("median", times[times.Length / 2] / atOnce), ("most", times[^1] / atOnce));
        return times[times.Length / 2] / atOnce;
    }

    private static void MeasureFaces(Report report, FacePicture picture, int rounds)
    {
        FaceDetector detector = new();
        double[] times = Time(() => detector.Detect(picture), rounds);
        report.Row("face in a picture of 512 x 512", ("least ms", times[0]), ("median", times[times.Length / 2]), ("most", times[^1]));
    }

    private static double[] Time(Action action, int rounds)
    {
        action();
        double[] times = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            long began = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    // Ten seconds of a reply in real time, and a second stream beside it.
    private static async Task SpeakAsync(Report report, LipSyncNetwork network, AvatarFace face, ReadOnlyMemory<byte> speech)
    {
        await using AvatarStream stream = new(face, network);
        Task<long> reading = stream.ReadAllAsync().Select(segment => (long)segment.Data.Length).SumAsync().AsTask();
        if (Environment.ProcessorCount == 1)
        {
            try
            {
                await using AvatarStream second = new(face, network);
                report.Note("A second stream was opened on one core.");
            }
            catch (AvatarException refused)
            {
                report.Note($"second stream: {refused.Message}");
            }
        }

        await stream.WriteAsync(speech[..Math.Min(speech.Length, 10 * Recording.SecondBytes)]);
        await stream.CompleteAsync();
        AvatarStats stats = stream.Stats;
        report.Row(
            "live video, 512 x 512",
            ("frames", stats.Frames), ("drawn", stats.Drawn), ("still", stats.Still), ("dropped", stats.Dropped), ("kbit/s", await reading * 8 / 1_000.0 / stream.Position.TotalSeconds));
    }
}
