using System.Diagnostics;
using System.Globalization;

namespace Cascade.Cli.Talking;

/// <summary>Plays a recording to a conversation in real time, waiting while the machine thinks and speaks, and prints what happens.</summary>
internal sealed class TalkSession(Conversation conversation, Detection.AudioSource source)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly List<ReplyAudio> _replies = [];
    private bool _isAnswered;

    /// <returns>Whether any turn was answered.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        Task reading = ReadAsync(cancellationToken);
        await SpeakAsync(cancellationToken);
        await reading;
        return _isAnswered;
    }

    /// <summary>Writes the answers, one after the other.</summary>
    public void Save(string path)
    {
        AudioFormat format = _replies.Count > 0 ? _replies[0].Format : AudioFormat.Pcm16Mono16k;
        byte[] pcm = [.. _replies.SelectMany(reply => reply.Audio.ToArray())];
        using BinaryWriter writer = new(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(36 + pcm.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(format.SampleRateHz);
        writer.Write(2 * format.SampleRateHz);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(pcm.Length);
        writer.Write(pcm);
    }

    private async Task SpeakAsync(CancellationToken cancellationToken)
    {
        byte[] chunk = new byte[(int)(Step.TotalSeconds * source.Format.SampleRateHz) * source.Format.BytesPerBlock];
        byte[] silence = new byte[chunk.Length];
        long began = Stopwatch.GetTimestamp();
        for (long step = 1; ; step++)
        {
            if (conversation.State is ConversationState.Listening or ConversationState.Hearing)
            {
                int read = await source.Pcm.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancellationToken);
                if (read == 0)
                {
                    conversation.Complete();
                    return;
                }

                conversation.Push(chunk.AsSpan(0, read));
            }
            else
            {
                conversation.Push(silence);
            }

            TimeSpan wait = (step * Step) - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellationToken);
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await foreach (ConversationEvent e in conversation.ReadAllAsync(cancellationToken))
        {
            switch (e)
            {
                case TranscriptChanged { IsFinal: true } heard:
                    Print(e, "heard", heard.Text);
                    break;
                case ReplySentence sentence:
                    Print(e, "says", sentence.Text);
                    break;
                case ReplyAudio audio:
                    _replies.Add(audio);
                    break;
                case ConversationFault fault:
                    Print(e, "fault", $"{fault.Code}: {fault.Message}");
                    break;
                case TurnEnded ended:
                    _isAnswered |= ended.Outcome == TurnOutcome.Completed;
                    TurnLatency took = ended.Latency;
                    Print(e, ended.Outcome.ToString().ToLowerInvariant(),
                        $"endpoint {Milliseconds(took.Endpoint)}, recognition {Milliseconds(took.Transcription)}, first token {Milliseconds(took.FirstToken)}, first audio {Milliseconds(took.FirstAudio)}, in all {Milliseconds(took.Total)}");
                    break;
            }
        }
    }

    private static void Print(ConversationEvent e, string kind, string text) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{e.Time.TotalSeconds,8:0.00}  {kind,-10} {text}"));

    private static string Milliseconds(TimeSpan? time) => time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalMilliseconds:0} ms") : "-";
}
