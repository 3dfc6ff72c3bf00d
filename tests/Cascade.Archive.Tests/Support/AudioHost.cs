using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cascade.Archive.Tests.Support;

/// <summary>A host of audio. Below <c>/held</c>, a request waits until the test lets it go, so that a worker is in mid-job for as long as the test wants.</summary>
internal sealed class AudioHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<HeldRequest>> _held = new();

    private AudioHost(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<AudioHost> StartAsync(byte[] audio)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        AudioHost host = new(app);
        app.MapGet("/audio/{name}", () => Results.Bytes(audio));
        app.MapGet("/broken/{name}", () => Results.StatusCode(StatusCodes.Status500InternalServerError));
        app.MapGet("/elsewhere", () => Results.Redirect("http://other.example/audio.wav"));
        app.MapGet("/held/{name}", (string name, HttpRequest request) => host.HoldAsync(name, request, audio));
        await app.StartAsync();
        return host;
    }

    /// <summary>Gets the next request for a name, once a worker has made it.</summary>
    public async Task<HeldRequest> NextAsync(string name)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        HeldRequest? request;
        while (!QueueOf(name).TryDequeue(out request))
        {
            await Task.Delay(10, limit.Token);
        }

        return request;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (HeldRequest request in _held.Values.SelectMany(queue => queue))
        {
            request.Release();
        }

        await _app.DisposeAsync();
    }

    private async Task<IResult> HoldAsync(string name, HttpRequest request, byte[] audio)
    {
        HeldRequest held = new(request.Headers.UserAgent.ToString());
        QueueOf(name).Enqueue(held);
        await held.Released;
        return Results.Bytes(audio);
    }

    private ConcurrentQueue<HeldRequest> QueueOf(string name) => _held.GetOrAdd(name, _ => new ConcurrentQueue<HeldRequest>());
}
