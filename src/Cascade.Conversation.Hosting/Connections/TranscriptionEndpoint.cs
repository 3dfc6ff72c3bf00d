using Cascade.Hosting.Realtime.Sessions;
using Cascade.Hosting.Realtime.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Connections;

/// <summary>Recognises recordings, by the speech-to-text client of the conversations: speech is cut out first, so that recordings of any length are taken.</summary>
internal sealed class TranscriptionEndpoint(HttpAccess access, RealtimeServices realtime)
{
    private const int OtherFields = 64 * 1024;

    public async Task<IResult> TranscribeAsync(HttpContext context)
    {
        if (access.Refuse(context) is { } refusal)
        {
            return refusal;
        }

        long most = realtime.Conversations.MaxUploadBytes;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = most + OtherFields;
        }

        if (!context.Request.HasFormContentType)
        {
            return HttpAccess.Error(StatusCodes.Status400BadRequest, "invalid_content_type", "Expected multipart/form-data with the field 'file'.");
        }

        try
        {
            IFormCollection form = await context.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = most }, context.RequestAborted).ConfigureAwait(false);
            return await TranscribeAsync(form, context.RequestAborted).ConfigureAwait(false);
        }
        catch (RealtimeException e)
        {
            return HttpAccess.Error(e);
        }
        catch (CascadeException e)
        {
            return HttpAccess.Error(StatusCodes.Status400BadRequest, "invalid_audio", e.Message, "file");
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return HttpAccess.Error(StatusCodes.Status413PayloadTooLarge, "file_too_large", $"Expected a form with at most {most} bytes of audio; found more, or no form: {e.Message}", "file");
        }
    }

    private async Task<IResult> TranscribeAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        IFormFile file = form.Files["file"] ?? throw RealtimeException.Missing("file");
        string format = form["response_format"].ToString() is { Length: > 0 } asked ? asked : "json";
        if (format is not ("json" or "text" or "verbose_json"))
        {
            throw RealtimeException.NotServed("response_format", format, "Ask for json, text or verbose_json.");
        }

        if (form["stream"] == "true")
        {
            throw RealtimeException.NotServed("stream", "true", "Use a transcription session of the Realtime protocol for text while audio comes.");
        }

        string? language = form["language"].ToString() is { Length: > 0 } named ? named : null;
        SpeechToTextOptions options = realtime.Conversations.Conversation.SpeechToText?.Clone() ?? new SpeechToTextOptions();
        options.SpeechLanguage = language ?? options.SpeechLanguage;

        // Never disposed: it would dispose the client that all share.
        ISpeechToTextClient client = new SpeechToTextClientBuilder(realtime.SpeechToText).UseVoiceActivityDetection(new SpeechDetectionOptions { LoggerFactory = realtime.Loggers }).Build();
        Stream audio = file.OpenReadStream();
        await using (audio.ConfigureAwait(false))
        {
            SpeechToTextResponse response = await client.GetTextAsync(audio, options, cancellationToken).ConfigureAwait(false);
            string text = response.Text.Trim();
            IReadOnlyList<SpeechWord> words = SpeechWords.Of(response.AdditionalProperties);
            return format switch
            {
                "text" => Results.Text(text + "\n"),
                "json" => HttpAccess.Json(new TranscriptionBody(text)),
                _ => HttpAccess.Json(new VerboseTranscriptionBody("transcribe", language, Math.Round((response.EndTime ?? TimeSpan.Zero).TotalSeconds, 3), text)
                {
                    Words = [.. words.Select(word => new WordBody(word.Text, word.Start.TotalSeconds, word.End.TotalSeconds))],
                }),
            };
        }
    }
}
