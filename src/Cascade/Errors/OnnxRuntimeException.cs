namespace Cascade;

/// <summary>ONNX Runtime reported an error, or could not be loaded.</summary>
public sealed class OnnxRuntimeException : CascadeException
{
    internal OnnxRuntimeException(string message, int? errorCode = null, IReadOnlyList<string>? searched = null)
        : base(message)
    {
        ErrorCode = errorCode;
        Searched = searched ?? [];
    }

    /// <summary>ONNX Runtime's <c>OrtErrorCode</c>, or <see langword="null"/> when no library was loaded.</summary>
    public int? ErrorCode { get; }

    /// <summary>The places that were searched for the native library, in order, each with what was found there; empty when one was loaded.</summary>
    public IReadOnlyList<string> Searched { get; }
}
