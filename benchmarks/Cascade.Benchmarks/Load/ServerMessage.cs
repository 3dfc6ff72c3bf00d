using System.Text.Json;

namespace Cascade.Benchmarks.Load;

/// <summary>One message of the server, read without an allocation where it has no text to keep.</summary>
internal struct ServerMessage
{
    public MessageKind Kind;
    public long Event;
    public long LastEvent;
    public long StartSample;
    public long EndSample;
    public long Received;
    public int Values;
    public int AudioBytes;

    /// <summary>The code of an error.</summary>
    public string? Code;

    /// <summary>A session's id, the reason of the end, or what an error says.</summary>
    public string? Text;

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ServerMessage Read(ReadOnlySpan<byte> json)
    {
        ServerMessage message = default;
        Utf8JsonReader reader = new(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            message.ReadProperty(ref reader);
        }

        return message;
    }

    private void ReadProperty(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("type"u8))
        {
            reader.Read();
            Kind = KindOf(ref reader);
        }
        else if (reader.ValueTextEquals("sample"u8))
        {
            EndSample = StartSample = Number(ref reader);
        }
        else if (reader.ValueTextEquals("startSample"u8))
        {
            StartSample = Number(ref reader);
        }
        else if (reader.ValueTextEquals("endSample"u8))
        {
            EndSample = Number(ref reader);
        }
        else if (reader.ValueTextEquals("received"u8))
        {
            Received = Number(ref reader);
        }
        else if (reader.ValueTextEquals("event"u8))
        {
            Event = Number(ref reader);
        }
        else if (reader.ValueTextEquals("lastEvent"u8))
        {
            LastEvent = Number(ref reader);
        }
        else if (reader.ValueTextEquals("values"u8))
        {
            Values = CountValues(ref reader);
        }
        else if (reader.ValueTextEquals("audio"u8))
        {
            AudioBytes = ReadAudioBytes(ref reader);
        }
        else if (reader.ValueTextEquals("session"u8) || reader.ValueTextEquals("message"u8) || (Kind == MessageKind.Closed && reader.ValueTextEquals("reason"u8)))
        {
            reader.Read();
            Text = reader.GetString();
        }
        else if (Kind == MessageKind.Error && reader.ValueTextEquals("code"u8))
        {
            reader.Read();
            Code = reader.GetString();
        }
        else
        {
            reader.Skip();
        }
    }

    private static MessageKind KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("probability"u8) ? MessageKind.Probability
        : reader.ValueTextEquals("received"u8) ? MessageKind.Received
        : reader.ValueTextEquals("speechStarted"u8) ? MessageKind.SpeechStarted
        : reader.ValueTextEquals("speechEnded"u8) ? MessageKind.SpeechEnded
        : reader.ValueTextEquals("segment"u8) ? MessageKind.Segment
        : reader.ValueTextEquals("speechDiscarded"u8) ? MessageKind.SpeechDiscarded
        : reader.ValueTextEquals("ready"u8) ? MessageKind.Ready
        : reader.ValueTextEquals("closed"u8) ? MessageKind.Closed
        : reader.ValueTextEquals("error"u8) ? MessageKind.Error
        : MessageKind.Other;

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static int CountValues(ref Utf8JsonReader reader)
    {
        reader.Read();
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
        }

        return count;
    }

    private static int ReadAudioBytes(ref Utf8JsonReader reader)
    {
        reader.Read();
        int bytes = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("bytes"u8))
            {
                bytes = (int)Number(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return bytes;
    }
}
