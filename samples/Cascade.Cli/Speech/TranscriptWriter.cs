using System.Text.Json;
using Cascade.Cli.Output;

namespace Cascade.Cli.Speech;

/// <summary>Writes a transcript: lines as they come, JSON at the end of each file.</summary>
internal sealed class TranscriptWriter(TranscriptFormat format, TextWriter output)
{
    private readonly List<TranscriptLine> _lines = [];

    /// <summary>Begins a file.</summary>
    public void Begin()
    {
        _lines.Clear();
        if (format == TranscriptFormat.WebVtt)
        {
            output.Write("WEBVTT\n\n");
        }
    }

    public void Add(TranscriptLine line)
    {
        _lines.Add(line);
        string speaker = line.Channel is { } channel ? $"channel {channel}" : "";
        output.Write(format switch
        {
            TranscriptFormat.Text => speaker.Length > 0 ? $"{speaker}: {line.Text}\n" : $"{line.Text}\n",
            TranscriptFormat.Srt => $"{_lines.Count}\n{Times(line, ',')}\n{(speaker.Length > 0 ? $"[{speaker}] " : "")}{line.Text}\n\n",
            TranscriptFormat.WebVtt => $"{Times(line, '.')}\n{(speaker.Length > 0 ? $"<v {speaker}>" : "")}{Escape(line.Text)}\n\n",
            _ => "",
        });
        output.Flush();
    }

    /// <summary>Ends a file.</summary>
    public void End(string file)
    {
        if (format == TranscriptFormat.Json)
        {
            using MemoryStream bytes = new();
            using (Utf8JsonWriter json = new(bytes))
            {
                json.WriteStartObject();
                json.WriteString("file", file);
                json.WriteString("text", string.Join(' ', _lines.Select(line => line.Text)));
                json.WriteStartArray("segments");
                _lines.ForEach(line => Write(json, line));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            output.Write($"{System.Text.Encoding.UTF8.GetString(bytes.ToArray())}\n");
            output.Flush();
        }
    }

    private static void Write(Utf8JsonWriter json, TranscriptLine line)
    {
        json.WriteStartObject();
        json.WriteNumber("start", line.Start.TotalSeconds);
        json.WriteNumber("end", line.End.TotalSeconds);
        if (line.Channel is { } channel)
        {
            json.WriteNumber("channel", channel);
        }

        json.WriteString("text", line.Text);
        json.WriteStartArray("words");
        foreach (SpeechWord word in line.Words)
        {
            json.WriteStartObject();
            json.WriteString("text", word.Text);
            json.WriteNumber("start", word.Start.TotalSeconds);
            json.WriteNumber("end", word.End.TotalSeconds);
            if (word.Confidence is { } confidence)
            {
                json.WriteNumber("confidence", Math.Round(confidence, 4));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Times(TranscriptLine line, char point) => $"{Clock.Subtitle(SampleClock.ToSamples(line.Start), point)} --> {Clock.Subtitle(SampleClock.ToSamples(line.End), point)}";

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
