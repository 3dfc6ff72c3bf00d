using Cascade.Benchmarks.Archive;
using Cascade.Benchmarks.Audio;
using Cascade.Benchmarks.Avatar;
using Cascade.Benchmarks.Cluster;
using Cascade.Benchmarks.Compare;
using Cascade.Benchmarks.Diagnostics;
using Cascade.Benchmarks.Engines;
using Cascade.Benchmarks.Guard;
using Cascade.Benchmarks.Load;
using Cascade.Benchmarks.Load.Nodes;
using Cascade.Benchmarks.Load.Talk;
using Cascade.Benchmarks.Soak;
using Cascade.Benchmarks.Talk;
using Cascade.Benchmarks.Speech;
using Cascade.Benchmarks.Visemes;

namespace Cascade.Benchmarks;

/// <summary>The commands, and what they say of themselves.</summary>
internal static class Commands
{
    private const string HelpText = """
        Measures Cascade on this machine. Build it with -c Release.

          bdn [ARGS]    BenchmarkDotNet: a bare run, 512-sample and 1-second chunks; time and allocation. ARGS are its own; the default is --filter *
          chunks        time per frame in chunks as a ratio to a bare run over the same frames (pin it to one core), and bytes allocated per silent chunk
          metrics       what measuring costs on the managed engine, with nobody listening, a listener, and OpenTelemetry (pin it to one core)
          memory        resident and managed memory per additional processor
          snapshot      bytes of a stream's snapshot, and microseconds to save and restore it
          engines       the managed engine beside ONNX Runtime: one stream, batches, live streams, a whole recording, start, memory, allocation
          threads       ticks of a StreamBatch on one thread and on more; not to be pinned
          drift         whether the engines' probabilities stay together over long audio
          endurance     whether a network's state wears out over long audio
          startup       creation of the first and of every other processor, and process start to first probability
          audio [RATE]  conversion of 32 ms of audio from each rate and encoding, next to libsamplerate's best sinc and sox's rate -h; RATE in Hz picks one
          codecs        MP3, Vorbis and Opus by Cascade.Codecs: times real time, and the difference from ffmpeg in dB
          formats       segments of a recording that sox and ffmpeg have converted to every format, as a Markdown table
          soak          many streams created, fed, canceled, reset and disposed at random, with faults; memory, handles, threads once a minute, and a verdict
          fuzz          random sequences of calls, options and formats against a model of the contract
          guard         whether any stage has become slower than benchmarks/baseline.json says, as ratios to reference kernels: half a minute, exit code 1 if so
          load          the sample server with many speakers on bad networks: what is lost or repeated, how soon results come, and what it costs
          talk          spoken conversations with real parts: flite speaks, pocketsphinx hears, a script answers, flite speaks
          speech        recognition in worker processes: words wrong and real-time factor (speech words), end of speech to text with 1, 10 and 50 speakers (speech load)
          avatar        a lip network of Wav2Lip's size with random weights: ms a frame, and a live video (pin it to one core)
          visemes       shapes of the mouth found in audio beside those of the voice's phonemes; --write FILE writes what the detector knows
          archive       an archive of short files: three workers beside one, and beside detect alone; needs nats-server
          cluster-costs what the simulation needs to know: a stream's frames on the server, snapshots, Redis; needs redis-server
          cluster-sim   10, 100 and 1,000 nodes with measured costs and with failures: load, hand-overs, latency
          page          runs the short commands and writes their figures into docs/benchmarks.md, in less than ten minutes on an idle machine
          segments      VARIANT FOLDER: Cascade's part of eng/comparison/compare.sh, which writes docs/comparison.md
          gain          FOLDER: quiet speech with automatic gain and without, on the mixtures that compare.sh made

        Arguments that begin with a dash and no command go to bdn.

          --wav FILE    all but audio, fuzz, soak and load: 16 kHz mono PCM16, at least a second; default: a recording of the tests, 24 s of conversation
          --rounds N    chunks, metrics: how often each contender takes its turn, metrics in units of 5; default 20
          --minutes N   drift, endurance: how much audio, default 60 (endurance stops at minutes 0, 60, 360, 1440); fuzz, soak: how long, default 1; fuzz: 0 tries one case
          --seed S      fuzz, soak: the first seed; default another one each time
          --json        all but bdn, formats, fuzz and soak: one JSON object a line
          --check       all but bdn, formats, fuzz and soak: exit with 3 when a figure misses its limit
          --help        this text

        soak has arguments of its own:

          --streams N        how many at a time; default 200
          --engine E         onnx, managed or both; default both
          --faults P         in how many percent of all steps something is made to go wrong; default 1

        guard has arguments of its own:

          --write            what is measured becomes the baseline
          --baseline FILE    another one than the repository's
          --short            one short pass, which fails nothing
          --slow STAGE:PCT   slow a stage by so many percent on purpose, to see that it is noticed
          --prove            five times unchanged, then each stage slowed by 20 %: whether the first pass and the others are found; twelve minutes
          --without-avx512   as on a machine that has none

        talk holds whole conversations in real time, in one process with two recognition workers; exit code 1 when a turn is lost, doubled or stuck, or a limit is missed:

          --conversations N  how many at a time; default 50
          --seconds N        how long, or --minutes N; default 60 s
          --grammar          a grammar in place of the full vocabulary
          --faults P         so many percent of the chat client's calls throw, hang or give nothing
          --break FAULT      lost, doubled or stuck: makes that fault on purpose; the exit code must be 1

        speech has parts, which can be run alone, and arguments of their own:

          speech words         words wrong, real-time factor, memory, and how well words lie on the clock
          speech load          --seconds N each, default 30: 1, 10 and 50 people who speak 40 % of the time, on two workers
          speech faults        --jobs N, default 10,000: 5 % of them crash, hang, leak or close a pipe in a real worker; whether each ends once
          speech pipe          audio through the pipe to a worker beside audio in a file that it maps

        archive puts files through a real nats-server, in turns with detect, and compares the results.

          --files N          default 1,000
          --seconds X        the length of each, 0.1 to 20; default 10
          --rounds N         default 3

        cluster-costs and cluster-sim

          --costs FILE       where the costs are written to, or read from; cluster-sim measures them without it
          --nodes N          cluster-sim: one size only
          --fill X           cluster-sim: the part of a node's processor that streams take, 0.1 to 0.9; default 0.5
          --mtbf-hours X     cluster-sim: a node dies so often; default 24
          --snapshot-s X     cluster-sim: a stream is saved at each event, and after so many seconds without; default 2
          --seed S           cluster-sim: default 1

        load connects WebSocket clients to samples/Cascade.Server, a process of its own, and compares what each is told with what a processor of its own finds in the same bytes.

          --connections N      how many speakers; default 100
          --seconds N          how long all of them are connected; default 30
          --engine E           managed (default) or onnx
          --batch              the server takes all sessions through one StreamBatch
          --chunk-ms N         audio in a message, 20 to 1,000; default 100
          --jitter-ms N        by how much a message may be late; default 20
          --stalls R           per minute and client, for 0.1 to 2 s: neither sends nor reads; default 0.5
          --drops R            per minute and client: loses its connection, by a reset or half open, and resumes after 0.1 to 2 s; default 0.2
          --segment-audio      segments are sent with their audio, which is compared too
          --ramp N             connections that are opened per second; default 100
          --leak BYTES         the server keeps so many bytes a second for ever, to see the growth found; default 0
          --lose N             throws one of N received events away, to see the comparison fail; default 0: none
          --seed S             of jitter, stalls and drops; default 1

        load --nodes N [--kill] starts N servers, redis-server and HAProxy, each a process of its own. With --kill each server is killed with SIGKILL once and one is drained, and Redis is stopped and loses all, while the clients talk.

        load --talk connects clients of the Realtime protocol to samples/Cascade.Talk, a process of its own: flite speaks, the server's pocketsphinx hears, its script and flite answer.

          --connections N      how many conversations; default 50
          --seconds N          how long they ask; default 60
          --opus               audio goes both ways as Opus; the limit of a connection is then 100 kbit/s
          --grammar            the recogniser knows the sentences of the load and no others, as in a telephone menu
          --faults P           percent of the turns in which the connection is cut, the client stops reading for 3 s or a worker is killed; default 0
          --seed S             of what is said when; default 1
          --nodes N [--kill]   N servers as above, with Redis and HAProxy: whether anything is said twice, and whether the history is whole at the end

        Settings of the server are taken from the environment, such as Cascade__BatchInterval=00:00:00.050.

        Exit code: 0 measured, 1 failed to run, (fuzz, soak) not passed or (load) something was lost, repeated or wrong, 2 bad usage, 3 a limit missed (with --check).
        """;

