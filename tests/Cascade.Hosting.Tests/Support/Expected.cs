using System.Security.Cryptography;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>What a client is to be told, made from what a processor of its own says.</summary>
internal static class Expected
{
    /// <summary>All events that come of the results, numbered, as text, with a hash of their audio.</summary>
    public static List<string> Events(IEnumerable<CascadeResult> results)
    {
        List<string> events = [];
        int segments = 0;
        foreach (CascadeResult result in results)
        {
            string? text = result switch
            {
                SpeechStarted s => $"started {s.Onset.Sample} {s.Onset.Probability}",
                SpeechEnded e => $"ended {e.Offset.Sample} {e.Offset.Probability}",
                SpeechDiscarded d => $"discarded {d.StartSample} {d.EndSample}",
                SpeechSegment s => $"segment {++segments} {s.StartSample} {s.EndSample} {s.EndedBy} {s.Continues} {Hash(s.Audio.Span)}",
                _ => null,
            };
            if (text is not null)
            {
                events.Add($"{events.Count + 1} {text}");
            }
        }

        return events;
    }

    /// <summary>The same of what a client received, with the audio that came behind each segment.</summary>
    public static List<string> Events(IReadOnlyList<ReceivedItem> items)
    {
        List<string> events = [];
        for (int i = 0; i < items.Count; i++)
        {
            string? text = items[i].Message switch
            {
                SpeechStartedMessage s => $"{s.Event} started {s.Sample} {s.Probability}",
                SpeechEndedMessage e => $"{e.Event} ended {e.Sample} {e.Probability}",
                SpeechDiscardedMessage d => $"{d.Event} discarded {d.StartSample} {d.EndSample}",
                SegmentMessage s => $"{s.Event} segment {s.Number} {s.StartSample} {s.EndSample} {s.Reason} {s.Continues} {(s.Audio is null ? "" : Hash(items[i + 1].Audio))}",
                FlushedMessage f => $"{f.Event} flushed {f.Id} {f.Sample}",
                _ => null,
            };
            if (text is not null)
            {
                events.Add(text);
            }
        }

        return events;
    }

    private static string Hash(ReadOnlySpan<byte> audio) => $"{audio.Length}:{Convert.ToHexString(SHA256.HashData(audio))[..16]}";
}
