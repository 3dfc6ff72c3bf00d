using Cascade.Inference.Managed;
using Cascade.Inference.ModelFile;
using Cascade.Inference.Onnx;

namespace Cascade.Tests.Managed;

/// <summary>The probabilities are those of ONNX Runtime in the same process.</summary>
[Parallelizable]
public sealed class AccuracyTests
{
    private const double Tolerance = 1e-5;

    /// <summary>On quiet speech, where ONNX Runtime itself is 1e-5 away from an evaluation in double precision.</summary>
    private const double ToleranceOfQuietSpeech = 5e-5;

    private static readonly Lazy<(string Name, float[][] Frames, float[] Expected)[]> Recordings = new(() =>
        [.. Golden.V6.Select(golden => (golden.ToString(), Frames.Of(golden.Recording))).Select(r => (r.Item1, r.Item2, OnnxAnswers.To(r.Item2)))]);

    private static IEnumerable<TestCaseData> Batches =>
        from width in Widths.All
        from streams in width == VectorWidths.Best ? new[] { 1, 2, 3, 5, 8, 16, 32, 33, 64 } : [1, 7]
        select new TestCaseData(width, streams).SetArgDisplayNames(width.ToString(), $"{streams}");

    private static IEnumerable<TestCaseData> SignalCases => Signals.All.Select(signal => new TestCaseData(signal.Name, signal.Frames).SetArgDisplayNames(signal.Name));

    // Every stream plays a recording over and over, the next one another. The batch stays of its size because a stream whose recording has ended begins anew.
    [TestCaseSource(nameof(Batches))]
    public void Recordings_InABatch(object width, int streams)
    {
        ManagedNetwork network = ManagedNetwork.Create(SileroWeightsReader.Read(VadModel.SileroV6), (VectorWidth)width);
        Workspace work = new(streams);
        StreamState[] states = [.. Enumerable.Range(0, streams).Select(_ => new StreamState())];
        float[] probabilities = new float[streams];
        foreach (int shift in streams < Recordings.Value.Length ? Enumerable.Range(0, Recordings.Value.Length) : [0])
        {
            Array.ForEach(states, state => state.Reset());
            for (int step = 0; step < Recordings.Value.Max(recording => recording.Frames.Length); step++)
            {
                for (int i = 0; i < streams; i++)
                {
                    float[][] frames = Recordings.Value[(i + shift) % Recordings.Value.Length].Frames;
                    if (step % frames.Length == 0)
                    {
                        states[i].Reset();
                    }

                    frames[step % frames.Length].CopyTo(work.Frame(i));
                }

                network.InferEach(work, states, probabilities);
                for (int i = 0; i < streams; i++)
                {
                    (string name, _, float[] expected) = Recordings.Value[(i + shift) % Recordings.Value.Length];
                    double difference = Difference.Of(probabilities[i], expected[step % expected.Length]);
                    if (difference > Tolerance)
                    {
                        Assert.Fail($"{name}, stream {i}, step {step}: {difference:e1}");
                    }
                }
            }
        }
    }

    [Test]
    public void Recordings_FortyDecibelsDown() => Assert.Multiple(() =>
    {
        foreach ((string name, float[][] frames, _) in Recordings.Value)
        {
            float[][] quiet = Frames.Scaled(frames, 0.01f);
            Assert.That(Difference.Largest(Infer(VadModel.SileroV6, quiet), OnnxAnswers.To(quiet)), Is.LessThanOrEqualTo(ToleranceOfQuietSpeech), name);
        }
    });

    [TestCaseSource(nameof(SignalCases))]
    public void Signal(string name, float[][] frames) => Assert.That(
        Difference.Largest(Infer(VadModel.SileroV6, frames), OnnxAnswers.To(frames)), Is.LessThanOrEqualTo(Tolerance), name);

    [Test]
    public void TenMinutesOfVariedAudio_DoNotDriftApart()
    {
        const int minutes = 10;
        const int framesPerMinute = 60 * 16_000 / 512;
        SpeechMix mix = new([.. Recordings.Value.Select(recording => recording.Frames)], seed: 1);
        using OnnxInference onnx = OnnxAnswers.Create(VadModel.SileroV6);
        using ManagedInference managed = new(VadModel.SileroV6);
        double[] differences = new double[minutes];
        for (int i = 0; i < minutes * framesPerMinute; i++)
        {
            float[] frame = mix.Next();
            differences[i / framesPerMinute] = Math.Max(differences[i / framesPerMinute], Difference.Of(managed.Infer(frame), onnx.Infer(frame)));
        }

        Assert.That(differences, Has.All.LessThanOrEqualTo(ToleranceOfQuietSpeech), "by minute");
    }

    [Test]
    public void Version5()
    {
        VadModel model = VadModel.FromFile(Path.Combine(Golden.CommittedFolder, "silero_vad_v5.onnx"));
        foreach (Golden golden in Golden.V5)
        {
            float[][] frames = Frames.Of(golden.Recording);
            float[] found = Infer(model, frames);
            Assert.That(Difference.Largest(found, OnnxAnswers.To(model, frames)), Is.LessThanOrEqualTo(Tolerance), $"{golden}");
            Assert.That(Difference.Largest(found, golden.Probabilities.AsSpan(0, found.Length)), Is.LessThanOrEqualTo(Tolerance), $"{golden}");
        }
    }

    private static float[] Infer(VadModel model, float[][] frames)
    {
        using ManagedInference inference = new(model);
        return [.. frames.Select(frame => inference.Infer(frame))];
    }
}
