using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cascade.Benchmarks.Archive;

/// <summary>
/// An archive of short files through a real nats-server: three workers beside one, and beside <c>detect</c> alone on the same files, in turns. All times are from the start of the process that
/// asks for the work to its end; workers are warm.
/// </summary>
internal static class ArchiveCommand
{
    private const int WarmFiles = 100;

    // Debian keeps it where only root's PATH leads.
    private static readonly string NatsServer = File.Exists("/usr/sbin/nats-server") ? "/usr/sbin/nats-server" : "nats-server";
    private static readonly TimeSpan StartWait = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(ArchiveArguments arguments)
    {
        Report report = new("archive", arguments.Output);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cascade-archive");
        try
        {
            string[] files = await WriteFilesAsync(folder, "file", arguments.Files, arguments.Seconds);
            string list = Path.Combine(folder.FullName, "list");
            await File.WriteAllLinesAsync(list, files);
            await File.WriteAllLinesAsync($"{list}.warm", await WriteFilesAsync(folder, "warm", WarmFiles, seconds: 1));
            int port = ListeningServer.FreePorts(1)[0];
            string url = $"nats://127.0.0.1:{port}";
            using (await ListeningServer.StartAsync(port, NatsServer, "-js", "-sd", Path.Combine(folder.FullName, "nats"), "-a", "127.0.0.1", "-p", $"{port}", "-l", Path.Combine(folder.FullName, "nats.log")))
            {
                List<double> plain = [];
                List<double> one = [];
                List<double> three = [];
                for (int round = 0; round < arguments.Rounds; round++)
                {
                    (TimeSpan elapsed, string[] expected) = await CommandLine.RunAsync(["detect", "--format", "json", "--engine", "managed", .. files]);
                    plain.Add(elapsed.TotalSeconds);
                    one.Add(await RunAsync(url, $"one{round}", workers: 1, list, folder.FullName, expected));
                    three.Add(await RunAsync(url, $"three{round}", workers: 3, list, folder.FullName, expected));
                }

                Write(report, arguments, plain, one, three);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return report.ExitCode;
    }

    private static async Task<string[]> WriteFilesAsync(DirectoryInfo folder, string name, int count, double seconds)
    {
        ReadOnlyMemory<byte> pcm = (await Recording.LoadAsync(new Arguments().Wav)).Bytes;
        int bytes = (int)(seconds * SampleClock.SampleRateHz) * sizeof(short);
        string[] paths = [.. Enumerable.Range(0, count).Select(number => Path.Combine(folder.FullName, $"{name}{number:D6}.wav"))];
        for (int i = 0; i < paths.Length; i++)
        {
            int start = (int)((long)i * 331 * sizeof(short) % (pcm.Length - bytes)) & ~1;
            await File.WriteAllBytesAsync(paths[i], WavFile.ToArray(pcm.Slice(start, bytes).Span, AudioFormat.Pcm16Mono16k));
        }

        return paths;
    }

    // A queue of its own: results that are there already would be found, and nothing measured.
    private static async Task<double> RunAsync(string url, string name, int workers, string list, string root, string[] expected)
    {
        string[] queue = ["--nats", url, "--name", name];
        Process[] processes = [.. Enumerable.Range(0, workers).Select(_ => CommandLine.Start(["archive", "work", .. queue, "--root", root, "--concurrency", "1"]))];
        try
        {
            await WaitForWorkersAsync(queue, workers);
            await CommandLine.RunAsync(["archive", "submit", "--from", $"{list}.warm", "--engine", "managed", "--wait", .. queue]);
            (TimeSpan elapsed, string[] lines) = await CommandLine.RunAsync(["archive", "submit", "--from", list, "--engine", "managed", "--wait", "--results", "-", .. queue]);
            Check(lines, expected);
            return elapsed.TotalSeconds;
        }
        finally
        {
            Array.ForEach(processes, CommandLine.End);
        }
    }

    private static async Task WaitForWorkersAsync(string[] queue, int workers)
    {
        long began = Stopwatch.GetTimestamp();
        while (JsonNode.Parse((await CommandLine.RunAsync(["archive", "status", "--format", "json", .. queue])).Lines[0])!["workers"]!.AsArray().Count < workers)
        {
            if (Stopwatch.GetElapsedTime(began) > StartWait)
            {
                throw new InvalidOperationException("The workers did not start.");
            }
        }
    }

    private static void Check(string[] lines, string[] expected)
    {
        string Of(string line, bool isArchive)
        {
            JsonNode document = JsonNode.Parse(line)!;
            return $"{document["file"]} {(isArchive ? document["result"] : document)!["segments"]!.ToJsonString()}";
        }

        if (!lines.Select(line => Of(line, isArchive: true)).Order(StringComparer.Ordinal).SequenceEqual(expected.Select(line => Of(line, isArchive: false)).Order(StringComparer.Ordinal)))
        {
            throw new InvalidOperationException("The archive's results are not those of detect, each once.");
        }
    }

    private static void Write(Report report, ArchiveArguments arguments, List<double> plain, List<double> one, List<double> three)
    {
        double audio = arguments.Files * arguments.Seconds;
        void Row(string name, List<double> seconds) => report.Row(
            name, ("seconds", Sample.Median(seconds)), ("files_a_second", arguments.Files / Sample.Median(seconds)), ("times_real_time", audio / Sample.Median(seconds)));
        Row("detect, one process", plain);
        Row("archive, one worker", one);
        Row("archive, three workers", three);
        report.Row("one worker to detect", ("ratio_of_times", Sample.Median([.. one.Zip(plain, (a, b) => a / b)])));
        report.Row("three workers to one", ("ratio_of_times", Sample.Median([.. three.Zip(one, (a, b) => a / b)])));
        report.Note($"Each of {arguments.Files} results was there once, and was that of detect, in all {arguments.Rounds} rounds.");
    }
}
