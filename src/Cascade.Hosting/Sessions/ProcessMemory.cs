namespace Cascade.Hosting.Sessions;

/// <summary>The resident memory of this process.</summary>
internal sealed class ProcessMemory : IProcessMemory
{
    public long Bytes => Environment.WorkingSet;
}
