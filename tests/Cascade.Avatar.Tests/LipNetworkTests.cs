using Cascade.Avatar.Tests.Networks;

namespace Cascade.Avatar.Tests;

public sealed class LipNetworkTests
{
    private const int Float = OnnxFile.Float;

    [TestCase(-1, 8)]
    [TestCase(1, 1)]
    public void NetworkInWav2LipsShapes_IsLoaded(int batch, int most)
    {
        using LipSyncNetwork network = LipSyncNetwork.FromBytes(MouthNetwork.Create(batch: batch), "mouth");
        Assert.That(network.MaximumBatch, Is.EqualTo(most));
    }

    [Test]
    public void FullSizeNetwork_HasWav2LipsWeightsAndBothEnginesAgree()
    {
        byte[] model = FullSizeNetwork.Create(out long parameters);
        Random random = new(5);
        float[] mel = [.. Enumerable.Range(0, 80 * 16).Select(_ => (8 * random.NextSingle()) - 4)];
        float[] faces = [.. Enumerable.Range(0, 6 * 96 * 96).Select(_ => random.NextSingle())];
        float[] expected = Run(LipSyncEngine.OnnxRuntime);
        float[] found = Run(LipSyncEngine.Automatic);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(parameters, Is.EqualTo(36_300_000).Within(100_000));
            Assert.That(expected, Has.Length.EqualTo(3 * 96 * 96).And.All.InRange(0f, 1f));
            Assert.That(expected.Max() - expected.Min(), Is.GreaterThan(0.1f), "differences are of a picture, not of one colour");
            Assert.That(found.Zip(expected, (a, b) => Math.Abs(a - b)).Max(), Is.LessThan(1e-5f));
        }

