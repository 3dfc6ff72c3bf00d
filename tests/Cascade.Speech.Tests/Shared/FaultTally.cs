using System.Globalization;
using Microsoft.Extensions.AI;

namespace Cascade.Speech.Tests.Shared;

/// <summary>Runs jobs with and without faults on two real workers, and counts how each ended.</summary>
internal sealed class FaultTally
{
    private const int Speakers = 8;
    private static readonly Fault[] Kinds = [Fault.Segmentation, Fault.Throw, Fault.ClosePipe, Fault.Garbage, Fault.Hang, Fault.Leak, Fault.AnswerThenSegmentation];

    private int _right;
    private int _documented;
    private int _wrong;
    private int _twice;
    private int _faults;

    public int Faults => _faults;

    /// <summary>Jobs with the text of their own audio.</summary>
    public int Right => _right;

    /// <summary>Jobs with a fault that ended in the error that is documented for it.</summary>
    public int Documented => _documented;

    public int Wrong => _wrong;

    /// <summary>Jobs that gave more than one text.</summary>
    public int Twice => _twice;

    /// <summary>Jobs that had not ended at the end.</summary>
    public int Pending { get; private set; }

    public static async Task<FaultTally> RunAsync(int jobs, int seed)
    {
        FaultTally tally = new();
        await using SpeechWorkers workers = new(new()
        {
            Engine = new HostedRecognizer(typeof(FaultyClient).Assembly.Location, typeof(FaultyClient).FullName!),
            Count = 2,
            MaximumWait = Timeout.InfiniteTimeSpan,
            JobTimeout = TimeSpan.FromMilliseconds(1),
            JobTimeoutFactor = Utterances.TimeoutFactor,
            StartTimeout = TimeSpan.FromMinutes(1),
            MemoryLimit = 400_000_000,
            CancellationGrace = TimeSpan.FromMilliseconds(100),
        });
        Random random = new(seed);
        Fault[] plan = [.. Enumerable.Range(0, jobs).Select(_ => random.Next(20) == 0 ? Kinds[random.Next(Kinds.Length)] : Fault.None)];
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Speakers).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is int job && job < jobs)
            {
                await tally.RunAsync(workers, plan[job], (short)(job % short.MaxValue));
            }
        }));
        tally.Pending = workers.GetStats().Pending;
        return tally;
    }

    private async Task RunAsync(SpeechWorkers workers, Fault fault, short number)
    {
        Interlocked.Add(ref _faults, fault == Fault.None ? 0 : 1);
        int milliseconds = fault == Fault.Hang ? Utterances.ShortMilliseconds : Utterances.LongMilliseconds; // only a hang is to run out of time
        List<string> texts = [];
        SpeechWorkerFailure? failure = null;
        try
        {
            await foreach (SpeechToTextResponseUpdate update in workers.GetStreamingTextAsync(Utterances.Of(fault, number, milliseconds), Utterances.Options))
            {
                texts.Add(update.Text);
            }
        }
        catch (SpeechWorkerException e)
        {
            failure = e.Reason;
        }

        bool isRight = fault == Fault.None && failure is null && texts is [var text] && text == number.ToString(CultureInfo.InvariantCulture);
        bool isDocumented = fault != Fault.None && failure == Expected(fault);
        Interlocked.Increment(ref isRight ? ref _right : ref isDocumented ? ref _documented : ref _wrong);
        Interlocked.Add(ref _twice, texts.Count > 1 ? 1 : 0);
    }

    private static SpeechWorkerFailure Expected(Fault fault) => fault switch
    {
        Fault.Throw => SpeechWorkerFailure.EngineFailed,
        Fault.Hang => SpeechWorkerFailure.TimedOut,
        Fault.Leak => SpeechWorkerFailure.OutOfMemory,
        _ => SpeechWorkerFailure.Crashed,
    };
}
