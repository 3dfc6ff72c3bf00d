using System.Diagnostics.Metrics;
using System.Reflection;
using Cascade.Speech.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Cascade.Speech.Tests;

/// <summary>docs/recognition.md says what the code does, and what the code tells its host is right.</summary>
internal sealed class DocumentTests
{
    private static readonly string[] Meters = ["Cascade.Speech", "Cascade.Extensions.AI"];

    [Test]
    public async Task Instruments_AreThoseOfTheGuide()
    {
        HashSet<string> found = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
            {
                found.Add($"{instrument.Name} {instrument.Unit}");
            }
        };
        listener.Start();
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions);
        using ISpeechToTextClient client = new SpeechToTextClientBuilder(new ScriptedClient()).UseVoiceActivityDetection().Build();
        await client.GetTextAsync(Timeline.Short().Open(), Utterances.Options);

        string root = typeof(DocumentTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string[] documented =
        [
            .. from line in File.ReadLines(Path.Combine(root, "docs", "recognition.md"))
               where line.StartsWith("| `cascade.", StringComparison.Ordinal) && line.Split('|').Length > 5
               let cells = line.Split('|', StringSplitOptions.TrimEntries)
               select $"{cells[1].Trim('`')} {cells[3].Trim('`')}",
        ];
        Assert.That(documented, Is.EquivalentTo(found));
    }

    [Test]
    public async Task Health_FollowsTheWorkers()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions with { TimeProvider = new FakeTimeProvider() }); // a busy machine may need more than a minute to start six
        ServiceCollection services = new();
        services.AddLogging().AddHealthChecks().AddSpeechWorkers(workers);
        await using ServiceProvider provider = services.BuildServiceProvider();
        HealthCheckService health = provider.GetRequiredService<HealthCheckService>();
        Assert.That((await health.CheckHealthAsync()).Status, Is.EqualTo(HealthStatus.Healthy));
        for (short i = 0; i < 3; i++)
        {
            await Assert.ThatAsync(() => workers.RecognizeAsync(Fault.Segmentation, i), Throws.InstanceOf<SpeechWorkerException>());
            await workers.RecognizeAsync(Fault.None);
        }

        Assert.That((await health.CheckHealthAsync()).Status, Is.EqualTo(HealthStatus.Unhealthy), "six workers in a minute");
    }
}