        float[] Run(LipSyncEngine engine)
        {
            using LipSyncNetwork network = LipSyncNetwork.FromBytes(model, "full", engine);
            bool isManaged = engine == LipSyncEngine.Automatic && System.Runtime.Intrinsics.X86.Avx2.IsSupported;
            Assert.That(network.Engine, Is.EqualTo(isManaged ? LipSyncEngine.Managed : LipSyncEngine.OnnxRuntime));
            return network.Run(mel, faces, 1);
        }
    }

    [Test]
    public void NetworkOfOtherOperations_RunsInOnnxRuntime()
    {
        using LipSyncNetwork network = LipSyncNetwork.FromBytes(MouthNetwork.Create(), "mouth");
        Assert.That(network.Engine, Is.EqualTo(LipSyncEngine.OnnxRuntime));
        AvatarException fault = Assert.Throws<AvatarException>(() => LipSyncNetwork.FromBytes(MouthNetwork.Create(), "mouth", LipSyncEngine.Managed))!;
        Assert.That((fault.Reason, fault.Expected), Is.EqualTo((AvatarFailure.BadNetwork, "a network of convolutions")));
    }

    [Test]
    public void Batch_GivesTheFramesOfSingleRuns()
    {
        using LipSyncNetwork network = LipSyncNetwork.FromBytes(MouthNetwork.Create(), "mouth");
        Random random = new(3);
        float[] mel = [.. Enumerable.Range(0, 3 * 80 * 16).Select(i => (random.NextSingle() * (1 + (i / 1280))) - 4)];
        float[] faces = [.. Enumerable.Range(0, 3 * 6 * 96 * 96).Select(_ => random.NextSingle())];
        float[] together = network.Run(mel, faces, 3);
        float[] single = [.. Enumerable.Range(0, 3).SelectMany(i => network.Run(mel[(i * 1280)..], faces[(i * 6 * 96 * 96)..], 1))];
        Assert.That(together, Is.EqualTo(single).Within(1e-6f));
    }

    private static IEnumerable<TestCaseData> WrongNetworks()
    {
        yield return Wrong("name of an input", "mel_spectrogram float [N, 1, 80, 16] and video_frames float [N, 6, 96, 96]", "mel float [N, 1, 80, 16] and video_frames float [N, 6, 96, 96]", mel: "mel");
        yield return Wrong("bands", "mel_spectrogram float [N, 1, 80, 16]", "mel_spectrogram float [N, 1, 40, 16]", melShape: [-1, 1, 40, 16]);
        yield return Wrong("planes", "video_frames float [N, 6, 96, 96]", "video_frames float [N, 3, 96, 96]", faceShape: [-1, 3, 96, 96]);
        yield return Wrong("size of the face", "video_frames float [N, 6, 96, 96]", "video_frames float [N, 6, 256, 256]", faceShape: [-1, 6, 256, 256]);
        yield return Wrong("rank", "mel_spectrogram float [N, 1, 80, 16]", "mel_spectrogram float [N, 80, 16]", melShape: [-1, 80, 16]);
        yield return Wrong("frames at once", "mel_spectrogram float [N, 1, 80, 16]", "mel_spectrogram float [5, 1, 80, 16]", melShape: [5, 1, 80, 16]);
        yield return Wrong("type", "mel_spectrogram float [N, 1, 80, 16]", "mel_spectrogram double [N, 1, 80, 16]", melType: OnnxFile.Double);
        yield return Wrong("output", "lips float [N, 3, 96, 96]", "lips float [N, 1, 96, 96]", lipShape: [-1, 1, 96, 96]);
        yield return Wrong("outputs", "one, [N, 3, 96, 96]", "lips float [N, 3, 96, 96] and more float [N, 3, 96, 96]", second: true);
    }

    [TestCaseSource(nameof(WrongNetworks))]
    public void OtherNetwork_IsRefusedWithExpectedAndFound(byte[] model, string expected, string found)
    {
        AvatarException fault = Assert.Throws<AvatarException>(() => LipSyncNetwork.FromBytes(model, "other.onnx"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fault.Reason, Is.EqualTo(AvatarFailure.BadNetwork));
            Assert.That((fault.Expected, fault.Found), Is.EqualTo((expected, found)));
            Assert.That(fault.Message, Does.Contain("other.onnx").And.Contain(expected).And.Contain(found));
        }
    }

    [Test]
    public void FileOfAnotherKind_IsRefused()
    {
        AvatarException fault = Assert.Throws<AvatarException>(() => LipSyncNetwork.FromBytes("not a network"u8, "notes.txt"))!;
        Assert.That((fault.Reason, fault.Expected), Is.EqualTo((AvatarFailure.BadNetwork, "an ONNX model")));
    }

    [Test]
    public void MissingFile_IsNamed() => Assert.That(Assert.Throws<FileNotFoundException>(() => LipSyncNetwork.FromFile("nowhere.onnx"))!.Message, Does.Contain("nowhere.onnx"));

    [TestCase(0)]
    [TestCase(9)]
    public void Run_RefusesMoreFramesThanItTakes(int count)
    {
        using LipSyncNetwork network = LipSyncNetwork.FromBytes(MouthNetwork.Create(), "mouth");
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Run(new float[20_000], new float[1_000_000], count));
    }

    [Test]
    public void Run_RefusesArraysThatAreTooShort()
    {
        using LipSyncNetwork network = LipSyncNetwork.FromBytes(MouthNetwork.Create(), "mouth");
        Assert.That(Assert.Throws<ArgumentException>(() => network.Run(new float[1280], new float[100], 1))!.Message, Does.Contain("Expected at least 55296 values, found 100"));
    }

    // Operations that fit any shapes: the sum of everything, spread over the output.
    private static TestCaseData Wrong(
        string difference, string expected, string found, string mel = "mel_spectrogram", long[]? melShape = null, long[]? faceShape = null, long[]? lipShape = null, int melType = Float, bool second = false)
    {
        OnnxFile file = new();
        string columns = file.Input(mel, melType, melShape ?? [-1, 1, 80, 16]);
        string faces = file.Input("video_frames", Float, faceShape ?? [-1, 6, 96, 96]);
        string Sum(string input, long[] shape) => file.Node("ReduceSum", [input, file.Numbers([.. Enumerable.Range(1, shape.Length - 1).Select(i => (long)i)])], ("keepdims", [0]));
        string total = Sum(faces, faceShape ?? [-1, 6, 96, 96]);
        if (melType == Float)
        {
            total = file.Node("Add", [total, Sum(columns, melShape ?? [-1, 1, 80, 16])]);
        }

        string frames = file.Node("Unsqueeze", [total, file.Numbers(1, 2, 3)]);
        long[] lips = lipShape ?? [-1, 3, 96, 96];
        string ones = file.Weights(new float[lips[1] * 96 * 96], 1, lips[1], 96, 96);
        foreach (string output in second ? new[] { "lips", "more" } : ["lips"])
        {
            file.Output(file.NodeTo(output, "Add", [frames, ones]), Float, lips);
        }

        return new TestCaseData(file.ToArray(), expected, found).SetArgDisplayNames(difference);
    }
}