    /// <summary>Runs a command, and gives its exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        string command = args.Length == 0 || args[0] is ['-', ..] ? "bdn" : args[0];
        string[] rest = args.Length > 0 && args[0] == command ? args[1..] : args;
        if (args.Contains("--help") || args.Contains("-h") || command == "help")
        {
            Console.WriteLine(HelpText);
            return 0;
        }

        return command switch
        {
            "bdn" => BdnCommand.Run(rest),
            "chunks" => await ChunksCommand.RunAsync(Arguments.Parse(rest)),
            "metrics" => await MetricsCommand.RunAsync(Arguments.Parse(rest)),
            "snapshot" => await SnapshotCommand.RunAsync(Arguments.Parse(rest)),
            "memory" => await MemoryCommand.RunAsync(Arguments.Parse(rest)),
            "engines" => await EnginesCommand.RunAsync(Arguments.Parse(rest)),
            "threads" => await ThreadsCommand.RunAsync(Arguments.Parse(rest)),
            "drift" => await DriftCommand.RunAsync(Arguments.Parse(rest)),
            "endurance" => await EnduranceCommand.RunAsync(Arguments.Parse(rest)),
            "startup" => await StartupCommand.RunAsync(Arguments.Parse(rest)),
            "guard" => await GuardCommand.RunAsync(rest),
            "audio" => AudioBenchmark.Run(rest),
            "codecs" => await CodecsCommand.RunAsync(Arguments.Parse(rest)),
            "formats" => await FormatsCommand.RunAsync(rest),
            "soak" => await SoakCommand.RunAsync(rest),
            "fuzz" => await CallsFuzz.RunAsync(rest),
            "talk" => await TalkCommand.RunAsync(TalkArguments.Parse(rest)),
            "speech" => await SpeechCommand.RunAsync(rest),
            "avatar" => await AvatarCommand.RunAsync(Arguments.Parse(rest)),
            "visemes" => await VisemesCommand.RunAsync(rest),
            "segments" => await SegmentsCommand.RunAsync(rest),
            "gain" => await GainCommand.RunAsync(rest),
            "archive" => await ArchiveCommand.RunAsync(ArchiveArguments.Parse(rest)),
            "cluster-costs" => await CostsCommand.RunAsync(ClusterArguments.Parse(rest)),
            "cluster-sim" => await ClusterSimCommand.RunAsync(ClusterArguments.Parse(rest)),
            "page" => await PageCommand.RunAsync(rest),
            "load" when rest.Contains(TalkLoadArguments.Switch) => await (TalkLoadArguments.Parse(rest) is { Nodes: > 0 } talk ? TalkNodesCommand.RunAsync(talk) : TalkLoadCommand.RunAsync(TalkLoadArguments.Parse(rest))),
            "load" when LoadArguments.Parse(rest) is { Nodes: > 0 } nodes => await NodesCommand.RunAsync(nodes),
            "load" => await LoadCommand.RunAsync(LoadArguments.Parse(rest)),
            _ => throw new ArgumentException($"There is no command '{command}'."),
        };
    }
}
