using Cascade.Cli.Detection;

namespace Cascade.Cli.Output;

/// <summary>Rich Transcription Time Marked: a line per segment with start and length. Source: NIST, RT-09 evaluation plan, appendix A.</summary>
internal sealed class RttmReport(TextWriter output) : IReport
{
    public void Write(DetectionResult result)
    {
        string name = result.File == AudioInput.StandardInput ? "stdin" : Path.GetFileNameWithoutExtension(result.File);
        string file = string.Join('_', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)); // fields are separated by spaces
        foreach (DetectedSegment s in result.Segments)
        {
            int channel = (s.Channel ?? result.Channel ?? 0) + 1; // the first is 1 here
            output.Write($"SPEAKER {file} {channel} {Clock.Seconds(s.StartSample)} {Clock.Seconds(s.EndSample - s.StartSample)} <NA> <NA> speech <NA> <NA>\n");
        }
    }
}
