using System.Text.Json;
using Cascade.Speech.Wire;

namespace Cascade.Speech.Worker;

/// <summary>Takes the results of one job.</summary>
internal sealed class JobOutput(ProtocolOutput output, long job)
{
    public void Write(ResultPart part) => output.Write(FrameKind.Part, job, JsonSerializer.SerializeToUtf8Bytes(part, WireJson.Default.ResultPart));

    public void WriteAudio(ReadOnlySpan<byte> pcm) => output.Write(FrameKind.Audio, job, pcm);
}
