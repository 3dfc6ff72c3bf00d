using Cascade.Cli.Detection;
using Spectre.Console;

namespace Cascade.Cli.Output;

/// <summary>Segments for people to read: a title, a table, a summary per file.</summary>
internal sealed class TableReport : IReport
{
    private readonly IAnsiConsole _console = TextConsole.Create();

    public void Write(DetectionResult result)
    {
        _console.MarkupLineInterpolated($"[bold]{result.File}[/]  {Seconds(result.Samples)} s, {(result.Mode == DetectionMode.Stream ? "stream" : "offline")}");
        if (result.Segments.Count > 0)
        {
            _console.Write(Tabulate(result));
        }

        _console.WriteLine(Summarize(result));
        _console.WriteLine();
    }

    private static Table Tabulate(DetectionResult result)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string heading in (string[])["#", "Start (s)", "End (s)", "Length (s)"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        if (result.Mode == DetectionMode.Stream)
        {
            table.AddColumn("Ended by");
        }

        bool eachChannel = result.Segments.Any(s => s.Channel is not null);
        if (eachChannel)
        {
            table.AddColumn(new TableColumn("Channel").RightAligned());
        }

        for (int i = 0; i < result.Segments.Count; i++)
        {
            DetectedSegment s = result.Segments[i];
            string[] row = [$"{i + 1}", Seconds(s.StartSample), Seconds(s.EndSample), Seconds(s.EndSample - s.StartSample)];
            row = s.EndedBy is { } end ? [.. row, Words(end)] : row;
            table.AddRow(eachChannel ? [.. row, $"{s.Channel}"] : row);
        }

        return table;
    }

    private static string Summarize(DetectionResult result)
    {
        long speech = result.Segments.Sum(s => s.EndSample - s.StartSample);
        string share = $"{result.Segments.Count} {(result.Segments.Count == 1 ? "segment" : "segments")}, {Seconds(speech)} s of speech in {Seconds(result.Samples)} s";
        return result.Samples == 0
            ? share
            : $"{share} ({(double)speech / result.Samples:P1}); took {result.Elapsed.TotalSeconds:F3} s, real-time factor {result.Elapsed.TotalSeconds / SampleClock.ToSeconds(result.Samples):F4}";
    }

    private static string Seconds(long samples) => $"{SampleClock.ToSeconds(samples):F3}";

    private static string Words(SegmentEnd end) => end switch
    {
        SegmentEnd.Silence => "silence",
        SegmentEnd.MaximumSpeech => "maximum speech",
        SegmentEnd.InputStalled => "input stalled",
        _ => "end of the stream",
    };
}
