namespace Cascade.Hosting.Sessions;

/// <summary>The memory that the process needs; tests say it themselves.</summary>
internal interface IProcessMemory
{
    /// <summary>Bytes now.</summary>
    long Bytes { get; }
}
