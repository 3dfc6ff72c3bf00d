using System.Security.Cryptography;
using Cascade.Inference.Managed;
using Cascade.Inference.ModelFile;
using Cascade.Inference.Onnx;

namespace Cascade;

/// <summary>
/// A Silero network, version 5 or 6, in ONNX format: immutable, thread-safe, shared by any number of processors. The parts that engines prepare once
/// (weights, a shared session) live as long as the model.
/// </summary>
public sealed class VadModel
{
    private static readonly Lazy<VadModel> BuiltIn = new(LoadBuiltIn);

    private readonly Lazy<ManagedNetwork> _managed;
    private readonly Lazy<byte[]> _hash;

    private VadModel(string name, byte[] onnx)
    {
        Name = name;
        Onnx = onnx;
        _hash = new Lazy<byte[]>(() => SHA256.HashData(onnx));
        _managed = new Lazy<ManagedNetwork>(() => ManagedNetwork.Create(SileroWeightsReader.Read(this), VectorWidths.Best));
    }

    /// <summary>Gets Silero VAD version 6, built into this library.</summary>
    public static VadModel SileroV6 => BuiltIn.Value;

    /// <summary>Gets the model's name: the file's path, or the name that the caller gave.</summary>
    public string Name { get; }

    /// <summary>Gets the SHA-256 of the model's bytes, in lower-case hexadecimal.</summary>
    public string Sha256 => Convert.ToHexString(Hash).ToLowerInvariant();

    /// <summary>Gets the same as bytes, computed once.</summary>
    internal byte[] Hash => _hash.Value;

    internal byte[] Onnx { get; }

    /// <summary>The models that ONNX Runtime prepared, one for each rate in use. Locked by whoever uses it.</summary>
    internal List<OnnxModel> OnnxModels { get; } = [];

    /// <summary>The network in C#, prepared when it is first asked for.</summary>
    /// <exception cref="VadModelException">The graph is not that of a Silero network.</exception>
    internal ManagedNetwork Managed => _managed.Value;

    /// <summary>Reads a model from an .onnx file.</summary>
    /// <exception cref="VadModelException">The file is not a Silero network; the error says what was expected and what was found.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static VadModel FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Checked(path, File.ReadAllBytes(path));
    }

    /// <summary>Makes a model from the bytes of an .onnx file, which are copied.</summary>
    /// <param name="onnx">The bytes.</param>
    /// <param name="name">The name of the model in errors.</param>
    /// <exception cref="VadModelException">The bytes are not a Silero network.</exception>
    public static VadModel FromBytes(ReadOnlySpan<byte> onnx, string name = "model from bytes")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Checked(name, onnx.ToArray());
    }

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;

    // Not of the built-in one: it would take time at each start of a program.
    private static VadModel Checked(string name, byte[] onnx)
    {
        ModelSignature.Check(onnx, name);
        return new VadModel(name, onnx);
    }

    private static VadModel LoadBuiltIn()
    {
        const string resource = "silero_vad_v6.onnx";
        using Stream stream = typeof(VadModel).Assembly.GetManifestResourceStream(resource)!;
        byte[] onnx = new byte[stream.Length];
        stream.ReadExactly(onnx);
        return new VadModel(resource, onnx);
    }
}
