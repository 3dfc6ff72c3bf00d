namespace Cascade.Hosting.Realtime.Tests;

/// <summary>One server for all tests: each connection is a session of its own.</summary>
[SetUpFixture]
internal sealed class Shared
{
    public static TalkServer Server { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Server = await TalkServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await Server.DisposeAsync();
}
