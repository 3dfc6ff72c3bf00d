using Cascade.Inference;
using Cascade.Inference.Managed;
using Cascade.Inference.ModelFile;

namespace Cascade.Tests.Managed;

/// <summary>The probabilities are those of ONNX Runtime.</summary>
public sealed class AccuracyTests
{
    private static IEnumerable<TestCaseData> Cases =>
        from width in Widths.All
        from run in new[] { (ReferenceRun.Signals, 1e-5), (ReferenceRun.QuietSpeech, 5e-5), (ReferenceRun.Minute, 1e-5) }
        where run.Item1 is not null
        select new TestCaseData(width, run.Item1, run.Item2).SetArgDisplayNames(width.ToString(), run.Item1.Name);

    [TestCaseSource(nameof(Cases))]
    public void Probabilities_AreThoseOfOnnxRuntime(object width, object run, double tolerance) =>
        Check(VadModel.SileroV6, (VectorWidth)width, (ReferenceRun)run, tolerance);

    [Test]
    public void Version5_ProbabilitiesAreThoseOfOnnxRuntime()
    {
        VadModel model = VadModel.FromFile(Path.Combine(AppContext.BaseDirectory, "Golden", "silero_vad_v5.onnx"));
        Check(model, VectorWidths.Best, ReferenceRun.SignalsOfVersion5, 1e-5);
    }

    private static void Check(VadModel model, VectorWidth width, ReferenceRun run, double tolerance)
    {
        using ManagedInference inference = new(ManagedNetwork.Create(SileroWeightsReader.Read(model), width));
        float[] found = [.. run.Frames.Select(frame => inference.Infer(frame))];
        Assert.That(found, Is.EqualTo(run.Probabilities).Within(tolerance));
    }
}
