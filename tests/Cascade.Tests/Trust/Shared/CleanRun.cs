namespace Cascade.Tests.Trust;

/// <summary>What a stream would have given had nothing gone wrong: its bytes, ends and changes of options on a processor of their own, in one piece between one and the next.</summary>
internal sealed class CleanRun(StreamProcessorOptions options, ReadOnlyMemory<byte> audio)
{
    private const int FrameBytes = 1024;

    private readonly List<long> _ends = [];
    private readonly List<(int Part, long Frame, StreamProcessorOptions Options)> _updates = [];

    /// <summary>An end after so many bytes.</summary>
    public void End(long bytes)
    {
        if (bytes > _ends.LastOrDefault())
        {
            _ends.Add(bytes);
        }
    }

    /// <summary>A change before the frame of a number, after all ends that have been asked for.</summary>
    public void Update(long frame, StreamProcessorOptions newOptions) => _updates.Add((_ends.Count, frame, newOptions));

    /// <summary>All results of so many bytes.</summary>
    public async Task<List<CascadeResult>> RunAsync(long accepted)
    {
        await using StreamProcessor processor = new(options, static () => new LevelInference());
        List<CascadeResult> results = [];
        long pushed = 0;
        for (int part = 0; part <= _ends.Count; part++)
        {
            long first = pushed;
            long firstFrame = processor.GetStats().Frames;
            foreach ((_, long frame, StreamProcessorOptions changed) in _updates.Where(update => update.Part == part))
            {
                await PushToAsync(first + ((frame - firstFrame) * FrameBytes));
                processor.Update(changed.Speech);
            }

            await PushToAsync(part < _ends.Count ? _ends[part] : accepted);
            if (part < _ends.Count)
            {
                results.AddRange(await processor.FlushAsync());
            }
        }

        return results;

        async Task PushToAsync(long end)
        {
            while (pushed < end)
            {
                int place = (int)(pushed % audio.Length);
                int count = (int)Math.Min(end - pushed, audio.Length - place);
                results.AddRange(await processor.ProcessChunkAsync(audio.Slice(place, count)));
                pushed += count;
            }
        }
    }
}
