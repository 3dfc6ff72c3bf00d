using Cascade.Inference.Onnx;

namespace Cascade.Benchmarks;

/// <summary>What chunks cost beyond the bare runs they contain: all contenders process the same recording, taking turns.</summary>
internal static class ChunksCommand
{
    private const int WarmUpRounds = 30; // until the compiler's last tier, which on one processor waits for a second without new methods, and the pool has its threads
    private const double Limit = 1.05; // pinned: unpinned, a chunk may wait for another core to wake

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("chunks", arguments);
        Recording recording = await Recording.LoadAsync(arguments.Wav);
        report.Note($"{recording.Seconds} s of audio, {arguments.Rounds} rounds in turn; us per frame: 'median' and 'p99' of the means over each second, 'call' of single calls");
        await CompareAsync(recording, arguments.Rounds, shareSession: false, report);
        await CompareAsync(recording, arguments.Rounds, shareSession: true, report);
        await CountAllocationsAsync(Recording.Silence(60), ResultKinds.Segments, "silence", report);
        await CountAllocationsAsync(recording, ResultKinds.Default, "recording", report);
        return report.ExitCode;
    }

    private static async Task CompareAsync(Recording recording, int rounds, bool shareSession, Report report)
    {
        string session = shareSession ? "shared session" : "own session";
        float[][] frames = recording.ToFrames();
        using OnnxInference inference = new(OnnxModel.For(VadModel.SileroV6), shareSession);
        Contender[] contenders =
        [
            new BareContender($"bare run with its copies, {session}", frames, inference, copy: true),
            new BareContender($"bare run alone, {session}", frames, inference, copy: false),
            new ProcessorContender($"512-sample chunks, {session}", recording, Recording.FrameBytes, inference),
            new ProcessorContender($"1-second chunks, {session}", recording, Recording.SecondBytes, inference),
            new ProcessorContender($"512-sample chunks, blocked caller, {session}", recording, Recording.FrameBytes, inference, block: true),
        ];
        for (int round = 0; round < WarmUpRounds + rounds; round++)
        {
            for (int turn = 0; turn < contenders.Length; turn++)
            {
                await contenders[(round + turn) % contenders.Length].RunAsync(); // nobody always follows the same one
            }

            if (round == WarmUpRounds - 1)
            {
                Array.ForEach(contenders, contender => contender.Forget());
            }
        }

        double bare = Sample.Median(contenders[0].Seconds);
        double bareAlone = Sample.Median(contenders[1].Seconds);
        foreach (Contender contender in contenders)
        {
            double median = Sample.Median(contender.Seconds);
            report.Row(
                contender.Name,
                ("median_us", median),
                ("p99_us", Sample.Quantile(contender.Seconds, 0.99)),
                ("call_us", Sample.Median(contender.Calls)),
                ("call_p99_us", Sample.Quantile(contender.Calls, 0.99)),
                ("to_bare", median / bare),
                ("to_alone", median / bareAlone));
            await contender.DisposeAsync();
        }

        report.Limit(contenders[2].Name + ", to bare", Sample.Median(contenders[2].Seconds) / bare, Limit, "times");
        report.Limit(contenders[3].Name + ", to bare", Sample.Median(contenders[3].Seconds) / bare, Limit, "times");
    }

    private static async Task CountAllocationsAsync(Recording recording, ResultKinds results, string what, Report report)
    {
        (long bytes, int chunks) = await Allocation.CountAsync(new StreamProcessorOptions { Speech = new SpeechSettings { Results = results }, Engine = VadEngine.OnnxRuntime(shareSession: true) }, recording);
        report.Row($"allocation, {what}, {results}", ("bytes", bytes), ("chunks", chunks), ("bytes_per_chunk", (double)bytes / chunks));
        if (results == ResultKinds.Segments)
        {
            report.Limit($"bytes per 512-sample chunk of {what} with {results} alone", (double)bytes / chunks, 0, "B");
        }
    }
}
