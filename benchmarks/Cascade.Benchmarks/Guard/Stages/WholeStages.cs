using Cascade.Tests;
namespace Cascade.Benchmarks.Guard;

/// <summary>The library as hosts call it.</summary>
internal static class WholeStages
{
    private const int Streams = 64;
    private const int Seconds = 4;

    /// <summary>A live stream's chunk of 32 ms.</summary>
    public static Action Chunk(Recording recording, EngineKind engine)
    {
        StreamProcessor processor = new(new StreamProcessorOptions { Engine = engine.Of() });
        ReadOnlyMemory<byte> audio = recording.Bytes;
        int at = 0;
        return () =>
        {
            ValueTask<IReadOnlyList<CascadeResult>> results = processor.ProcessChunkAsync(audio.Slice(at, Recording.FrameBytes));
            if (!results.IsCompletedSuccessfully)
            {
                results.AsTask().GetAwaiter().GetResult();
            }
            else
            {
                _ = results.Result;
            }

            at = at + (2 * Recording.FrameBytes) > audio.Length ? 0 : at + Recording.FrameBytes;
        };
    }

    /// <summary>A tick of some live streams.</summary>
    public static Action Tick(Recording recording)
    {
        StreamBatch batch = new();
        StreamProcessor[] streams = [.. Enumerable.Range(0, Streams).Select(_ => batch.Open())];
        int frames = recording.Bytes.Length / Recording.FrameBytes;
        int tick = 0;
        return () =>
        {
            for (int i = 0; i < Streams; i++)
            {
                streams[i].Push(recording.Bytes.Span.Slice((tick + (7 * i)) % frames * Recording.FrameBytes, Recording.FrameBytes));
            }

            tick++;
            batch.TickAsync().AsTask().GetAwaiter().GetResult();
            foreach (StreamProcessor stream in streams)
            {
                while (stream.TryRead(out _))
                {
                }
            }
        };
    }

    /// <summary>A short recording at once.</summary>
    public static Action Timestamps(Recording recording)
    {
        SpeechTimestampsOptions options = new() { Engine = EngineKind.Managed };
        ReadOnlyMemory<byte> audio = recording.Bytes[..(Seconds * Recording.SecondBytes)];
        return () => SpeechTimestamps.DetectAsync(audio, options).GetAwaiter().GetResult();
    }
}
