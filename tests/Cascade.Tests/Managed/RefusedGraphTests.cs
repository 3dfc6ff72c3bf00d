using System.Text;
using Cascade.Inference.ModelFile;

namespace Cascade.Tests.Managed;

/// <summary>A model whose graph is another network's is refused with what was expected and found, although its inputs and outputs are the same.</summary>
public sealed class RefusedGraphTests
{
    [TestCase("Sigmoid", "Softmax", "Relu Conv Softmax ReduceMean")]
    [TestCase("LSTM", "LSTX", "LSTX")]
    [TestCase("reflect", "replace", "replace")]
    public void OtherWord_IsRefusedWithWhatWasFound(string word, string other, string found)
    {
        VadModelException error = Refuse(onnx => Replace(onnx, Encoding.ASCII.GetBytes(word), Encoding.ASCII.GetBytes(other)));
        Assert.That(error.Found, Does.Contain(found));
        Assert.That(error.Expected, Does.Contain(word));
        Assert.That(error.Message, Does.Contain("patched").And.Contain(found));
    }

    [Test]
    public void OtherSampleRate_IsRefused()
    {
        byte[] rate16000 = [0x80, 0x7D];
        byte[] rate8000 = [0xC0, 0x3E];
        VadModelException error = Refuse(onnx => Replace(onnx[..200], rate16000, rate8000).CopyTo(onnx, 0));
        Assert.That(error.Expected, Does.Contain("16000"));
    }

    [Test]
    public void OtherBasis_IsRefused()
    {
        VadModelException error = Refuse(onnx =>
        {
            // The last tensor of the name is that for 16 kHz. Its bytes follow the name and their length; any wrong float makes it another basis.
            ReadOnlySpan<byte> name = "\u0019stft.forward_basis_bufferJ"u8;
            const int lengthBytes = 3;
            const int floatInTheMiddle = 25_000;
            int data = onnx.AsSpan().LastIndexOf(name) + name.Length + lengthBytes;
            onnx[data + (floatInTheMiddle * sizeof(float)) + 3] ^= 0x40;
        });
        Assert.That(error.Expected, Does.Contain("Fourier"));
    }

    [Test]
    public void CutOffInTheMiddle_IsRefused()
    {
        byte[] onnx = (byte[])VadModel.SileroV6.Onnx.Clone();
        Assert.That(() => SileroWeightsReader.Read(VadModel.FromBytes(onnx.AsSpan(0, onnx.Length / 2), "cut")), Throws.TypeOf<VadModelException>());
    }

    private static VadModelException Refuse(Action<byte[]> patch)
    {
        byte[] onnx = (byte[])VadModel.SileroV6.Onnx.Clone();
        patch(onnx);
        VadModel model = VadModel.FromBytes(onnx, "patched");
        return Assert.Throws<VadModelException>(() => SileroWeightsReader.Read(model))!;
    }

    /// <summary>Replaces all of them, in both branches.</summary>
    private static byte[] Replace(byte[] onnx, byte[] word, byte[] other)
    {
        int found = 0;
        for (int at = onnx.AsSpan().IndexOf(word); at >= 0; at = onnx.AsSpan().IndexOf(word))
        {
            other.CopyTo(onnx, at);
            found++;
        }

        Assert.That(found, Is.Positive);
        return onnx;
    }
}
