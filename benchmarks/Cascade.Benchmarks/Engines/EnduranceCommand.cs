using Cascade.Inference;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;
using Cascade.Tests.Managed;
using Cascade.Tests.Trust;

namespace Cascade.Benchmarks.Engines;

/// <summary>
/// Whether a network's state wears out: at hours 0, 1, 6 and 24 of speech, noise and silence in turn, a recording is played several times. Its probabilities are compared with those of a state
/// that has heard only the last minute before each play: what differs is what older audio does. And with those of a fresh state: what differs is what any audio before does.
/// </summary>
internal static class EnduranceCommand
{
    private const int Plays = 20;
    private const int RecentSeconds = 60;

    private const double Limit = 0.1;

    private static readonly int[] Marks = [0, 60, 360, 1440];

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("endurance", arguments);
        report.Note($"{Plays} plays at each mark; largest differences of a probability, starts and ends of speech that differ in all plays, mean probability, share of frames in speech");
        float[][] marker = (await Recording.LoadAsync(arguments.Wav)).ToFrames();
        Run(report, "managed", new ManagedInference(VadModel.SileroV6), new ManagedInference(VadModel.SileroV6), marker, arguments.Minutes);
        OnnxModel onnx = OnnxModel.For(VadModel.SileroV6);
        Run(report, "onnx", new OnnxInference(onnx, shareSession: true), new OnnxInference(onnx, shareSession: true), marker, arguments.Minutes);
        return report.ExitCode;
    }

    private static void Run(Report report, string engine, IFrameInference old, IFrameInference young, float[][] marker, int minutes)
    {
        using IFrameInference ofOld = old;
        using IFrameInference ofYoung = young;
        SpeechMix mix = MixedAudio.Create(marker, seed: 1);
        MarkerAnswer fresh = MarkerAnswer.Of(young, marker);
        Hear(mix, RecentSeconds, old); // hour 0 is a minute as well
        int heard = 0;
        foreach (int mark in Marks.Where(mark => mark <= minutes))
        {
            Hear(mix, (mark - heard) * 60, old);
            heard = mark;
            List<(MarkerAnswer Old, MarkerAnswer Young)> plays = [];
            for (int play = 0; play < Plays; play++)
            {
                young.Reset();
                Hear(mix, RecentSeconds, old, young);
                plays.Add((MarkerAnswer.Of(old, marker), MarkerAnswer.Of(young, marker)));
            }

            report.Row(
                $"{engine}, minute {mark}",
                ("to young", plays.Max(p => p.Old.LargestDifference(p.Young, 0))),
                ("events", plays.Sum(p => p.Old.DifferingEvents(p.Young, 0))),
                ("to fresh", plays.Max(p => p.Old.LargestDifference(fresh, 0))),
                ("from 3 s", plays.Max(p => p.Old.LargestDifference(fresh, Recording.FramesIn(3)))),
                ("from 10 s", plays.Max(p => p.Old.LargestDifference(fresh, Recording.FramesIn(10)))),
                ("events to fresh", plays.Sum(p => p.Old.DifferingEvents(fresh, 0))),
                ("of young", plays.Sum(p => p.Young.DifferingEvents(fresh, 0))),
                ("mean", plays.Average(p => p.Old.Mean)),
                ("mean of fresh", fresh.Mean),
                ("speech", plays.Average(p => p.Old.SpeechFrames) / marker.Length),
                ("speech of fresh", (double)fresh.SpeechFrames / marker.Length));
            report.Limit($"{engine}, minute {mark}: difference to young", plays.Max(p => p.Old.LargestDifference(p.Young, 0)), Limit, "");
        }
    }

    private static void Hear(SpeechMix mix, int seconds, params ReadOnlySpan<IFrameInference> networks)
    {
        for (int i = 0; i < Recording.FramesIn(seconds); i++)
        {
            float[] frame = mix.Next();
            foreach (IFrameInference network in networks)
            {
                network.Infer(frame);
            }
        }
    }
}
