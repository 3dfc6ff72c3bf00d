using Spectre.Console;

namespace Cascade.Cli.Bench;

/// <summary>The figures for people to read.</summary>
internal static class BenchText
{
    public static void Write(IAnsiConsole console, IReadOnlyList<LoadFigure> figures, RealTimeTrial trial)
    {
        console.MarkupLineInterpolated($"[bold]{Machine.Processor}[/], {Environment.ProcessorCount} logical processors, vectors of {CascadeRuntime.VectorBits} bits");
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumn("Engine");
        foreach (string heading in (string[])["Threads", "us per frame", "Live streams at most", "Leaving a third free", "Per thread"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (LoadFigure figure in figures)
        {
            table.AddRow(
                BenchRun.Name(figure.Engine), $"{figure.Threads}", $"{figure.MicrosecondsPerFrame:F1}", $"{figure.Streams:N0}", $"{figure.StreamsWithRoom:N0}", $"{figure.Streams / figure.Threads:N0}");
        }

        console.Write(table);
        console.WriteLine("A frame is 32 ms of a stream, from its bytes to its results. The managed engine takes frames in a StreamBatch. ONNX Runtime takes frames one by one on a shared session.");
        console.WriteLine(
            $"In real time: {trial.Streams:N0} streams for {trial.Ticks * 0.032:F0} s. A tick of 32 ms took {trial.MedianMs:F1} ms (median), {trial.SlowestMs:F1} ms at most; {trial.LateTicks} of {trial.Ticks} were late.");
    }
}
