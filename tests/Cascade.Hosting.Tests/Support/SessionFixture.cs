using Cascade.Hosting.Sessions;
using Cascade.Hosting.Streams;
using Cascade.Hosting.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Tests;

/// <summary>Sessions without a server, on a clock and in a process that do as they are told.</summary>
internal sealed class SessionFixture : IDisposable
{
    public const long MemoryLimit = 1000;

    private readonly ServiceProvider _services;

    public SessionFixture(Action<CascadeHostingOptions>? configure = null, SpeechStreamFactory? streams = null)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IProcessMemory>(Memory);
        services.AddCascade(options =>
        {
            options.MemoryLimitBytes = MemoryLimit;
            options.MaxHeldBytes = long.MaxValue;
            configure?.Invoke(options);
        });
        services.Replace(ServiceDescriptor.Singleton(streams ?? Streams));
        _services = services.BuildServiceProvider();
        Sessions = _services.GetRequiredService<SessionManager>();
    }

    public ManualTime Time { get; } = new();

    public FakeMemory Memory { get; } = new();

    public ScriptedStreams Streams { get; } = new();

    public SessionManager Sessions { get; }

    public IServiceProvider Services => _services;

    public (Session Session, FakePeer Peer) Open(string client = "a", bool isResumable = false)
    {
        FakePeer peer = new();
        return (Sessions.Open(client, new SessionSettings(new StreamProcessorOptions { Engine = VadEngine.Managed() }, IsResumable: isResumable), peer), peer);
    }

    /// <summary>A session that begins as its client asks.</summary>
    public (Session Session, FakePeer Peer) Open(StartMessage start)
    {
        FakePeer peer = new();
        CascadeHostingOptions options = _services.GetRequiredService<IOptions<CascadeHostingOptions>>().Value;
        return (Sessions.Open("a", SessionSettings.Of(start, options, ""), peer), peer);
    }

    /// <summary>A session in the middle of speech.</summary>
    public async Task<(Session Session, FakePeer Peer)> OpenSpeakingAsync(string client = "a", bool isResumable = false)
    {
        (Session session, FakePeer peer) = Open(client, isResumable);
        await session.PushAsync(peer, new byte[] { ScriptedStreams.Begin, 0 });
        return (session, peer);
    }

    public bool IsThere(Session session) => Sessions.All().Contains(session);

    public void Dispose() => _services.Dispose();
}
