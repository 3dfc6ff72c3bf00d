using System.Globalization;
using System.Text.Json.Nodes;
using Cascade.Inference;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;
using Cascade.Tests.Managed;

namespace Cascade.Benchmarks.Engines;

/// <summary>Whether the engines, each carrying its own state on, stay together over long audio.</summary>
internal static class DriftCommand
{
    private const int SpanMinutes = 10;
    private const double Limit = 5e-5;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("drift", arguments);
        report.Note($"{arguments.Minutes} minutes of the recording in pieces of varied gain; the largest difference between the engines' probabilities in every {SpanMinutes} minutes");
        SpeechMix mix = new([(await Recording.LoadAsync(arguments.Wav)).ToFrames()], seed: 1);
        using OnnxInference onnx = new(OnnxModel.For(VadModel.SileroV6), shareSession: true);
        using ManagedInference managed = new(VadModel.SileroV6);
        double largest = 0;
        for (int from = 0; from < arguments.Minutes; from += SpanMinutes)
        {
            int until = Math.Min(from + SpanMinutes, arguments.Minutes);
            double difference = 0;
            for (int i = Recording.FramesIn(from * 60); i < Recording.FramesIn(until * 60); i++)
            {
                float[] frame = mix.Next();
                difference = Math.Max(difference, Math.Abs(onnx.Infer(frame) - managed.Infer(frame)));
            }

            largest = Math.Max(largest, difference);
            report.Line(
                string.Create(CultureInfo.InvariantCulture, $"minutes {from,3} to {until,3}   {difference:0.0e+0}"),
                new JsonObject { ["command"] = "drift", ["fromMinute"] = from, ["untilMinute"] = until, ["largestDifference"] = difference });
        }

        report.Limit("largest difference of probabilities, in millionths", largest * 1e6, Limit * 1e6, "millionths");
        return report.ExitCode;
    }
}
