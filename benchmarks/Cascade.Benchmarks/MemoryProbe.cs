using System.Globalization;

namespace Cascade.Benchmarks;

/// <summary>The process in which <see cref="MemoryCommand"/> measures one kind of processor.</summary>
internal static class MemoryProbe
{
    public const string Name = "memory-probe";

    private const int WarmUp = 3;
    private const int GroupStreams = 100;

    // Code that is compiled once has taken its memory when the warm-up ends. Compiled again as it becomes hot, it would take more of it while processors are counted.
    private static readonly (string Name, string Value) CompiledOnce = ("DOTNET_TieredCompilation", "0");

    /// <summary>Starts it, and returns the resident and the managed bytes of each processor.</summary>
    /// <param name="kind">The kind of processor.</param>
    /// <param name="count">How many are made.</param>
    /// <param name="wav">The recording.</param>
    /// <param name="voiced">Seconds of it that each processor is given first.</param>
    /// <param name="silent">Seconds of silence after them.</param>
    /// <param name="results">What the processors emit.</param>
    public static async Task<double[]> MeasureAsync(string kind, int count, string wav, int voiced, int silent, ResultKinds results)
    {
        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        return (await Child.MeasureAsync([CompiledOnce], Name, kind, Text(count), wav, Text(voiced), Text(silent), results.ToString())).Values;
    }

    /// <param name="arguments">a kind of processor; how many; the recording; how many seconds of it; how many of silence after that; and which results.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        StreamProcessorOptions options = ProcessorKind.Options(arguments[0]) with { Speech = ProcessorKind.Options(arguments[0]).Speech with { Results = Enum.Parse<ResultKinds>(arguments[5]) } };
        int count = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        Recording recording = await Recording.LoadAsync(arguments[2]);
        int voiced = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        int silent = int.Parse(arguments[4], CultureInfo.InvariantCulture);
        ReadOnlyMemory<byte>[] chunks =
        [
            .. Enumerable.Range(0, voiced).Select(second => recording.Bytes.Slice(second * Recording.SecondBytes, Recording.SecondBytes)),
            .. Enumerable.Repeat(Recording.Silence(1).Bytes, silent),
        ];
        Func<int, Task<object>> fillAsync = arguments[0] == ProcessorKind.Batch
            ? streams => FillBatchAsync(streams, chunks, options)
            : processors => FillAsync(processors, chunks, options);

        // What the first ones load is there once: library, model, compiled code, threads.
        object first = await fillAsync(WarmUp);
        long residentBefore = ResidentSet.Measure();
        long managedBefore = GC.GetTotalMemory(forceFullCollection: true);
        object others = await fillAsync(count);
        long managed = GC.GetTotalMemory(forceFullCollection: true) - managedBefore;
        long resident = ResidentSet.Measure() - residentBefore;
        GC.KeepAlive((first, others));
        Child.Answer((double)resident / count, (double)managed / count);
        return 0;
    }

    private static async Task<object> FillAsync(int count, ReadOnlyMemory<byte>[] chunks, StreamProcessorOptions options)
    {
        StreamProcessor[] processors = new StreamProcessor[count];
        for (int i = 0; i < count; i++)
        {
            processors[i] = new StreamProcessor(options);
            await processors[i].InitializeAsync();
            foreach (ReadOnlyMemory<byte> chunk in chunks)
            {
                await processors[i].ProcessChunkAsync(chunk);
            }
        }

        return processors;
    }

    // Streams speak one group after the other, as they do not all speak at once in life.
    private static async Task<object> FillBatchAsync(int count, ReadOnlyMemory<byte>[] chunks, StreamProcessorOptions options)
    {
        StreamBatch batch = new();
        StreamProcessor[] streams = [.. Enumerable.Range(0, count).Select(_ => batch.Open(options))];
        foreach (StreamProcessor[] speaking in streams.Chunk(GroupStreams))
        {
            foreach (ReadOnlyMemory<byte> chunk in chunks)
            {
                await FillAsync(batch, speaking, chunk);
            }
        }

        return (batch, streams);
    }

    private static async Task FillAsync(StreamBatch batch, StreamProcessor[] streams, ReadOnlyMemory<byte> chunk)
    {
        for (int at = 0; at < chunk.Length; at += Recording.FrameBytes)
        {
            Array.ForEach(streams, stream => stream.Push(chunk.Span.Slice(at, Math.Min(Recording.FrameBytes, chunk.Length - at))));
            await batch.TickAsync();
            foreach (StreamProcessor stream in streams)
            {
                while (stream.TryRead(out _))
                {
                }
            }
        }
    }
}
