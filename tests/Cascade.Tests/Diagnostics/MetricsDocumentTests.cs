using System.Reflection;
using Cascade.Diagnostics;
using Cascade.Inference;
using Microsoft.Extensions.Logging;

namespace Cascade.Tests.Diagnostics;

/// <summary>docs/metrics.md says what the code does.</summary>
public sealed class MetricsDocumentTests
{
    private const string ModelName = "metrics-document-tests.onnx";

    private static readonly string[][] Rows =
    [
        .. from line in File.ReadLines(Path.Combine(Root, "docs", "metrics.md"))
           where line.StartsWith('|')
           select line.Trim('|').Split('|', StringSplitOptions.TrimEntries),
    ];

    private static string Root => typeof(MetricsDocumentTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    [Test]
    public void TableOfInstruments_IsTheMeter()
    {
        using MeterRecording meter = new(ModelName);
        Assert.That(
            Table("Instrument").Select(row => (Code(row[0]), row[1], Code(row[2]), row[4])),
            Is.EquivalentTo(meter.Instruments.Select(i => (i.Name, i.GetType().Name.Split('`')[0], i.Unit!, i.Description!))));
    }

    // A run in which every instrument has something to measure.
    [Test]
    public async Task TableOfTags_IsWhatIsMeasured()
    {
        using MeterRecording meter = new(ModelName);
        VadModel model = VadModel.FromBytes(VadModel.SileroV6.Onnx, ModelName);
        StreamProcessorOptions options = new() { Engine = VadEngine.OnnxRuntime(model, shareSession: true), Speech = new SpeechSettings { MinimumSpeech = TimeSpan.FromMilliseconds(100), MaximumSpeech = TimeSpan.FromSeconds(1) } };
        ScriptedInference inference = new([1f, 0, 0, 0, 0, 0, .. Enumerable.Repeat(1f, 40), 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat(1f, 10)]);
        await using StreamProcessor processor = new(options, () => inference);
        await processor.PushAsync(new byte[62 * 1024]);
        await processor.PushAsync(new byte[300]);
        inference.BeforeFrame = _ => throw new EngineFaultException("a fault");
        await Assert.ThrowsAsync<InferenceException>(async () => await processor.ProcessChunkAsync(new byte[1024]));
        await using StreamBatch batch = new(new StreamBatchOptions { Model = model });
        using StreamProcessor stream = batch.Open(options);
        stream.Push(new byte[1024]);
        await batch.TickAsync();

        foreach (string[] row in Table("Instrument"))
        {
            string[] documented = row[3].Split(", ", StringSplitOptions.RemoveEmptyEntries);
            Assert.That(
                meter.Of(Code(row[0])).SelectMany(m => m.Tags.Keys).Distinct(),
                Is.EquivalentTo(documented.Select(Code).Concat(["cascade.engine", "cascade.model"])),
                row[0]);
        }

        Dictionary<string, string> values = Table("Tag").ToDictionary(row => Code(row[0]), row => row[1]);
        ILookup<string, string> measured = meter.All.SelectMany(m => m.Tags).ToLookup(tag => tag.Key, tag => (string)tag.Value!);
        Assert.That(measured.Select(tag => tag.Key), Is.EquivalentTo(values.Keys));
        foreach (IGrouping<string, string> tag in measured.Where(tag => tag.Key != MetricTags.ModelKey))
        {
            Assert.That(tag.Distinct(), Has.All.Matches<string>(value => values[tag.Key].Contains($"`{value}`", StringComparison.Ordinal)), tag.Key);
        }

        foreach (SegmentEnd reason in Enum.GetValues<SegmentEnd>())
        {
            Assert.That(values[MetricTags.SegmentReasonKey], Does.Contain($"`{MetricTags.SegmentReason(reason).Value}`"));
        }
    }

    [Test]
    public void TableOfLogs_IsTheMessages()
    {
        IEnumerable<(string, string, string)> messages =
            from method in typeof(LogMessages).GetMethods(BindingFlags.Public | BindingFlags.Static)
            let message = method.GetCustomAttribute<LoggerMessageAttribute>()
            where message is not null
            select ($"{message.EventId}", method.Name, $"{message.Level}");
        Assert.That(Table("Id").Select(row => (row[0], Code(row[1]), row[2])), Is.EqualTo(messages));
    }

    // The rows from below the line under a heading to the next heading.
    private static IEnumerable<string[]> Table(string heading) =>
        Rows.SkipWhile(row => row[0] != heading).Skip(2).TakeWhile(row => row[0] is not ("Instrument" or "Tag" or "Id"));

    private static string Code(string text) => text.Trim('`');
}
