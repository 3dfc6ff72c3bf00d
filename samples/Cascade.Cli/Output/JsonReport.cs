using System.Text.Json;
using Cascade.Cli.Detection;

namespace Cascade.Cli.Output;

/// <summary>One JSON document per file, each on a line of its own. Positions are samples; numbers are the shortest that read back as the same value.</summary>
internal sealed class JsonReport(Stream output) : IReport
{
    public void Write(DetectionResult result)
    {
        using (Utf8JsonWriter json = new(output))
        {
            json.WriteStartObject();
            json.WriteString("file", result.File);
            json.WriteNumber("sampleRate", SampleClock.SampleRateHz);
            json.WriteNumber("samples", result.Samples);
            json.WriteString("mode", result.Mode == DetectionMode.Stream ? "stream" : "offline");
            if (result.UnreadBytes > 0)
            {
                json.WriteNumber("unreadBytes", result.UnreadBytes);
            }

            WriteArray(json, "segments", result.Segments, WriteSegment);
            WriteArray(json, "events", result.Events, WriteEvent);
            if (result.Probabilities is { } probabilities)
            {
                WriteArray(json, "probabilities", probabilities, static (json, probability) => json.WriteNumberValue(probability));
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
        output.Flush();
    }

    private static void WriteSegment(Utf8JsonWriter json, DetectedSegment segment)
    {
        json.WriteStartObject();
        json.WriteNumber("start", segment.StartSample);
        json.WriteNumber("end", segment.EndSample);
        json.WriteNumber("startSeconds", SampleClock.ToSeconds(segment.StartSample));
        json.WriteNumber("endSeconds", SampleClock.ToSeconds(segment.EndSample));
        WriteChannel(json, segment.Channel);
        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, DetectedEvent detected)
    {
        json.WriteStartObject();
        json.WriteString("kind", detected.IsStart ? "start" : "end");
        json.WriteNumber("frame", detected.Event.Frame);
        json.WriteNumber("sample", detected.Event.Sample);
        WriteChannel(json, detected.Channel);
        json.WriteEndObject();
    }

    private static void WriteChannel(Utf8JsonWriter json, int? channel)
    {
        if (channel is { } number)
        {
            json.WriteNumber("channel", number);
        }
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }
}
