using System.Globalization;

namespace Cascade.Benchmarks;

/// <summary>The process in which <see cref="MemoryCommand"/> measures one kind of processor.</summary>
internal static class MemoryProbe
{
    public const string Name = "memory-probe";

    private const int WarmUp = 3;

    /// <param name="arguments">own or shared; how many processors; and a recording, or - for silence.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        bool shareSession = arguments[0] == "shared";
        int count = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        ReadOnlyMemory<byte> second = (arguments[2] == "-" ? Recording.Silence(1) : await Recording.LoadAsync(arguments[2])).Bytes[..Recording.SecondBytes];
        StreamProcessor[] processors = new StreamProcessor[WarmUp + count];

        // What the first ones load is there once: library, model, compiled code, threads.
        await FillAsync(processors.AsMemory(0, WarmUp), second, shareSession);
        long residentBefore = ResidentSet.Measure();
        long managedBefore = GC.GetTotalMemory(forceFullCollection: true);
        await FillAsync(processors.AsMemory(WarmUp), second, shareSession);
        long managed = GC.GetTotalMemory(forceFullCollection: true) - managedBefore;
        long resident = ResidentSet.Measure() - residentBefore;
        GC.KeepAlive(processors);
        Child.Answer((double)resident / count, (double)managed / count);
        return 0;
    }

    private static async Task FillAsync(Memory<StreamProcessor> processors, ReadOnlyMemory<byte> second, bool shareSession)
    {
        for (int i = 0; i < processors.Length; i++)
        {
            StreamProcessor processor = new(new StreamProcessorOptions { ShareSession = shareSession });
            processors.Span[i] = processor;
            await processor.InitializeAsync();
            await processor.ProcessChunkAsync(second);
        }
    }
}
