using System.Net;
using Cascade.Cli.Archives.Sources;

namespace Cascade.Archive.Tests;

/// <summary>Sources that a worker refuses: jobs come from elsewhere.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class SourcePolicyTests
{
    [Test]
    public async Task SourcesOutsideThePolicy_AreDeadLettersAtOnce()
    {
        using AudioFolder folder = new();
        using AudioFolder outside = new();
        await using AudioHost host = await AudioHost.StartAsync(AudioFolder.Piece(7, seconds: 40.0 / 1000));
        string secret = outside.Add(1, seconds: 1)[0];
        string link = Path.Combine(folder.FullName, "link.wav");
        File.CreateSymbolicLink(link, secret);
        string local = host.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        string[] sources = [secret, link, $"{host.Address}/audio/1", "http://other.example/a.wav", $"{local}/elsewhere", $"{local}/audio/2"];

        Dictionary<string, string> open = await FaultsAsync("policy-open", sources, "--root", folder.FullName, "--allow-host", "localhost", "--allow-private");
        Dictionary<string, string> closed = await FaultsAsync("policy-private", [$"{local}/audio/1"], "--root", folder.FullName, "--allow-host", "localhost");

        Assert.That(open, Has.Count.EqualTo(sources.Length - 1), "the last one is allowed");
        Assert.That(open[secret], Does.EndWith($"does not lie below {folder.FullName}: give the worker another --root."));
        Assert.That(open[link], Does.Contain("does not lie below"));
        Assert.That(open[$"{host.Address}/audio/1"], Is.EqualTo("The host '127.0.0.1' is not allowed: allow it with --allow-host."));
        Assert.That(open["http://other.example/a.wav"], Is.EqualTo("The host 'other.example' is not allowed: allow it with --allow-host."));
        Assert.That(open[$"{local}/elsewhere"], Is.EqualTo("The host 'other.example' is not allowed: allow it with --allow-host."), "where a redirection leads");
        Assert.That(closed.Values, Is.EqualTo(new[] { "The host 'localhost' has only private addresses: allow them with --allow-private." }));
    }

    [Test]
    public async Task Downloads_AreBoundInSizeAndTime()
    {
        await using AudioHost large = await AudioHost.StartAsync(new byte[1_000_001]);

        Dictionary<string, string> tooLarge = await FaultsAsync("policy-size", [$"{large.Address}/audio/1"], "--allow-host", "127.0.0.1", "--allow-private", "--max-mb", "1");
        Dictionary<string, string> tooSlow = await FaultsAsync("policy-time", [$"{large.Address}/held/1"], "--allow-host", "127.0.0.1", "--allow-private", "--download-s", "1");

        Assert.That(tooLarge.Values, Is.EqualTo(new[] { "Expected at most 1000000 bytes; found 1000001: allow more with --max-mb." }));
        Assert.That(tooSlow.Values, Is.EqualTo(new[] { "The download did not end within 1 s." }));
    }

    [TestCase("93.184.216.34", false)]
    [TestCase("2606:2800:220:1:248:1893:25c8:1946", false)]
    [TestCase("127.0.0.1", true)]
    [TestCase("10.1.2.3", true)]
    [TestCase("172.31.255.255", true)]
    [TestCase("172.32.0.0", false)]
    [TestCase("192.168.0.1", true)]
    [TestCase("169.254.169.254", true, Description = "the metadata of clouds")]
    [TestCase("100.64.0.1", true)]
    [TestCase("0.0.0.0", true)]
    [TestCase("224.0.0.1", true)]
    [TestCase("255.255.255.255", true)]
    [TestCase("::1", true)]
    [TestCase("::", true)]
    [TestCase("fe80::1", true)]
    [TestCase("fd00::1", true)]
    [TestCase("ff02::1", true)]
    [TestCase("::ffff:127.0.0.1", true)]
    [TestCase("::ffff:93.184.216.34", false)]
    [TestCase("64:ff9b::7f00:1", true, Description = "translated")]
    [TestCase("2002:7f00:1::", true, Description = "6to4")]
    public void Address_IsPrivateOrNot(string address, bool isPrivate) => Assert.That(PrivateAddresses.Contains(IPAddress.Parse(address)), Is.EqualTo(isPrivate));

    private static async Task<Dictionary<string, string>> FaultsAsync(string name, string[] sources, params string[] options)
    {
        string[] queue = ArchiveTests.Queue(name);
        Tool submitted = await Tool.RunAsync(["archive", "submit", .. queue, "--batch", "b", "--engine", "managed", "--", .. sources]);
        Assert.That(submitted.ExitCode, Is.Zero, submitted.Error);
        Tool worked = await Tool.RunAsync(["archive", "work", .. queue, "--until-empty", .. options]);
        Assert.That(worked.ExitCode, Is.Zero, worked.Error);
        Tool dead = await Tool.RunAsync(["archive", "status", .. queue, "--dead"]);
        return dead.Documents.ToDictionary(line => line.GetProperty("file").GetString()!, line => line.GetProperty("fault").GetString()!);
    }
}
