using System.Diagnostics;
using System.Reflection;

namespace Cascade.Talk.Tests.Support;

/// <summary>The sample server, as somebody starts it.</summary>
internal sealed class TalkProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // A busy machine is slow, and no test is about how slow.
    private static readonly string[] Patient =
        [.. new[] { "InputTimeout", "Timeouts:Recognition", "Timeouts:FirstToken", "Timeouts:FirstAudio", "Timeouts:NextAudio" }.SelectMany(name => new[] { $"--Cascade:Conversation:Conversation:{name}", "00:00:30" })];

    private static readonly SemaphoreSlim Starting = new(1); // one at a time: its workers have a minute to be ready

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TalkProcess(int port, string[] arguments)
    {
        string path = typeof(TalkProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Server").Value!;
        _process = Process.Start(new ProcessStartInfo("dotnet", [Path.GetFullPath(path, AppContext.BaseDirectory), "--urls", $"http://127.0.0.1:{port}", "--Talk:Workers", "1", .. Patient, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, e) => Read(e.Data);
        _process.ErrorDataReceived += (_, e) => Read(e.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>The lines that it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    public static async Task<TalkProcess> StartAsync(int port = 0, params string[] arguments)
    {
        await Starting.WaitAsync();
        try
        {
            TalkProcess server = new(port, arguments);
            server.Address = await server._address.Task.WaitAsync(Patience);
            return server;
        }
        finally
        {
            Starting.Release();
        }
    }

    /// <summary>Kills its recognisers, whatever they do.</summary>
    /// <returns>How many there were.</returns>
    public int KillRecognisers()
    {
        int[] found = [.. Directory.GetDirectories($"/proc/{_process.Id}/task").SelectMany(ChildrenOf).Where(IsRecogniser)];
        foreach (int id in found)
        {
            using Process kill = Process.Start("kill", ["-KILL", $"{id}"]);
            kill.WaitForExit();
        }

        return found.Length;
    }

    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    // A child belongs to the thread that started it.
    private static IEnumerable<int> ChildrenOf(string task) => ReadOf(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, System.Globalization.CultureInfo.InvariantCulture));

    private static bool IsRecogniser(int id) => ReadOf($"/proc/{id}/maps").Contains("libpocketsphinx", StringComparison.Ordinal);

    private static string ReadOf(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // ended meanwhile
        }
    }

    private void Read(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? "(end of output)");
        }

        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"The server ended:\n{Output}"));
        }
        else if (line.StartsWith("Open http", StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(line["Open ".Length..].Split(' ')[0]));
        }
    }
}
