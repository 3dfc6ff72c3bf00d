using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Threading.Channels;

namespace Cascade.Benchmarks.Load;

/// <summary>A server among the samples as a process of its own, which collects when it is told to. Disposing kills it.</summary>
internal abstract class SampleProcess : IDisposable
{
    /// <summary>Completions of sockets run on the thread that waits for them. Set for the generator, not for the server.</summary>
    public const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private readonly OwnedProcess _owned;
    private readonly Channel<long> _live = Channel.CreateUnbounded<long>();

    protected SampleProcess(OwnedProcess owned, Uri address)
    {
        (_owned, Address) = (owned, address);
        _ = ReadAsync();
    }

    public Uri Address { get; }

    protected Process Process => _owned.Value;

    /// <summary>Returns the bytes of managed memory that live after a full collection. Afterwards the resident memory is what the process cannot do without.</summary>
    /// <exception cref="ChannelClosedException">The server has ended.</exception>
    public async Task<long> CollectAsync(CancellationToken cancellationToken)
    {
        await Process.StandardInput.WriteLineAsync(StartupHook.Collect);
        await Process.StandardInput.FlushAsync(cancellationToken);
        return await _live.Reader.ReadAsync(cancellationToken);
    }

    /// <inheritdoc cref="OwnedProcess.EndAsync"/>
    public Task EndAsync() => _owned.EndAsync();

    public void Dispose() => _owned.Dispose();

    /// <summary>Is called with what the server says when it listens.</summary>
    protected virtual void Hear(string line)
    {
    }

    /// <summary>Starts a sample, with what the environment says besides.</summary>
    /// <param name="sample">Its name among the assembly's metadata.</param>
    /// <param name="port">The port; 0 for any.</param>
    /// <param name="settings">Variables of its environment.</param>
    /// <param name="find">Finds the address in the line that tells it.</param>
    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    protected static async Task<(OwnedProcess Owned, Uri Address)> StartAsync(string sample, int port, IEnumerable<(string Name, string Value)> settings, Func<string, Uri?> find)
    {
        string assembly = typeof(SampleProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == sample).Value!;
        string path = Path.GetFullPath(assembly.Replace('\\', Path.DirectorySeparatorChar), AppContext.BaseDirectory);
        ProcessStartInfo start = new("dotnet", [path, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment.Remove(InlineCompletions);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        foreach ((string name, string value) in settings)
        {
            start.Environment[name] = value;
        }

        OwnedProcess owned = new(start);
        List<string> said = [];
        while (await owned.Value.StandardOutput.ReadLineAsync() is { } line)
        {
            if (find(line) is { } address)
            {
                return (owned, address);
            }

            said.Add(line);
        }

        owned.Dispose();
        throw new InvalidOperationException($"The server '{path}' ended before it listened: {string.Join(' ', said)}");
    }

    private async Task ReadAsync()
    {
        while (await Process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(StartupHook.Live, StringComparison.Ordinal))
            {
                _live.Writer.TryWrite(long.Parse(line.AsSpan(StartupHook.Live.Length), CultureInfo.InvariantCulture));
            }
            else
            {
                Hear(line);
            }
        }

        _live.Writer.Complete();
    }
}
