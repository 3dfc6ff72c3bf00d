using System.Diagnostics;
using System.Text.Json;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>The openai package of npm, as it comes, talks with the server: over TLS, which it insists on, and in both generations of the protocol.</summary>
internal sealed class NodeClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Test]
    public async Task WholeConversation_BothGenerations()
    {
        string folder = Directory.CreateTempSubdirectory("cascade-node-").FullName;
        try
        {
            foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Node")))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            await RunAsync(folder, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]);
            string[] files = [.. new[] { Utterances.Story, Utterances.Stop, Utterances.Weather }.Select((text, i) => Save(Path.Combine(folder, $"{i}.pcm"), text))];
            string said = await RunAsync(folder, "node", ["talk.mjs", Shared.Server.SafeAddress.Authority, .. files]);
            using JsonDocument document = JsonDocument.Parse(said);
            JsonElement later = document.RootElement.GetProperty("later");
            JsonElement beta = document.RootElement.GetProperty("beta");
            Assert.Multiple(() =>
            {
                Assert.That(later.GetProperty("voice").GetString(), Is.EqualTo("marin"));
                Assert.That(later.GetProperty("heard").GetString(), Is.EqualTo(Utterances.Story));
                Assert.That(later.GetProperty("interrupted").GetProperty("status").GetString(), Is.EqualTo("cancelled"));
                Assert.That(later.GetProperty("interrupted").GetProperty("status_details").GetProperty("reason").GetString(), Is.EqualTo("turn_detected"));
                Assert.That(later.GetProperty("truncated").GetInt32(), Is.EqualTo(100));
                Assert.That(later.GetProperty("second").GetString(), Is.EqualTo("completed"));
                Assert.That(later.GetProperty("call").GetProperty("name").GetString(), Is.EqualTo("get_weather"));
                Assert.That(later.GetProperty("call").GetProperty("arguments").GetString(), Is.EqualTo("""{"day":"tomorrow"}"""));
                Assert.That(later.GetProperty("said").GetString(), Is.EqualTo("The weather will be rainy."));
                Assert.That(later.GetProperty("canceled").GetProperty("status_details").GetProperty("reason").GetString(), Is.EqualTo("client_cancelled"));
                Assert.That(later.GetProperty("refused").GetProperty("param").GetString(), Is.EqualTo("session.prompt"));
                Assert.That(later.GetProperty("audio").GetInt32(), Is.GreaterThan(10));
                Assert.That(beta.GetProperty("format").GetString(), Is.EqualTo("g711_ulaw"));
                Assert.That(beta.GetProperty("status").GetString(), Is.EqualTo("completed"));
                Assert.That(beta.GetProperty("seconds").GetDouble(), Is.EqualTo(3.5).Within(1.5));
                Assert.That(beta.GetProperty("types").EnumerateArray().Select(type => type.GetString()), Is.EqualTo(new[]
                {
                    "session.created", "conversation.created", "session.updated", "input_audio_buffer.committed", "conversation.item.created", "conversation.item.input_audio_transcription.delta",
                    "conversation.item.input_audio_transcription.completed", "response.created", "response.output_item.added", "response.content_part.added", "response.audio_transcript.delta",
                    "response.audio.delta", "response.audio.done", "response.audio_transcript.done", "response.content_part.done", "response.output_item.done", "response.done",
                }));
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Save(string path, string text)
    {
        File.WriteAllBytes(path, Utterances.Pcm(text));
        return path;
    }

    private static async Task<string> RunAsync(string folder, string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_EXTRA_CA_CERTS"] = Shared.Server.CertificatePath },
        })!;
        using CancellationTokenSource patience = new(Patience);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        string output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.That(process.ExitCode, Is.Zero, $"{program}: {await errors}{output}");
        return output;
    }
}
