using Cascade.Hosting.Sessions;

namespace Cascade.Hosting.Tests;

/// <summary>A process that needs what it is told to.</summary>
internal sealed class FakeMemory : IProcessMemory
{
    public long Bytes { get; set; } = 1;
}
