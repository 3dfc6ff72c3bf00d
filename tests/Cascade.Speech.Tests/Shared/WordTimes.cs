using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests.Shared;

/// <summary>The segment and the words of a sentence with a second of silence before and after.</summary>
internal static class WordTimes
{
    private const int SecondBytes = 32_000;

    public static async Task<(SpeechSegment Segment, IReadOnlyList<SpeechWord> Words)> HearAsync(SpeechWorkers workers, byte[] speech)
    {
        byte[] pcm = [.. new byte[SecondBytes], .. speech, .. new byte[SecondBytes]];
        SpeechToTextResponse heard = await workers.GetTextAsync(new MemoryStream(pcm), new() { SpeechSampleRate = 16_000 });
        return (await FindAsync(pcm), SpeechWords.Of(heard.AdditionalProperties));
    }

    private static async Task<SpeechSegment> FindAsync(byte[] pcm)
    {
        await using StreamProcessor processor = new(new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { MinimumSilence = TimeSpan.FromMilliseconds(500) } });
        List<CascadeResult> results = [.. await processor.ProcessChunkAsync(pcm), .. await processor.FlushAsync()];
        return results.OfType<SpeechSegment>().Single();
    }
}
