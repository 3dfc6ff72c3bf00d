using System.Buffers.Binary;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests.Shared;

/// <summary>Audio for <see cref="FaultyClient"/>.</summary>
internal static class Utterances
{
    /// <summary>Headerless PCM: see <see cref="Options"/>.</summary>
    public static MemoryStream Of(Fault fault, short number = 7, int milliseconds = 200)
    {
        byte[] pcm = new byte[milliseconds * 32];
        BinaryPrimitives.WriteInt16LittleEndian(pcm, (short)fault);
        BinaryPrimitives.WriteInt16LittleEndian(pcm.AsSpan(2), number);
        return new MemoryStream(pcm, writable: false);
    }

    public static SpeechToTextOptions Options => new() { SpeechSampleRate = 16_000 };

    public static async Task<string> RecognizeAsync(this ISpeechToTextClient client, Fault fault, short number = 7, CancellationToken cancellationToken = default) =>
        (await client.GetTextAsync(Of(fault, number), Options, cancellationToken)).Text;
}
