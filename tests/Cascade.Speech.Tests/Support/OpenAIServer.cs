using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Audio;

namespace Cascade.Speech.Tests.Support;

/// <summary>A server with OpenAI's transcription endpoint, on the loopback. Its text is the length of the WAV file it was sent, in milliseconds.</summary>
internal sealed class OpenAIServer : IAsyncDisposable
{
    private const int HeaderBytes = 44;

    private readonly WebApplication _app;

    private OpenAIServer(WebApplication app) => _app = app;

    /// <summary>What the next requests get, in order; then all get their text.</summary>
    public ConcurrentQueue<ServerMood> Moods { get; } = [];

    /// <summary>The audio received, in milliseconds a request.</summary>
    public ConcurrentQueue<int> Received { get; } = [];

    public Uri Address => new($"{_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/v1");

    public static async Task<OpenAIServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        OpenAIServer server = new(app);
        app.MapPost("/v1/audio/transcriptions", server.TranscribeAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>OpenAI's own client; <c>whisper-1</c> does not stream, <c>gpt-4o-mini-transcribe</c> does.</summary>
    public ISpeechToTextClient CreateClient(string model) => new AudioClient(
        model,
        new ApiKeyCredential("none"),
        new OpenAIClientOptions { Endpoint = Address, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) }).AsISpeechToTextClient();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TranscribeAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync();
        using MemoryStream file = new();
        await form.Files["file"]!.CopyToAsync(file);
        Assert.That(Encoding.ASCII.GetString(file.GetBuffer(), 0, 4), Is.EqualTo("RIFF"), "A whole WAV file");
        int milliseconds = (int)(file.Length - HeaderBytes) / 32;
        Received.Enqueue(milliseconds);
        string text = milliseconds.ToString(CultureInfo.InvariantCulture);
        Moods.TryDequeue(out ServerMood mood);
        switch (mood)
        {
            case ServerMood.Error:
                context.Response.StatusCode = 500;
                return;
            case ServerMood.Slow:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                return;
            case ServerMood.Cut:
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync("data: {\"type\":\"transcript.text.delta\",\"delta\":\"cut\"}\n\n");
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
        }

        if (form["stream"] == "true")
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"data: {{\"type\":\"transcript.text.delta\",\"delta\":\"{text}\"}}\n\n");
            await context.Response.WriteAsync($"data: {{\"type\":\"transcript.text.done\",\"text\":\"{text}\"}}\n\n");
            return;
        }

        await context.Response.WriteAsJsonAsync(new { text });
    }
}
