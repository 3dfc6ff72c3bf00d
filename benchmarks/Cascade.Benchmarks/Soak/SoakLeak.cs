namespace Cascade.Benchmarks.Soak;

/// <summary>What every stream of a soak leaks at its end. A soak that leaks must fail.</summary>
internal enum SoakLeak
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A kilobyte of the managed heap.</summary>
    Managed,

    /// <summary>Ten kilobytes from outside of it.</summary>
    Native,

    /// <summary>Now and then an open file.</summary>
    Handle,

    /// <summary>Now and then a thread.</summary>
    Thread,

    /// <summary>A byte of audio that the books do not hear of.</summary>
    Byte,
}
