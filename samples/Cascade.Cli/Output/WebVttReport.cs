using Cascade.Cli.Detection;

namespace Cascade.Cli.Output;

/// <summary>WebVTT cues. Source: the W3C's WebVTT, section 4.</summary>
internal sealed class WebVttReport(TextWriter output) : IReport
{
    public void Write(DetectionResult result)
    {
        output.Write("WEBVTT\n\n");
        for (int i = 0; i < result.Segments.Count; i++)
        {
            DetectedSegment s = result.Segments[i];
            output.Write($"{Clock.Subtitle(s.StartSample, '.')} --> {Clock.Subtitle(s.EndSample, '.')}\nSpeech {i + 1}{Clock.InChannel(s.Channel)}\n\n");
        }
    }
}
