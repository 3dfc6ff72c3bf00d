using System.Globalization;
using System.Text.RegularExpressions;

namespace Cascade.Benchmarks.Load;

/// <summary>The sample server, with room for the load.</summary>
internal sealed partial class ServerProcess : SampleProcess
{
    private ServerProcess(OwnedProcess owned, Uri address)
        : base(owned, address)
    {
    }

    public Uri Endpoint => new(Address, "/vad");

    public long ResidentBytes
    {
        get
        {
            Process.Refresh();
            return Process.WorkingSet64;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            Process.Refresh();
            return Process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it, with what the environment says besides, such as <c>Cascade__BatchInterval</c>.</summary>
    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    public static Task<ServerProcess> StartAsync(LoadArguments arguments) => StartAsync(arguments, port: 0, []);

    /// <summary>Starts it at a port, with settings besides.</summary>
    /// <exception cref="InvalidOperationException">It ended at once.</exception>
    public static async Task<ServerProcess> StartAsync(LoadArguments arguments, int port, IEnumerable<(string Name, string Value)> settings)
    {
        (OwnedProcess owned, Uri address) = await StartAsync("Server", port, Settings(arguments).Concat(settings), line => AddressIn().Match(line) is { Success: true } match ? new Uri(match.Value) : null);
        return new ServerProcess(owned, address);
    }

    protected override void Hear(string line) => Console.Error.WriteLine($"server: {line}");

    // All clients have one address, and connect within seconds. A session that waits to be resumed keeps its place, and one connection more may be open for a while.
    private static IEnumerable<(string Name, string Value)> Settings(LoadArguments arguments)
    {
        string connections = arguments.Connections.ToString(CultureInfo.InvariantCulture);
        yield return ("Cascade__MaxSessions", connections);
        yield return ("Cascade__MaxSessionsPerClient", connections);
        yield return ("Cascade__Processor__Engine", arguments.Engine.ToString());
        yield return ("Cascade__Batch", arguments.Batch.ToString());
        yield return (StartupHook.Leak, arguments.Leak.ToString(CultureInfo.InvariantCulture));
        yield return ("Logging__LogLevel__Default", "Warning"); // what it still says is worth reading
        yield return ("Server__ConnectionsPerMinute", int.MaxValue.ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9]\d*")]
    private static partial Regex AddressIn();
}
