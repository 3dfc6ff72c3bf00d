using Cascade.Cli.Detection;

namespace Cascade.Cli.Output;

/// <summary>A label track: start, end and text, separated by tabs.</summary>
internal sealed class AudacityReport(TextWriter output) : IReport
{
    public void Write(DetectionResult result)
    {
        for (int i = 0; i < result.Segments.Count; i++)
        {
            DetectedSegment s = result.Segments[i];
            output.Write($"{Clock.Seconds(s.StartSample)}\t{Clock.Seconds(s.EndSample)}\tspeech {i + 1}{Clock.InChannel(s.Channel)}\n");
        }
    }
}
