using System.Buffers.Binary;
using System.Text.Json;

namespace Cascade.Speech.Wire;

/// <summary>The payload of a job: the header's length (4 bytes), the header in JSON, then audio (16 kHz mono PCM16) or text (UTF-8).</summary>
internal static class JobPayload
{
    /// <summary>Returns the beginning of the payload; the data follows it.</summary>
    public static byte[] WriteHeader(JobHeader header)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, WireJson.Default.JobHeader);
        byte[] start = new byte[sizeof(int) + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(start, json.Length);
        json.CopyTo(start, sizeof(int));
        return start;
    }

    public static (JobHeader Header, ReadOnlyMemory<byte> Data) Read(byte[] payload)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(payload);
        JobHeader header = JsonSerializer.Deserialize(payload.AsSpan(sizeof(int), length), WireJson.Default.JobHeader)!;
        return (header, payload.AsMemory(sizeof(int) + length));
    }
}
