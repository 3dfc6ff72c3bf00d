namespace Cascade.Tests;

/// <summary>Ways to feed a processor.</summary>
internal static class Drive
{
    /// <summary>Pushes audio in chunks of the sizes given, over and over, then flushes.</summary>
    public static async Task<List<CascadeResult>> PushAsync(this StreamProcessor processor, ReadOnlyMemory<byte> audio, params IEnumerable<int> sizes)
    {
        List<CascadeResult> results = await processor.PushOpenAsync(audio, sizes);
        results.AddRange(await processor.FlushAsync());
        return results;
    }

    /// <summary>Pushes audio in chunks of the sizes given, over and over.</summary>
    public static async Task<List<CascadeResult>> PushOpenAsync(this StreamProcessor processor, ReadOnlyMemory<byte> audio, params IEnumerable<int> sizes)
    {
        List<CascadeResult> results = [];
        foreach (ReadOnlyMemory<byte> chunk in Chunks(audio, sizes))
        {
            results.AddRange(await processor.ProcessChunkAsync(chunk));
        }

        return results;
    }

    public static IEnumerable<ReadOnlyMemory<byte>> Chunks(ReadOnlyMemory<byte> audio, params IEnumerable<int> sizes)
    {
        int[] cycle = [.. sizes];
        for (int i = 0; !audio.IsEmpty; i++)
        {
            int size = cycle.Length == 0 ? audio.Length : Math.Min(cycle[i % cycle.Length], audio.Length);
            yield return audio[..size];
            audio = audio[size..];
        }
    }

    public static async Task<List<CascadeResult>> ToListAsync(this IAsyncEnumerable<CascadeResult> results)
    {
        List<CascadeResult> list = [];
        await foreach (CascadeResult result in results)
        {
            list.Add(result);
        }

        return list;
    }

    public static async IAsyncEnumerable<T> ToAsync<T>(this IEnumerable<T> items)
    {
        foreach (T item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }

    /// <summary>Everything a result says, audio and probabilities included, for comparison.</summary>
    public static string Describe(this CascadeResult result) => result switch
    {
        SpeechSegment s => $"{s with { Audio = default, Probabilities = default }} {Convert.ToHexString(s.Audio.Span)} {string.Join(',', s.Probabilities.ToArray())}",
        AudioFrame f => $"{f with { Audio = default }} {Convert.ToHexString(f.Audio.Span)}",
        SpeechProgress p => $"{p with { Audio = default }} {Convert.ToHexString(p.Audio.Span)}",
        _ => result.ToString(),
    };
}
