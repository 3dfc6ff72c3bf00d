using Cascade.Hosting.Connections;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Cascade.Hosting.Tests;

/// <summary>A real Kestrel on a free port, with the endpoint at /vad.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app, TestLog log) => (_app, Log) = (app, log);

    /// <summary>What it logs.</summary>
    public TestLog Log { get; }

    public Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    public SessionManager Sessions => Services.GetRequiredService<SessionManager>();

    public ConnectionRegistry Connections => Services.GetRequiredService<ConnectionRegistry>();

    public static async Task<TestServer> StartAsync(
        Action<CascadeHostingOptions>? configure = null,
        TimeProvider? time = null,
        FakeMemory? memory = null,
        SpeechStreamFactory? streams = null,
        Action<IServiceCollection>? services = null,
        string? allowedHosts = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear(); // the settings of the sample server lie beside the tests
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("AllowedHosts", allowedHosts)]);
        TestLog log = new();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Information);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddCascade(configure);
        builder.Services.AddHealthChecks().AddCascade();
        if (memory is not null)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<IProcessMemory>(memory));
        }

        if (streams is not null)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(streams));
        }

        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        app.MapCascade("/vad");
        app.MapHealthChecks("/health");
        await app.StartAsync();
        return new TestServer(app, log);
    }

    /// <summary>Connects and begins a session.</summary>
    public async Task<TestClient> StartSessionAsync(string start = """{ "type": "start" }""")
    {
        TestClient client = await ConnectAsync();
        await client.SendAsync(start);
        return client;
    }

    public Task<TestClient> ConnectAsync(Action<System.Net.WebSockets.ClientWebSocketOptions>? configure = null) => TestClient.ConnectAsync(Address, configure);

    public Task<RawClient> ConnectRawAsync() => RawClient.ConnectAsync(Address);

    /// <summary>Stops as on a signal of the operating system.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>Waits until no connection and no session is left.</summary>
    public Task EmptyAsync() => Eventually.IsTrueAsync(() => Sessions.Counts.Total == 0 && Connections.Count == 0, "connections or sessions are left");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
