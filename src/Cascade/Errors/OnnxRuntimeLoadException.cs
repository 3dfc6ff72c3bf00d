namespace Cascade;

/// <summary>
/// ONNX Runtime could not be loaded. Its native library is missing, does not fit the processor or the operating system, or is older than its managed part. The inner exception is
/// the one that .NET or ONNX Runtime threw. <see cref="VadEngine.Managed"/> needs none of it.
/// </summary>
public sealed class OnnxRuntimeLoadException : CascadeException
{
    internal OnnxRuntimeLoadException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
