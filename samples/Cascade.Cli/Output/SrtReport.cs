using Cascade.Cli.Detection;

namespace Cascade.Cli.Output;

/// <summary>SubRip: numbered cues with a decimal comma, a blank line after each.</summary>
internal sealed class SrtReport(TextWriter output) : IReport
{
    public void Write(DetectionResult result)
    {
        for (int i = 0; i < result.Segments.Count; i++)
        {
            DetectedSegment s = result.Segments[i];
            output.Write($"{i + 1}\n{Clock.Subtitle(s.StartSample, ',')} --> {Clock.Subtitle(s.EndSample, ',')}\nSpeech {i + 1}{Clock.InChannel(s.Channel)}\n\n");
        }
    }
}
