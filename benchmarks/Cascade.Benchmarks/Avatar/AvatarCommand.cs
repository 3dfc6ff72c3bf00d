using System.Diagnostics;
using Cascade.Avatar.Tests.Networks;

namespace Cascade.Benchmarks.Avatar;

/// <summary><c>avatar</c>: a network of Wav2Lip's size, alone and in a live video. Pin it to one core: that is what a stream has.</summary>
internal static class AvatarCommand
{
    private const int MelValues = 80 * 16;
    private const int FaceValues = 6 * 96 * 96;
    private const double FrameMilliseconds = 40;
    private const int LiveFramesAtOnce = 2; // by a stream

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("avatar", arguments);
        double live = 0;
        byte[] model = FullSizeNetwork.Create(out long parameters);
        report.Note($"random weights, {parameters / 1e6:0.0} million; {Environment.ProcessorCount} core(s)");
        using LipSyncNetwork other = LipSyncNetwork.FromBytes(model, "full size", LipSyncEngine.OnnxRuntime);
        using LipSyncNetwork network = LipSyncNetwork.FromBytes(model, "full size");
        Compare(report, other, network);
        foreach (int atOnce in new[] { 1, 2, 4, 8 })
        {
            int rounds = Math.Max(2, arguments.Rounds / atOnce);
            (double theirs, double ours) = (Measure(report, other, atOnce, rounds), Measure(report, network, atOnce, rounds));
            report.Row($"ONNX Runtime over {network.Engine}, {atOnce} at once", ("ratio", theirs / ours));
            live = atOnce == LiveFramesAtOnce ? ours : live;
        }

        FacePicture picture = FacePicture.FromFile(Path.Combine(AppContext.BaseDirectory, "astronaut.jpg"));
        MeasureFaces(report, picture, arguments.Rounds);
        await SpeakAsync(report, network, AvatarFace.FromPicture(picture), (await Recording.LoadAsync(arguments.Wav)).Bytes);
        report.Limit("lips of a frame in live video, two at once, median", live, FrameMilliseconds, "ms");
        return report.ExitCode;
    }

    private static void Compare(Report report, LipSyncNetwork other, LipSyncNetwork network)
    {
        (float[] mel, float[] faces) = Inputs(1);
        double most = other.Run(mel, faces, 1).Zip(network.Run(mel, faces, 1), (a, b) => Math.Abs(a - b)).Max();
        report.Note($"largest difference between {other.Engine} and {network.Engine}: {most:0.0e0} of a pixel's range");
    }

    private static (float[] Mel, float[] Faces) Inputs(int frames)
    {
        Random random = new(1);
        return ([.. Enumerable.Range(0, frames * MelValues).Select(_ => (8 * random.NextSingle()) - 4)], [.. Enumerable.Range(0, frames * FaceValues).Select(_ => random.NextSingle())]);
    }

    private static double Measure(Report report, LipSyncNetwork network, int atOnce, int rounds)
    {
        (float[] mel, float[] faces) = Inputs(atOnce);
        double[] times = Time(() => network.Run(mel, faces, atOnce), rounds);
        report.Row($"lips, {network.Engine}, {atOnce} at once", ("least ms a frame", times[0] / atOnce), ("median", times[times.Length / 2] / atOnce), ("most", times[^1] / atOnce));
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
