namespace Cascade.Tests;

/// <summary>Results without audio.</summary>
public sealed class ResultAudioTests
{
    private static readonly StreamProcessorOptions Options = new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = SpeechSettings.Conversation with { Results = ResultKinds.All } };

    private static IEnumerable<TestCaseData> Variants()
    {
        yield return new TestCaseData(Options).SetArgDisplayNames("managed");
        yield return new TestCaseData(Options with { Engine = VadEngine.OnnxRuntime(shareSession: true) }).SetArgDisplayNames("onnx");
        yield return new TestCaseData(Options with { Speech = Options.Speech with { MaximumSpeech = TimeSpan.FromSeconds(2) } }).SetArgDisplayNames("cut");
        yield return new TestCaseData(Options with { InputFormat = new AudioFormat(32_000, 2) }).SetArgDisplayNames("resampled");
    }

    [TestCaseSource(nameof(Variants))]
    public async Task None_GivesTheSameResultsWithoutAudio(StreamProcessorOptions options)
    {
        List<CascadeResult> with = await RunAsync(options);
        List<CascadeResult> without = await RunAsync(options with { Audio = ResultAudio.None });

        Assert.That(without.Select(AudioBytes), Is.All.Zero);
        Assert.That(with.Sum(AudioBytes), Is.Positive);
        Assert.That(without.Select(Drive.Describe), Is.EqualTo(with.Select(result => WithoutAudio(result).Describe())));
    }

    [Test]
    public async Task None_InABatch_GivesNoAudioEither()
    {
        await using StreamBatch batch = new();
        using StreamProcessor stream = batch.Open(Options with { Audio = ResultAudio.None });
        stream.Push(Recording.Conversation.Audio);
        stream.PushEnd();
        await batch.TickAsync();
        List<CascadeResult> results = [];
        while (stream.TryRead(out CascadeResult? result))
        {
            results.Add(result);
        }

        Assert.That(results.Select(Drive.Describe), Is.EqualTo((await RunAsync(Options with { Audio = ResultAudio.None })).Select(Drive.Describe)));
    }

    [Test]
    public async Task None_KeepsNoAudioOfOpenSpeech()
    {
        const int twoSeconds = 2 * 32_000;
        await using StreamProcessor with = new(Options);
        await using StreamProcessor without = new(Options with { Audio = ResultAudio.None });
        await with.ProcessChunkAsync(Recording.Conversation.Audio.AsMemory(0, twoSeconds));
        await without.ProcessChunkAsync(Recording.Conversation.Audio.AsMemory(0, twoSeconds));

        Assert.That(with.GetStats().BytesBuffered - without.GetStats().BytesBuffered, Is.GreaterThan(twoSeconds / 2));
    }

    private static async Task<List<CascadeResult>> RunAsync(StreamProcessorOptions options)
    {
        await using StreamProcessor processor = new(options);
        return await processor.PushAsync(Recording.Conversation.Audio, 3201);
    }

    private static int AudioBytes(CascadeResult result) => result switch
    {
        AudioFrame frame => frame.Audio.Length,
        SpeechProgress frame => frame.Audio.Length,
        SpeechSegment segment => segment.Audio.Length,
        _ => 0,
    };

    private static CascadeResult WithoutAudio(CascadeResult result) => result switch
    {
        AudioFrame frame => frame with { Audio = default },
        SpeechProgress frame => frame with { Audio = default },
        SpeechSegment segment => segment with { Audio = default },
        _ => result,
    };
}
