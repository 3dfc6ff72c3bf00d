using System.Diagnostics;
using Cascade.Benchmarks.Cluster;

namespace Cascade.Benchmarks;

/// <summary>What a snapshot of a stream costs, and how large it is: without open speech, and with so many seconds of it.</summary>
internal static class SnapshotCommand
{
    private const int Repeats = 200;
    private const double SaveLimitUs = 20;
    private const int SizeLimitBytes = 2048;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("snapshot", arguments);
        Recording recording = await Recording.LoadAsync(arguments.Wav);
        report.Note($"Medians of {arguments.Rounds} rounds of {Repeats} calls, the engines in turn; 'restore' reads, checks and makes a processor whose engine is loaded later.");
        StreamProcessorOptions managed = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.Segments } };
        StreamProcessorOptions onnx = managed with { Engine = VadEngine.OnnxRuntime(shareSession: true) };
        Subject[] subjects =
        [
            await Subject.MakeAsync("managed, no speech, no audio, whole frames", managed with { Audio = ResultAudio.None }, Recording.Silence(4)),
            await Subject.MakeAsync("managed, no speech, no audio, three quarters of a frame", managed with { Audio = ResultAudio.None }, Recording.Silence(3)),
            await Subject.MakeAsync("managed, no speech, pre-roll of 30 ms, whole frames", managed, Recording.Silence(4)),
            await Subject.MakeAsync("ONNX Runtime, no speech, no audio, whole frames", onnx with { Audio = ResultAudio.None }, Recording.Silence(4)),
            await Subject.MakeAsync("managed, open speech, no audio", Open(managed) with { Audio = ResultAudio.None }, recording),
            await Subject.MakeAsync($"managed, {recording.Seconds:0} s of open speech with audio", Open(managed), recording),
        ];
        for (int round = 0; round < arguments.Rounds + 2; round++)
        {
            foreach (Subject subject in subjects)
            {
                subject.Run(Repeats, isCounted: round >= 2);
            }
        }

        foreach (Subject subject in subjects)
        {
            report.Row(subject.Name, ("bytes", subject.Bytes), ("save_us", Sample.Median(subject.Saves)), ("restore_us", Sample.Median(subject.Restores)));
        }

        SnapshotCost live = await SnapshotCost.MeasureAsync(recording);
        report.Row("managed, behind 100 ms of audio, as servers save", ("bytes", live.Bytes), ("save_us", live.SaveMicroseconds), ("restore_us", live.RestoreMicroseconds));
        report.Row("managed, once more at once", ("bytes", live.Bytes), ("save_us", live.SaveAgainMicroseconds), ("restore_us", live.RestoreAgainMicroseconds));
        report.Limit("save without open speech", Sample.Median(subjects[2].Saves), SaveLimitUs, "us");
        report.Limit("save behind 100 ms of audio", live.SaveMicroseconds, SaveLimitUs, "us");
        report.Limit("size without audio, whole frames", subjects[0].Bytes, SizeLimitBytes, "bytes");
        Array.ForEach(subjects, subject => subject.Dispose());
        return report.ExitCode;
    }

    // Speech that never ends.
    private static StreamProcessorOptions Open(StreamProcessorOptions options) =>
        options with { Speech = options.Speech with { MinimumSilence = TimeSpan.FromMinutes(10), MaximumSpeech = Timeout.InfiniteTimeSpan } };

    private sealed class Subject(string name, StreamProcessor processor, StreamProcessorOptions options) : IDisposable
    {
        public string Name => name;

        public int Bytes { get; } = processor.Save().Length;

        public List<double> Saves { get; } = [];

        public List<double> Restores { get; } = [];

        public static async Task<Subject> MakeAsync(string name, StreamProcessorOptions options, Recording recording)
        {
            StreamProcessor processor = new(options);
            await processor.ProcessChunkAsync(recording.Bytes);
            return new Subject(name, processor, options);
        }

        public void Run(int repeats, bool isCounted)
        {
            byte[] saved = [];
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeats; i++)
            {
                saved = processor.Save();
            }

            double save = Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats;
            start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeats; i++)
            {
                StreamSnapshot.Read(saved).Restore(options).Dispose();
            }

            if (isCounted)
            {
                Saves.Add(save);
                Restores.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats);
            }
        }

        public void Dispose() => processor.Dispose();
    }
}
