using Cascade.Speech.Wire;

namespace Cascade;

/// <summary>Any <c>ISpeechToTextClient</c> by the name of its type, in a process of its own: it may crash, hang and leak there.</summary>
public sealed record HostedRecognizer : SpeechEngine
{
    private const string WhisperAssembly = "Whisper.net.dll";

    /// <summary>Names a client.</summary>
    /// <param name="assemblyPath">The assembly that has the type. Its dependencies are found beside it.</param>
    /// <param name="typeName">The full name of the type. It has a public constructor that takes as many strings as there are arguments.</param>
    /// <param name="arguments">The arguments of that constructor.</param>
    public HostedRecognizer(string assemblyPath, string typeName, params string[] arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(assemblyPath);
        ArgumentException.ThrowIfNullOrEmpty(typeName);
        ArgumentNullException.ThrowIfNull(arguments);
        (AssemblyPath, TypeName, Arguments) = (assemblyPath, typeName, arguments);
    }

    /// <summary>Gets the assembly that has the type.</summary>
    public string AssemblyPath { get; }

    /// <summary>Gets the full name of the type.</summary>
    public string TypeName { get; }

    /// <summary>Gets the arguments of its constructor.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>
    /// Names Whisper.net's client. The host references the packages Whisper.net and Whisper.net.Runtime, 1.9.1 or later; whisper runs in the worker nevertheless.
    /// </summary>
    /// <param name="modelPath">The weights, a GGML file.</param>
    /// <exception cref="SpeechWorkerException">The weights, or the assembly, do not exist.</exception>
    public static HostedRecognizer Whisper(string modelPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        string assembly = Path.Combine(AppContext.BaseDirectory, WhisperAssembly);
        ThrowUnlessExists(assembly, "Add the packages Whisper.net and Whisper.net.Runtime to the host.");
        ThrowUnlessExists(modelPath, "Name a file of whisper's weights in GGML format.");
        return new HostedRecognizer(assembly, "Whisper.net.WhisperSpeechToTextClient", Path.GetFullPath(modelPath));
    }

    internal override WorkerSetup CreateSetup()
    {
        ThrowUnlessExists(AssemblyPath, "Name the assembly that has the client's type.");
        return new WorkerSetup { Client = new() { AssemblyPath = Path.GetFullPath(AssemblyPath), TypeName = TypeName, Arguments = [.. Arguments] } };
    }

    private static void ThrowUnlessExists(string path, string remedy)
    {
        if (!File.Exists(path))
        {
            throw new SpeechWorkerException(SpeechWorkerFailure.EngineFailed, $"The recognizer lacks a file: expected '{path}', found no such file. {remedy}");
        }
    }
}
