using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cascade.Talk.Tests.Support;

/// <summary>A chat server of the OpenAI protocol, which streams its answers: it echoes the last message.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ChatServer(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>The messages of each request, as role and text.</summary>
    public ConcurrentQueue<(string Role, string Text)[]> Asked { get; } = [];

    public static async Task<ChatServer> StartAsync(int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        WebApplication app = builder.Build();
        ChatServer server = new(app);
        app.MapPost("/v1/chat/completions", (Delegate)server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true)); // connections that are kept alive are cut, as by an end of the process
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using JsonDocument request = await JsonDocument.ParseAsync(context.Request.Body);
        (string Role, string Text)[] messages = [.. request.RootElement.GetProperty("messages").EnumerateArray().Select(message => (message.GetProperty("role").GetString()!, TextOf(message.GetProperty("content"))))];
        Asked.Enqueue(messages);
        context.Response.ContentType = "text/event-stream";
        foreach (string delta in new[] { "The model heard: ", messages[^1].Text, "." })
        {
            string chunk = JsonSerializer.Serialize(new
            {
                id = "chatcmpl-1",
                @object = "chat.completion.chunk",
                created = 1,
                model = "echo",
                choices = new[] { new { index = 0, delta = new { role = "assistant", content = delta }, finish_reason = (string?)null } },
            });
            await context.Response.WriteAsync($"data: {chunk}\n\n");
        }

        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static string TextOf(JsonElement content) => content.ValueKind == JsonValueKind.String ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));
}
