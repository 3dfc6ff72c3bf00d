namespace Cascade.Tests.Trust;

/// <summary>What goes wrong in a call.</summary>
internal enum StreamCallFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is canceled before it begins.</summary>
    Canceled,

    /// <summary>It is canceled while a frame is inferred.</summary>
    CanceledInMidCall,

    /// <summary>The engine fails on a frame.</summary>
    Inference,
}
