using System.Text;
using Cascade.Inference;
using Cascade.Inference.Onnx;

namespace Cascade.Tests;

/// <summary>A model that is not the Silero network is refused.</summary>
[Parallelizable]
public sealed class ModelTests
{
    private static readonly byte[] V6 = VadModel.SileroV6.Onnx;

    [Test]
    public void NotAModel_IsRefused([Values(0, 1, 100, 5000)] int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        VadModelException error = Assert.Throws<VadModelException>(() => VadModel.FromBytes(bytes, "noise"))!;
        Assert.That(error.Message, Does.Contain("noise").And.Contain("Silero"));
    }

    [Test]
    public void TruncatedModel_IsRefused() => Assert.Throws<VadModelException>(() => VadModel.FromBytes(V6.AsSpan(0, V6.Length / 2)));

    [TestCase("stateN", "stateM", "outputs")]
    [TestCase("state", "stote", "inputs")]
    public void ModelWithOtherNames_IsRefusedWithExpectedAndFound(string name, string other, string what)
    {
        VadModelException error = Assert.Throws<VadModelException>(() => VadModel.FromBytes(Replace(V6, name, other)))!;
        Assert.That(error.Message, Does.Contain(what));
        Assert.That(error.Expected, Does.Contain($"{name} float["));
        Assert.That(error.Found, Does.Contain($"{other} float["));
    }

    [Test]
    public void ModelOfAnotherShape_IsRefusedWithExpectedAndFound()
    {
        // The dimension 128 of the input 'state', as onnx.proto has it: dim { dim_value: 128 }.
        byte[] other = Replace(V6, [0x0A, 0x03, 0x08, 0x80, 0x01], [0x0A, 0x03, 0x08, 0x81, 0x01]);
        VadModelException error = Assert.Throws<VadModelException>(() => VadModel.FromBytes(other))!;
        Assert.That((error.Expected, error.Found), Is.EqualTo(("input float[?,?], state float[2,?,128], sr int64[]", "input float[?,?], state float[2,?,129], sr int64[]")));
    }

    [Test]
    public async Task ModelThatOnlyTheEngineCanJudge_IsRefusedAtFirstUse()
    {
        VadModel model = VadModel.FromBytes(Replace(V6, "Sigmoid", "Sigmoyd"), "altered");
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(model) });
        VadModelException error = (await Assert.ThrowsAsync<VadModelException>(() => processor.InitializeAsync()))!;
        Assert.That(error.Message, Does.Contain("altered").And.Contain("Sigmoyd"));
        Assert.That(error.InnerException, Is.TypeOf<Microsoft.ML.OnnxRuntime.OnnxRuntimeException>());
    }

    [Test]
    public void MissingModelFile_IsTheFileSystemsError() => Assert.Throws<FileNotFoundException>(() => VadModel.FromFile("missing.onnx"));

    [Test]
    public async Task PreparedModel_AnswersAsTheModelItselfToTheBit([Values("v6", "v5")] string version, [Values(16_000, 8_000)] int rateHz)
    {
        VadModel model = version == "v6" ? VadModel.SileroV6 : VadModel.FromFile(Path.Combine(Golden.CommittedFolder, "silero_vad_v5.onnx"));
        NetworkRate network = rateHz == 8_000 ? NetworkRate.At8kHz : NetworkRate.At16kHz;

        // Without a folder for the prepared copy, sessions are made from the model as it is, which is what silero does.
        OnnxModel plain = OnnxModel.Load(model, Path.Combine(TestContext.CurrentContext.WorkDirectory, "no such folder"), network);
        float[] expected = await InferAsync(rateHz, () => new OnnxInference(plain, shareSession: false));
        OnnxModel prepared = OnnxModel.For(model, network);
        Assert.That((plain.IsPrepared, prepared.IsPrepared), Is.EqualTo((false, true)));
        Assert.That(await InferAsync(rateHz, () => new OnnxInference(prepared, shareSession: false)), Is.EqualTo(expected));
        Assert.That(await InferAsync(rateHz, () => new OnnxInference(prepared, shareSession: true)), Is.EqualTo(expected));
    }

    private static async Task<float[]> InferAsync(int rateHz, Func<OnnxInference> create)
    {
        StreamProcessorOptions options = new() { Speech = new SpeechSettings { Threshold = 1, Results = ResultKinds.Frames }, InputFormat = new AudioFormat(rateHz), Engine = VadEngine.OnnxRuntime(native8kHz: true) };
        await using StreamProcessor processor = new(options, create);
        return [.. (await processor.PushAsync(Recording.Conversation.Audio)).Cast<AudioFrame>().Select(f => f.Probability)];
    }

    private static byte[] Replace(byte[] model, string text, string other) => Replace(model, Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes(other));

    private static byte[] Replace(byte[] model, byte[] bytes, byte[] others)
    {
        byte[] copy = [.. model];
        int replaced = 0;
        for (int at = 0, next; (next = copy.AsSpan(at).IndexOf(bytes)) >= 0; at += next + bytes.Length)
        {
            others.CopyTo(copy.AsSpan(at + next));
            replaced++;
        }

        Assert.That(replaced, Is.GreaterThan(0));
        return copy;
    }
}
