using System.Globalization;

namespace Cascade.Benchmarks;

/// <summary>The process in which <see cref="MemoryCommand"/> measures one kind of processor.</summary>
internal static class MemoryProbe
{
    public const string Name = "memory-probe";

    private const int WarmUp = 3;

    /// <param name="arguments">own or shared; how many processors; the recording; how many seconds of it; and how many of silence after that.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        bool shareSession = arguments[0] == "shared";
        int count = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        Recording recording = await Recording.LoadAsync(arguments[2]);
        int voiced = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        int silent = int.Parse(arguments[4], CultureInfo.InvariantCulture);
        ReadOnlyMemory<byte>[] chunks =
        [
            .. Enumerable.Range(0, voiced).Select(second => recording.Bytes.Slice(second * Recording.SecondBytes, Recording.SecondBytes)),
            .. Enumerable.Repeat(Recording.Silence(1).Bytes, silent),
        ];
        StreamProcessor[] processors = new StreamProcessor[WarmUp + count];

        // What the first ones load is there once: library, model, compiled code, threads.
        await FillAsync(processors.AsMemory(0, WarmUp), chunks, shareSession);
        long residentBefore = ResidentSet.Measure();
        long managedBefore = GC.GetTotalMemory(forceFullCollection: true);
        await FillAsync(processors.AsMemory(WarmUp), chunks, shareSession);
        long managed = GC.GetTotalMemory(forceFullCollection: true) - managedBefore;
        long resident = ResidentSet.Measure() - residentBefore;
        GC.KeepAlive(processors);
        Child.Answer((double)resident / count, (double)managed / count);
        return 0;
    }

    private static async Task FillAsync(Memory<StreamProcessor> processors, ReadOnlyMemory<byte>[] chunks, bool shareSession)
    {
        for (int i = 0; i < processors.Length; i++)
        {
            StreamProcessor processor = new(new StreamProcessorOptions { ShareSession = shareSession });
            processors.Span[i] = processor;
            await processor.InitializeAsync();
            foreach (ReadOnlyMemory<byte> chunk in chunks)
            {
                await processor.ProcessChunkAsync(chunk);
            }
        }
    }
}
