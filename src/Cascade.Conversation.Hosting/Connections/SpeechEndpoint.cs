using System.Text.Json;
using Cascade.Hosting.Realtime.Audio;
using Cascade.Hosting.Realtime.Sessions;
using Cascade.Hosting.Realtime.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Connections;

/// <summary>Speaks texts, by the text-to-speech client of the conversations.</summary>
internal sealed class SpeechEndpoint(HttpAccess access, RealtimeServices realtime)
{
    private const int LongestText = 4096;

    public async Task<IResult> SpeakAsync(HttpContext context)
    {
        if (access.Refuse(context) is { } refusal)
        {
            return refusal;
        }

        try
        {
            SpeechRequest request = await JsonSerializer.DeserializeAsync(context.Request.Body, RealtimeJson.Default.SpeechRequest, context.RequestAborted).ConfigureAwait(false) ?? new SpeechRequest();
            return await SpeakAsync(request, context.RequestAborted).ConfigureAwait(false);
        }
        catch (RealtimeException e)
        {
            return HttpAccess.Error(e);
        }
        catch (JsonException e)
        {
            return HttpAccess.Error(StatusCodes.Status400BadRequest, "invalid_json", $"Expected a JSON object; found something else at {e.Path ?? "its beginning"}.");
        }
    }

    private async Task<IResult> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken)
    {
        string text = request.Input is { Length: > 0 } input && !string.IsNullOrWhiteSpace(input) ? input : throw RealtimeException.Missing("input");
        if (text.Length > LongestText)
        {
            throw new RealtimeException(RealtimeException.InvalidValue, $"Expected at most {LongestText} characters; found {text.Length}.", "input");
        }

        string format = request.ResponseFormat ?? "wav";
        if (format is not ("wav" or "pcm"))
        {
            throw RealtimeException.NotServed("response_format", format, "Ask for wav or pcm.");
        }

        if (request.StreamFormat == "sse")
        {
            throw RealtimeException.NotServed("stream_format", "sse", "Leave it out.");
        }

        string? voice = request.Voice.ValueKind == JsonValueKind.String ? request.Voice.GetString() : null;
        TextToSpeechOptions options = realtime.Conversations.Conversation.TextToSpeech?.Clone() ?? new TextToSpeechOptions();
        options.VoiceId = voice is not null && realtime.Conversations.Voices.TryGetValue(voice, out string? known) ? known : options.VoiceId;
        options.Speed = request.Speed ?? options.Speed;
        options.AudioFormat = "wav";
        TextToSpeechResponse response = await realtime.TextToSpeech.GetAudioAsync(text, options, cancellationToken).ConfigureAwait(false);
        DataContent audio = response.Contents.OfType<DataContent>().FirstOrDefault() ?? throw new InvalidOperationException("Expected audio from the text-to-speech client; found none.");
        return format == "wav" ? Results.Bytes(audio.Data, "audio/wav") : await PcmAsync(audio.Data, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> PcmAsync(ReadOnlyMemory<byte> wav, CancellationToken cancellationToken)
    {
        using MemoryStream bytes = new(wav.ToArray());
        AudioFile file = await AudioFile.OpenAsync(bytes, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            using MemoryStream pcm = new();
            await file.Pcm.CopyToAsync(pcm, cancellationToken).ConfigureAwait(false);
            AnswerEncoder encoder = new(file.Format, AudioCoding.Pcm);
            byte[] encoded = [.. encoder.Encode(pcm.ToArray()), .. encoder.Complete()];
            return Results.Bytes(encoded, "audio/pcm");
        }
    }
}
