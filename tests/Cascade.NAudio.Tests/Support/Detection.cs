namespace Cascade.Tests;

/// <summary>Results, and a text of all that they say for comparison.</summary>
internal static class Detection
{
    public static StreamProcessor NewProcessor() => new(new StreamProcessorOptions { Engine = VadEngine.Managed() });

    /// <summary>The reference: the file read by the core alone.</summary>
    public static async Task<List<string>> OfFileAsync(string path)
    {
        await using StreamProcessor processor = NewProcessor();
        return await DescribeAsync(processor.ProcessFileAsync(path));
    }

    public static async Task<List<string>> DescribeAsync(IAsyncEnumerable<CascadeResult> results)
    {
        List<string> list = [];
        await foreach (CascadeResult result in results)
        {
            list.Add(Describe(result));
        }

        return list;
    }

    private static string Describe(CascadeResult result) => result switch
    {
        SpeechSegment s => $"{s with { Audio = default, Probabilities = default }} {Convert.ToHexString(s.Audio.Span)} {string.Join(',', s.Probabilities.ToArray())}",
        AudioFrame f => $"{f with { Audio = default }} {Convert.ToHexString(f.Audio.Span)}",
        _ => result.ToString(),
    };
}
