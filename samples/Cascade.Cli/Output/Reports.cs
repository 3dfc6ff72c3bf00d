using Cascade.Cli.Commands;

namespace Cascade.Cli.Output;

/// <summary>The reports by their format.</summary>
internal static class Reports
{
    /// <summary>Whether a format has no place for a file's name, so that a second file's times would pass for the first one's.</summary>
    public static bool HoldsOneFile(OutputFormat format) => format is OutputFormat.Srt or OutputFormat.WebVtt or OutputFormat.Audacity;

    public static IReport Create(OutputFormat format, bool eachChannel) => format switch
    {
        OutputFormat.Json => new JsonReport(StandardStreams.OpenOutput()),
        OutputFormat.Csv => new CsvReport(Console.Out, eachChannel),
        OutputFormat.Srt => new SrtReport(Console.Out),
        OutputFormat.WebVtt => new WebVttReport(Console.Out),
        OutputFormat.Rttm => new RttmReport(Console.Out),
        OutputFormat.Audacity => new AudacityReport(Console.Out),
        _ => new TableReport(),
    };
}
