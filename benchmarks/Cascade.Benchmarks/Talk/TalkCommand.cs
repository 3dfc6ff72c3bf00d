using System.Diagnostics;
using Cascade.Benchmarks.Load;
using Cascade.Benchmarks.Speech;
using Cascade.Speech.Tests.Shared;

namespace Cascade.Benchmarks.Talk;

/// <summary>Whole conversations with real parts in one process: flite speaks the users, pocketsphinx hears, a script answers, flite speaks the answers.</summary>
internal static class TalkCommand
{
    private const int Decoders = 2;
    private static readonly TimeSpan StepLength = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(45);

    public static async Task<int> RunAsync(TalkArguments arguments)
    {
        Report report = new("talk", new Arguments { Json = arguments.Json });
        byte[][] speech = [.. Sentences.All.Select(text => Spoken.Pcm(Sentences.Voices[0], text))];
        SpeechWorkerOptions pool = (arguments.UsesGrammar ? SpeechPools.Grammar : SpeechPools.Fastest) with { Count = Decoders, MaximumWait = TimeSpan.FromSeconds(2), JobTimeout = TimeSpan.FromSeconds(2) };
        await using SpeechWorkers ears = new(pool);
        await ears.InitializeAsync();
        await using SystemTextToSpeechClient voice = new();
        using FaultyChatClient chat = new(new ScriptedChatClient("I heard {text}. Is there anything else?"), arguments.Faults, seed: 1);
        Histogram latency = new();
        Talker[] talkers = [.. Enumerable.Range(0, arguments.Conversations).Select(i => new Talker(
            new Conversation(chat, ears, voice, new ConversationOptions { MaximumHistoryMessages = 10 }), speech, new Random(i), latency))];
        long before = MemoryAfter(TimeSpan.Zero);
        TimeSpan cpuBefore = ProcessorTime(ears);
        long began = Stopwatch.GetTimestamp();
        long half = await DriveAsync(talkers, TimeSpan.FromSeconds(arguments.Seconds));
        double elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double cpu = (ProcessorTime(ears) - cpuBefore).TotalSeconds / elapsed / Environment.ProcessorCount;
        double resident = (Environment.WorkingSet + ears.GetStats().Memory) / 1e6;
        long after = MemoryAfter(TimeSpan.Zero);
        int stuck = talkers.Count(talker => talker.IsWaiting);
        int lost = talkers.Sum(talker => talker.Lost);
        int doubled = talkers.Sum(talker => talker.Doubled);
        report.Row(
            $"{arguments.Conversations} conversations, {(arguments.UsesGrammar ? "grammar" : "free speech")}, {arguments.Seconds} s",
            ("asked", talkers.Sum(talker => talker.Asked)), ("ended", talkers.Sum(talker => talker.Ended)), ("answered", talkers.Sum(talker => talker.Answered)),
            ("failed or empty", talkers.Sum(talker => talker.Failed)), ("made to fail", chat.Faults), ("lost", lost), ("doubled", doubled), ("stuck", stuck));
        report.Row(
            "end of speech to first audio",
            ("p50 ms", latency.Milliseconds(0.5)), ("p95 ms", latency.Milliseconds(0.95)), ("p99 ms", latency.Milliseconds(0.99)));
        report.Row(
            "machine", ("CPU %", 100 * cpu), ("resident MB, workers too", resident), ("live MB at the beginning", before / 1e6), ("live MB at half", half / 1e6), ("live MB at the end", after / 1e6));
        report.Limit("end of speech to first audio p95", latency.Milliseconds(0.95), arguments.UsesGrammar ? 700 : 900, "ms");
        report.Limit("CPU of all cores", 100 * cpu, 60, "%");
        report.Limit("resident memory", resident, 500, "MB");
        foreach (Talker talker in talkers)
        {
            await talker.DisposeAsync();
        }

        return lost + doubled + stuck > 0 ? 1 : report.ExitCode;
    }

    // 20 ms for everybody, then the next 20 ms when they are due.
    private static async Task<long> DriveAsync(Talker[] talkers, TimeSpan length)
    {
        long began = Stopwatch.GetTimestamp();
        long memory = 0;
        for (long step = 1; ; step++)
        {
            TimeSpan now = Stopwatch.GetElapsedTime(began);
            bool mayBegin = now < length;
            foreach (Talker talker in talkers)
            {
                talker.Step(mayBegin);
            }

            if (memory == 0 && now > length / 2)
            {
                memory = MemoryAfter(length);
            }

            if (!mayBegin && (now > length + LastAnswers || talkers.All(talker => !talker.IsWaiting)))
            {
                return memory;
            }

            TimeSpan wait = (step * StepLength) - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }
        }
    }

    // In short runs a forced collection would be in the figures.
    private static long MemoryAfter(TimeSpan length) => GC.GetTotalMemory(forceFullCollection: length == TimeSpan.Zero || length > TimeSpan.FromMinutes(5));

    private static TimeSpan ProcessorTime(SpeechWorkers workers)
    {
        TimeSpan sum = Process.GetCurrentProcess().TotalProcessorTime;
        foreach (int id in workers.Pool.ProcessIds)
        {
            using Process process = Process.GetProcessById(id);
            sum += process.TotalProcessorTime;
        }

        return sum;
    }
}
