namespace Cascade.Tests.Trust;

/// <summary>What is made to go wrong in a step of a soak.</summary>
internal enum SoakFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The call is canceled before it begins.</summary>
    Canceled,

    /// <summary>The call is canceled while a frame is inferred.</summary>
    CanceledInMidCall,

    /// <summary>The engine fails on a frame.</summary>
    Inference,

    /// <summary>The processor is disposed while a frame is inferred.</summary>
    DisposedInMidCall,

    /// <summary>The processor is disposed by another thread at some time.</summary>
    DisposedMeanwhile,

    /// <summary>The source throws.</summary>
    Source,

    /// <summary>ONNX Runtime's library is missing.</summary>
    Library,
}
