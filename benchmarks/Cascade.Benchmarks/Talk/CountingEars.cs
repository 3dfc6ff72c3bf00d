using System.Diagnostics;
using System.Runtime.CompilerServices;
using Cascade.Benchmarks.Load;
using Microsoft.Extensions.AI;

namespace Cascade.Benchmarks.Talk;

/// <summary>Counts the calls of a recognizer and the audio that they hand over.</summary>
internal sealed class CountingEars(ISpeechToTextClient inner) : DelegatingSpeechToTextClient(inner)
{
    private long _calls;
    private long _ended;
    private long _bytes;

    /// <summary>Gets the calls that began.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Gets the calls that neither failed nor were canceled.</summary>
    public long Ended => Interlocked.Read(ref _ended);

    public TimeSpan Audio => TimeSpan.FromSeconds(Interlocked.Read(ref _bytes) / 32_000.0);

    /// <summary>Gets the times of the calls that ended, with their waiting for a worker.</summary>
    public Histogram Took { get; } = new();

    public override async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _bytes, audioSpeechStream.Length);
        long began = Stopwatch.GetTimestamp();
        await foreach (SpeechToTextResponseUpdate update in base.GetStreamingTextAsync(audioSpeechStream, options, cancellationToken))
        {
            yield return update;
        }

        Interlocked.Increment(ref _ended);
        Took.Add(Stopwatch.GetElapsedTime(began));
    }
}
