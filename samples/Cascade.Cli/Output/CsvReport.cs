using Cascade.Cli.Detection;

namespace Cascade.Cli.Output;

/// <summary>A line per segment under one heading. Source: RFC 4180, with line feeds.</summary>
internal sealed class CsvReport(TextWriter output, bool eachChannel) : IReport
{
    private static readonly char[] Special = [',', '"', '\r', '\n'];
    private bool _hasHeading;

    public void Write(DetectionResult result)
    {
        if (!_hasHeading)
        {
            output.Write($"file,number,start,end,length{(eachChannel ? ",channel" : "")}\n");
            _hasHeading = true;
        }

        for (int i = 0; i < result.Segments.Count; i++)
        {
            DetectedSegment s = result.Segments[i];
            output.Write($"{Quote(result.File)},{i + 1},{Clock.Seconds(s.StartSample)},{Clock.Seconds(s.EndSample)},{Clock.Seconds(s.EndSample - s.StartSample)}{(eachChannel ? $",{s.Channel}" : "")}\n");
        }
    }

    private static string Quote(string value) => value.IndexOfAny(Special) < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
