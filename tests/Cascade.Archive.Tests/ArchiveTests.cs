namespace Cascade.Archive.Tests;

/// <summary>Each fixture's own queue on one nats-server.</summary>
[SetUpFixture]
internal sealed class ArchiveTests
{
    private static NatsServer? _server;

    public static string Url => _server!.Url;

    [OneTimeSetUp]
    public static async Task StartAsync() => _server = await NatsServer.StartAsync();

    [OneTimeTearDown]
    public static void Stop() => _server?.Dispose();

    /// <summary>Gets the options that name a queue of a test's own.</summary>
    public static string[] Queue(string name) => ["--nats", Url, "--name", name];
}
