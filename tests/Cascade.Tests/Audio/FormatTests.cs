namespace Cascade.Tests.Audio;

/// <summary>A recording that independent programs have converted is heard as the recording is.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class FormatTests
{
    private const long FrameSamples = 512;

    /// <summary>
    /// Lossy formats and low rates lack some of what the network hears: a pause of a few frames is heard or not, and then a segment more or less is this far from the
    /// nearest border. No promise, but more than this would be another recording.
    /// </summary>
    private const long SaneSamples = 2 * 16_000;

    private const int SaneSegments = 2;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade");
    private SegmentBorders _original = null!;

    [OneTimeSetUp]
    public async Task ListenToTheOriginal() => _original = await SegmentBorders.FindAsync(Recording.Conversation.Path);

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [TestCaseSource(typeof(FormatVariant), nameof(FormatVariant.All))]
    public async Task ConvertedRecording_HasTheSegmentsOfTheOriginal(FormatVariant variant)
    {
        SegmentBorders found = await SegmentBorders.FindAsync(variant.Convert(Recording.Conversation.Path, _folder.FullName), variant.Raw);

        Assert.That(_original.Starts, Has.Count.GreaterThan(3));
        Assert.That(found.Starts, Has.Count.EqualTo(_original.Starts.Count).Within(variant.IsLossless ? 0 : SaneSegments));
        Assert.That(found.DistanceTo(_original), Is.LessThanOrEqualTo(variant.IsLossless ? FrameSamples : SaneSamples));
    }
}
