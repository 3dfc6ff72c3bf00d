using System.Text.Json;
using Cascade.Segmentation;

namespace Cascade.Tests.Trust;

/// <summary>Random probabilities and parameters that meet each other exactly as often as not get the answers of the reference: what recordings seldom do.</summary>
public sealed class ScriptTests
{
    private const float Steps = 32;

    private static IEnumerable<TestCaseData> Scripts()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden.CommittedFolder, "scripts.vad.json")));
        int number = 0;
        foreach (JsonElement script in json.RootElement.EnumerateArray())
        {
            float[] probabilities = [.. script.GetProperty("script").EnumerateArray().SelectMany(run => Enumerable.Repeat(run[0].GetInt32() / Steps, run[1].GetInt32()))];
            yield return new TestCaseData(probabilities, script.GetProperty("samples").GetInt64(), GoldenSet.Read(script)).SetArgDisplayNames($"{number++}");
        }
    }

    [TestCaseSource(nameof(Scripts))]
    public void Probabilities_GiveTheTimestampsOfTheReference(float[] probabilities, long samples, object set)
    {
        GoldenSet s = (GoldenSet)set;
        List<SpeechTimestamp> found = OfflineTimestamps.Find(probabilities, samples, new SegmentationSettings(s.Offline));
        Assert.That(found.Select(t => ((double)t.StartSample, (double)t.EndSample)), Is.EqualTo(s.Timestamps));
    }

    // Whole frames alone, as in the goldens. Segments may be cut, events may not.
    [TestCaseSource(nameof(Scripts))]
    public void Probabilities_GiveTheEventsOfTheReference(float[] probabilities, long samples, object set) =>
        Assert.That(SegmentationTests.Events(((GoldenSet)set).Stream, probabilities.AsSpan(0, (int)(samples / 512))), Is.EqualTo(((GoldenSet)set).Events));
}
