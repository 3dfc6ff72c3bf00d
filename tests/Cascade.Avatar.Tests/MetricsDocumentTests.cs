using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Cascade.Avatar.Diagnostics;

namespace Cascade.Avatar.Tests;

/// <summary>docs/metrics.md says what the code does.</summary>
public sealed class MetricsDocumentTests
{
    [Test]
    public void TableOfInstruments_IsTheMeter()
    {
        List<(string, string, string, string)> found = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Cascade.Avatar")
            {
                found.Add((instrument.Name, instrument.GetType().Name.Split('`')[0], instrument.Unit!, instrument.Description!));
            }
        };
        RuntimeHelpers.RunClassConstructor(typeof(AvatarMeter).TypeHandle);
        listener.Start();

        string root = typeof(MetricsDocumentTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        IEnumerable<(string, string, string, string)> documented =
            from line in File.ReadLines(Path.Combine(root, "docs", "metrics.md"))
            where line.StartsWith("| `cascade.avatar.", StringComparison.Ordinal)
            let cells = line.Split('|', StringSplitOptions.TrimEntries)
            select (cells[1].Trim('`'), cells[2], cells[3].Trim('`'), cells[5]);
        Assert.That(documented, Is.EquivalentTo(found));
    }
}
