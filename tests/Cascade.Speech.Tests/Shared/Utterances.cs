using System.Buffers.Binary;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests.Shared;

/// <summary>Audio for <see cref="FaultyClient"/>.</summary>
internal static class Utterances
{
    /// <summary>The shortest that a worker takes: by <see cref="TimeoutFactor"/> it has one second.</summary>
    public const int ShortMilliseconds = 100;

    /// <summary>By <see cref="TimeoutFactor"/> it has forty seconds, which a busy machine keeps.</summary>
    public const int LongMilliseconds = 4_000;

    /// <summary>Seconds of a job for each of its audio: where nothing else counts, one job of a pool may run out of time soon while another one may not.</summary>
    public const double TimeoutFactor = 10;

    /// <summary>Headerless PCM: see <see cref="Options"/>.</summary>
    public static MemoryStream Of(Fault fault, short number = 7, int milliseconds = 200)
    {
        byte[] pcm = new byte[milliseconds * 32];
        BinaryPrimitives.WriteInt16LittleEndian(pcm, (short)fault);
        BinaryPrimitives.WriteInt16LittleEndian(pcm.AsSpan(2), number);
        return new MemoryStream(pcm, writable: false);
    }

    public static SpeechToTextOptions Options => new() { SpeechSampleRate = 16_000 };

    public static async Task<string> RecognizeAsync(this ISpeechToTextClient client, Fault fault, short number = 7, int milliseconds = 200, CancellationToken cancellationToken = default) =>
        (await client.GetTextAsync(Of(fault, number, milliseconds), Options, cancellationToken)).Text;
}
