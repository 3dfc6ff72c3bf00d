using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Sessions;

/// <summary>Compares the process's memory with the limit.</summary>
internal sealed class MemoryPressure(IOptions<CascadeHostingOptions> options, IProcessMemory memory)
{
    private const double ElevatedShare = 0.8;
    private const double CriticalShare = 1.2;

    private readonly long _limit = LimitOf(options.Value);

    /// <summary>Gets the bytes that count as 100 %.</summary>
    public static long LimitOf(CascadeHostingOptions options) => options.MemoryLimitBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    public MemoryLevel Read() => ((double)memory.Bytes / _limit) switch
    {
        >= CriticalShare => MemoryLevel.Critical,
        >= 1 => MemoryLevel.High,
        >= ElevatedShare => MemoryLevel.Elevated,
        _ => MemoryLevel.Normal,
    };
}
