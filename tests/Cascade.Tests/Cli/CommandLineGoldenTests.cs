using System.Text.Json;

namespace Cascade.Tests.Cli;

[Parallelizable(ParallelScope.All)] // each is a process of its own
internal sealed class CommandLineGoldenTests
{
    private const int FrameSamples = 512;

    [TestCaseSource(typeof(CommandLineGolden), nameof(CommandLineGolden.Stream))]
    public async Task StreamMode_GivesTheEventsOfTheIterator(CommandLineGolden golden)
    {
        // The iterator has no minimum and no maximum: they shape segments and leave the events alone.
        string[] withoutEffect = ["--min-speech-ms", "400", "--max-speech-s", "3", "--silence-at-max-ms", "30", "--cut", "last"];

        CommandLine run = await CommandLine.RunAsync(["detect", "--format", "json", .. golden.Arguments, .. withoutEffect, .. golden.Files]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Documents, Has.Length.EqualTo(golden.Answers.Length));
        using (Assert.EnterMultipleScope())
        {
            foreach ((JsonElement document, (JsonElement recording, JsonElement answer)) in run.Documents.Zip(golden.Answers))
            {
                Assert.That(document.GetProperty("mode").GetString(), Is.EqualTo("stream"));
                Assert.That(document.GetProperty("samples").GetInt64(), Is.EqualTo(recording.GetProperty("samples").GetInt64()));
                Assert.That(document.GetProperty("events").EnumerateArray().Select(ReadEvent), Is.EqualTo(answer.GetProperty("iterator_events").EnumerateArray().Select(ReadGoldenEvent)));
            }
        }
    }

    [TestCaseSource(typeof(CommandLineGolden), nameof(CommandLineGolden.Offline))]
    public async Task OfflineMode_GivesTheTimestamps(CommandLineGolden golden)
    {
        CommandLine run = await CommandLine.RunAsync(["detect", "--mode", "offline", "--format", "json", .. golden.Arguments, .. golden.Files]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Documents, Has.Length.EqualTo(golden.Answers.Length));
        using (Assert.EnterMultipleScope())
        {
            foreach ((JsonElement document, (JsonElement recording, JsonElement answer)) in run.Documents.Zip(golden.Answers))
            {
                Assert.That(document.GetProperty("mode").GetString(), Is.EqualTo("offline"));
                Assert.That(document.GetProperty("samples").GetInt64(), Is.EqualTo(recording.GetProperty("samples").GetInt64()));
                Assert.That(document.GetProperty("events").GetArrayLength(), Is.Zero);
                Assert.That(document.GetProperty("segments").EnumerateArray().Select(ReadRange), Is.EqualTo(answer.GetProperty("timestamps").EnumerateArray().Select(ReadRange)));
            }
        }
    }

    [TestCase("stream")]
    [TestCase("offline")]
    public async Task Defaults_AreThoseOfSilero(string mode)
    {
        CommandLineGolden golden = CommandLineGolden.Offline.First(); // the set without parameters
        CommandLine run = await CommandLine.RunAsync(["detect", "--mode", mode, "--format", "json", .. golden.Files]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Documents, Has.Length.EqualTo(golden.Answers.Length));
            foreach ((JsonElement document, (_, JsonElement answer)) in run.Documents.Zip(golden.Answers))
            {
                Assert.That(answer.GetProperty("params").GetProperty("threshold").GetDouble(), Is.EqualTo(0.5));
                Assert.That(document.TryGetProperty("probabilities", out _), Is.False);
                if (mode == "stream")
                {
                    Assert.That(document.GetProperty("events").EnumerateArray().Select(ReadEvent), Is.EqualTo(answer.GetProperty("iterator_events").EnumerateArray().Select(ReadGoldenEvent)));
                }
                else
                {
                    Assert.That(document.GetProperty("segments").EnumerateArray().Select(ReadRange), Is.EqualTo(answer.GetProperty("timestamps").EnumerateArray().Select(ReadRange)));
                }
            }
        }
    }

    // Discarded bursts and cuts make frames come twice, and the shared session must give the same.
    [TestCase("stream")]
    [TestCase("stream", "--min-speech-ms", "400", "--max-speech-s", "3", "--shared-session", "--engine", "onnx")]
    [TestCase("offline")]
    [TestCase("offline", "--shared-session")]
    public async Task Probabilities_AreThoseOfTheModel(string mode, params string[] arguments)
    {
        CommandLineGolden golden = CommandLineGolden.Offline.First();
        CommandLine run = await CommandLine.RunAsync(["detect", "--mode", mode, "--format", "json", "--probabilities", .. arguments, .. golden.Files]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Documents, Has.Length.EqualTo(golden.Answers.Length));
            foreach ((JsonElement document, (JsonElement recording, _)) in run.Documents.Zip(golden.Answers))
            {
                int wholeFrames = recording.GetProperty("samples").GetInt32() / FrameSamples;
                int count = mode == "stream" ? wholeFrames : wholeFrames + 1;
                IEnumerable<float> expected = recording.GetProperty("probabilities").EnumerateArray().Select(p => p.GetSingle()).Take(count);
                Assert.That(document.GetProperty("probabilities").EnumerateArray().Select(p => p.GetSingle()), Is.EqualTo(expected).Within(1e-6));
            }
        }
    }

    [Test]
    public async Task Seconds_AreTheSamplesOverTheRate()
    {
        CommandLine run = await CommandLine.RunAsync(["detect", "--format", "json", CommandLine.Recording("conversation.wav")]);

        JsonElement document = run.Documents.Single();
        double rate = document.GetProperty("sampleRate").GetDouble();
        JsonElement[] segments = [.. document.GetProperty("segments").EnumerateArray()];
        Assert.That(segments, Is.Not.Empty);
        Assert.That(segments.Select(s => (s.GetProperty("startSeconds").GetDouble(), s.GetProperty("endSeconds").GetDouble())),
            Is.EqualTo(segments.Select(s => (s.GetProperty("start").GetInt64() / rate, s.GetProperty("end").GetInt64() / rate))));
    }

    private static (string? Kind, long Frame, long Sample) ReadEvent(JsonElement e) =>
        (e.GetProperty("kind").GetString(), e.GetProperty("frame").GetInt64(), e.GetProperty("sample").GetInt64());

    private static (string? Kind, long Frame, long Sample) ReadGoldenEvent(JsonElement e) =>
        e.TryGetProperty("start", out JsonElement start)
            ? ("start", e.GetProperty("frame").GetInt64(), start.GetInt64())
            : ("end", e.GetProperty("frame").GetInt64(), e.GetProperty("end").GetInt64());

    private static (long Start, long End) ReadRange(JsonElement range) => (range.GetProperty("start").GetInt64(), range.GetProperty("end").GetInt64());
}
