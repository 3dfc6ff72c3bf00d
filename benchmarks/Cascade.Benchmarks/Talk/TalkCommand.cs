using System.Diagnostics;
using Cascade.Benchmarks.Load;
using Cascade.Benchmarks.Speech;
using Cascade.Speech.Tests.Shared;

namespace Cascade.Benchmarks.Talk;

/// <summary>Whole conversations with real parts in one process: flite speaks the users, pocketsphinx hears, a script answers, flite speaks the answers.</summary>
internal static class TalkCommand
{
    private const int Decoders = 2;
    private const double AllowedGrowth = 2_000_000; // bytes, of a level of about ten times as much
    private static readonly TimeSpan StepLength = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5); // from here on memory must keep its level

    public static async Task<int> RunAsync(TalkArguments arguments)
    {
        Report report = new("talk", new Arguments { Json = arguments.Json, Check = true });
        byte[][] speech = [.. Sentences.All.Select(text => Spoken.Pcm(Sentences.Voices[0], text))];
        SpeechWorkerOptions pool = (arguments.UsesGrammar ? SpeechPools.Grammar : SpeechPools.Fastest) with { Count = Decoders, MaximumWait = TimeSpan.FromSeconds(2), JobTimeout = TimeSpan.FromSeconds(2) };
        await using SpeechWorkers workers = new(pool);
        await workers.InitializeAsync();
        using CountingEars ears = new(workers);
        await using SystemTextToSpeechClient voice = new();
        using FaultyChatClient chat = new(new ScriptedChatClient("I heard {text}. Is there anything else?"), arguments.Faults, seed: 1);
        Histogram latency = new();
        Talker[] talkers = [.. Enumerable.Range(0, arguments.Conversations).Select(i => new Talker(
            new Conversation(chat, ears, voice, new ConversationOptions { MaximumHistoryMessages = 10 }), speech, new Random(i), latency, i == 0 ? arguments.Break : TalkBreak.None))];
        TimeSpan length = TimeSpan.FromSeconds(arguments.Seconds);
        long before = LiveMemory();
        TimeSpan cpuBefore = ProcessorTime(workers);
        long began = Stopwatch.GetTimestamp();
        long level = await DriveAsync(talkers, length);
        double elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double cpu = (ProcessorTime(workers) - cpuBefore).TotalSeconds / elapsed / Environment.ProcessorCount;
        double resident = (Environment.WorkingSet + workers.GetStats().Memory) / 1e6;
        long after = LiveMemory();
        int asked = talkers.Sum(talker => talker.Asked);
        int ended = talkers.Sum(talker => talker.Ended);
        report.Row(
            $"{arguments.Conversations} conversations, {(arguments.UsesGrammar ? "grammar" : "free speech")}, {arguments.Seconds} s",
            ("asked", asked), ("ended", ended), ("answered", talkers.Sum(talker => talker.Answered)), ("failed", talkers.Sum(talker => talker.Failed)), ("empty", talkers.Sum(talker => talker.Empty)), ("made to fail", chat.Faults));
        foreach (IGrouping<string, int> code in talkers.SelectMany(talker => talker.Faults).GroupBy(fault => fault.Key, fault => fault.Value))
        {
            report.Row($"fault {code.Key}", ("times", code.Sum()));
        }

        report.Row(
            "recognition",
            ("calls", ears.Calls), ("calls a turn", Ratio(ears.Calls, asked)), ("without a result", ears.Calls - ears.Ended), ("audio s a call", Ratio(ears.Audio.TotalSeconds, ears.Calls)),
            ("p50 ms", ears.Took.Milliseconds(0.5)), ("p95 ms", ears.Took.Milliseconds(0.95)));
        report.Row(
            "end of speech to first audio",
            ("p50 ms", latency.Milliseconds(0.5)), ("p95 ms", latency.Milliseconds(0.95)), ("p99 ms", latency.Milliseconds(0.99)));
        report.Row(
            "machine", ("CPU %", 100 * cpu), ("resident MB, workers too", resident), ("live MB at the beginning", before / 1e6), ($"live MB after {Level(length).TotalSeconds} s", level / 1e6), ("live MB at the end", after / 1e6));
        report.Limit("turns lost", talkers.Sum(talker => talker.Lost), 0, "turns");
        report.Limit("turns doubled", talkers.Sum(talker => talker.Doubled), 0, "turns");
        report.Limit("turns stuck", talkers.Count(talker => talker.IsStuck), 0, "turns");
        report.Limit("difference of turns asked and turns ended", Math.Abs(asked - ended), 0, "turns");
        report.Limit("end of speech to first audio p95", latency.Milliseconds(0.95), arguments.UsesGrammar ? 700 : 900, "ms");
        report.Limit("CPU of all cores", 100 * cpu, 60, "%");
        report.Limit("resident memory", resident, 500, "MB");
        if (length > 2 * Settled)
        {
            report.Limit($"growth of live memory since minute {Settled.TotalMinutes}", (after - level) / 1e6, AllowedGrowth / 1e6, "MB");
        }

        foreach (Talker talker in talkers)
        {
            await talker.DisposeAsync();
        }

        return report.ExitCode == 0 ? 0 : 1;
    }

    private static double Ratio(double value, double of) => of > 0 ? value / of : 0;

    // In short runs the level is that at half.
    private static TimeSpan Level(TimeSpan length) => length > 2 * Settled ? Settled : length / 2;

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

            if (memory == 0 && now > Level(length))
            {
                memory = LiveMemory();
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

    // After full collections: what can be collected is no part of the level.
    private static long LiveMemory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }

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
