using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>docs/protocol.md says what the code does.</summary>
internal sealed partial class ProtocolPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(
        typeof(ProtocolPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!, "docs", "protocol.md"));

    private static IEnumerable<string> ClientExamples => Examples("From the client");

    private static IEnumerable<string> ServerExamples => Examples("From the server");

    [TestCaseSource(nameof(ClientExamples))]
    public void ExampleOfTheClient_IsRead(string example)
    {
        ClientMessage message = ClientMessages.Read(System.Text.Encoding.UTF8.GetBytes(example));
        AssertSame(example, JsonSerializer.SerializeToElement(message, message.GetType(), WireJson.Default));
    }

    [TestCaseSource(nameof(ServerExamples))]
    public void ExampleOfTheServer_IsWhatItWrites(string example)
    {
        ServerMessage message = JsonSerializer.Deserialize(example, WireJson.Default.ServerMessage)!;
        AssertSame(example, JsonSerializer.SerializeToElement(message, WireJson.Default.ServerMessage));
    }

    [Test]
    public void MessageTypes_AreThoseOnThePage()
    {
        string[] server = [.. typeof(ServerMessage).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => (string)a.TypeDiscriminator!)];
        Assert.Multiple(() =>
        {
            Assert.That(Headings("From the client"), Is.EquivalentTo(ClientMessages.TypeNames));
            Assert.That(Headings("From the server"), Is.EquivalentTo(server));
        });
    }

    [Test]
    public void ErrorCodes_AreThoseOnThePage() => Assert.That(Rows("Errors").Select(row => row[0]), Is.EquivalentTo(Names<ErrorCode>()));

    [Test]
    public void CloseCodes_AreThoseOnThePage()
    {
        foreach (string[] row in Rows("Errors").Where(row => row[2].Length > 0))
        {
            ErrorCode code = Enum.Parse<ErrorCode>(row[0], ignoreCase: true);
            Assert.That(row[2], Is.EqualTo($"{code.CloseCode()}"), row[0]);
        }
    }

    [Test]
    public void Closes_AreThoseOnThePage()
    {
        Sessions.Ending[] endings = [Sessions.Ending.Stopped, Sessions.Ending.Shutdown, Sessions.Ending.Idle, Sessions.Ending.Evicted, Sessions.Ending.Replaced, Sessions.Ending.Moved];
        Assert.Multiple(() =>
        {
            Assert.That(Rows("Closes").Select(row => row[0]), Is.EquivalentTo(Names<CloseReason>()));
            Assert.That(
                Rows("Closes").Select(row => (row[0], row[1])),
                Is.EquivalentTo(endings.Select(e => (JsonNamingPolicy.CamelCase.ConvertName($"{((ClosedMessage)e.Message!).Reason}"), $"{e.CloseCode}"))));
        });
    }

    [Test]
    public void OptionsAndLimits_AreThoseOnThePage()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Rows("Options").Select(row => row[0]), Is.EquivalentTo(Properties<OptionsMessage>()));
            Assert.That(Rows("`ready`").SelectMany(row => row[0].Split(", ")), Is.EquivalentTo(Properties<LimitsMessage>()));
            Assert.That(Rows("`start`").Select(row => row[0]), Is.EquivalentTo(Properties<StartMessage>()));
        });
    }

    [Test]
    public void EncodingsOfTheWire_AreThoseOfSamplesAndOpus() =>
        Assert.That(Enum.GetNames<WireEncoding>(), Is.EqualTo(Enum.GetNames<SampleEncoding>().Append(nameof(WireEncoding.Opus))));

    [Test]
    public void ValuesOfProperties_AreOnThePage()
    {
        foreach (string name in Names<WireEncoding>().Concat(Names<SegmentEnd>()).Concat(Names<SegmentAudioMode>()))
        {
            Assert.That(Page, Does.Contain($"`{name}`"));
        }
    }

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static IEnumerable<string> Properties<T>() =>
        typeof(T).GetProperties().Where(p => p.Name != "EqualityContract").Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));

    // Every property of the example arrived, under its name: nothing is misspelt on either side.
    private static void AssertSame(string example, JsonElement written)
    {
        using JsonDocument document = JsonDocument.Parse(example);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.Name == "type" && !written.TryGetProperty("type", out _))
            {
                continue;
            }

            Assert.That(written.TryGetProperty(property.Name, out JsonElement value), Is.True, property.Name);
            AssertContains(property.Value, value, property.Name);
        }
    }

    private static void AssertContains(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            Assert.That(JsonElement.DeepEquals(expected, actual), Is.True, $"{path}: {expected} and {actual}");
            return;
        }

        foreach (JsonProperty property in expected.EnumerateObject())
        {
            Assert.That(actual.TryGetProperty(property.Name, out JsonElement value), Is.True, $"{path}.{property.Name}");
            AssertContains(property.Value, value, $"{path}.{property.Name}");
        }
    }

    private static string Section(string heading)
    {
        string level = heading.StartsWith('`') ? "###" : "##";
        return Regex.Match(Page, $@"^{level} {Regex.Escape(heading)}\n(.*?)(?=^##{(level == "###" ? "#?" : "")} |\z)", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
    }

    private static IEnumerable<string> Examples(string heading) => JsonBlock().Matches(Section(heading)).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Headings(string heading) => MessageHeading().Matches(Section(heading)).Select(match => match.Groups[1].Value);

    // The rows of the first table, without its head; backquotes are dropped.
    private static IEnumerable<string[]> Rows(string heading) =>
        TableRow().Matches(Section(heading)).Select(match => match.Value.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Replace("`", "")).ToArray()).Skip(2);

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    [GeneratedRegex("^### `(.*)`$", RegexOptions.Multiline)]
    private static partial Regex MessageHeading();

    [GeneratedRegex(@"^\|.*\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
