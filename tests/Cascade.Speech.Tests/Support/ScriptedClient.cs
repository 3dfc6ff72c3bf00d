using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests.Support;

/// <summary>A client with the faults of real ones that can't be had on demand.</summary>
internal sealed class ScriptedClient : ISpeechToTextClient
{
    public bool HasNoStreaming { get; init; }

    public bool HasNoWholeText { get; init; }

    public bool EndsSilentlyWhenCanceled { get; init; }

    public bool HasNoServices { get; init; }

    /// <summary>The number of the utterance on which it throws, from 0.</summary>
    public int? FailsOn { get; init; }

    /// <summary>How long each call takes, in the order of the calls; then none.</summary>
    public Queue<int> Delays { get; init; } = [];

    public List<string> Calls { get; } = [];

    public List<int> ReceivedMilliseconds { get; } = [];

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Begin("streaming");
        ThrowIf(HasNoStreaming);
        (int number, int delay) = Take(audioSpeechStream);
        if (EndsSilentlyWhenCanceled)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            yield break;
        }

        await Task.Delay(delay, cancellationToken);
        yield return new SpeechToTextResponseUpdate { Kind = SpeechToTextResponseUpdateKind.SessionOpen };
        yield return new SpeechToTextResponseUpdate($"part {number}") { Kind = SpeechToTextResponseUpdateKind.TextUpdating };
        yield return new SpeechToTextResponseUpdate($"text {number}")
        {
            Kind = SpeechToTextResponseUpdateKind.TextUpdated, StartTime = TimeSpan.FromMilliseconds(100), EndTime = TimeSpan.FromMilliseconds(300),
        };
    }

    public async Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        Begin("whole");
        ThrowIf(HasNoWholeText);
        (int number, int delay) = Take(audioSpeechStream);
        await Task.Delay(delay, cancellationToken);
        return new SpeechToTextResponse($"text {number}");
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => HasNoServices ? throw new NotImplementedException() : null;

    public void Dispose()
    {
    }

    private void Begin(string way)
    {
        lock (Calls)
        {
            Calls.Add(way);
        }
    }

    private static void ThrowIf(bool isMissing)
    {
        if (isMissing)
        {
            throw new NotSupportedException();
        }
    }

    private (int Number, int Delay) Take(Stream audio)
    {
        lock (Calls)
        {
            int number = ReceivedMilliseconds.Count;
            ReceivedMilliseconds.Add((int)(audio.Length - 44) / 32);
            return number == FailsOn ? throw new InvalidOperationException("The client has a fault.") : (number, Delays.TryDequeue(out int delay) ? delay : 0);
        }
    }
}
