using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Cascade.Benchmarks.Load;

/// <summary>
/// One speaker: replays the track at the pace of real time from an offset of its own, over connections that it loses now and then, and notes what it is told.
/// </summary>
internal sealed partial class LoadClient
{
    private readonly LoadContext _context;
    private readonly FaultPlan _faults;
    private readonly long _offsetSamples;
    private readonly object _gate = new();

    // The connection that counts. One that was dropped may go on for a while, unheard.
    private volatile Connection? _connection;
    private TaskCompletionSource _dropped = new();
    private string _session = "";
    private string? _error;

    public LoadClient(LoadContext context, int index)
    {
        LoadArguments arguments = context.Arguments;
        _context = context;
        _faults = new FaultPlan(arguments, index);
        _offsetSamples = context.Track.Samples * index / arguments.Connections;
        _buffer = new byte[arguments.ChunkSamples * sizeof(short)];
        _chunkTicks = Stopwatch.Frequency * arguments.ChunkMilliseconds / 1000;
        _sends = new SendLog((int)((context.Window.End - Stopwatch.GetTimestamp()) / _chunkTicks) + 1);
        Options = ClientOptions.Of(index, arguments.Engine);
    }

    public StreamProcessorOptions Options { get; }

    /// <summary>Why the session did not go on to its end; <see langword="null"/> if it did.</summary>
    public string? Failure { get; private set; } = "It did not end in time.";

    /// <summary>The audio that was sent, all of it.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Audio => _context.Track.Chunks(_offsetSamples, _sent);

    /// <summary>How long it is.</summary>
    public double Seconds => (double)_sent / SampleClock.SampleRateHz;

    /// <summary>Lives to the end of the window, and until the server has told the rest.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (await ConnectAsync(cancellationToken) is not { } connection)
                {
                    continue;
                }

                string hello = _session.Length == 0 ? StartMessage : ResumeMessage;
                _dropped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _connection = connection;
                Task<string> receiving = ReceiveAsync(connection);
                if (!await TrySendAsync(connection, hello))
                {
                    continue;
                }

                await Task.WhenAny(receiving, _dropped.Task).WaitAsync(cancellationToken);
                if (!_dropped.Task.IsCompleted)
                {
                    string end = await receiving;
                    if (TryComeBack())
                    {
                        await LeaveAsync(cancellationToken);
                        continue;
                    }

                    Failure = _isClosed ? null : _error ?? end;
                    return;
                }

                await Task.Delay(_faults.NextLength(), cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            Failure = _error ?? e.Message;
        }
        finally
        {
            _connection = null;
        }
    }

    private string StartMessage =>
        $$"""{"type":"start","options":{{ClientOptions.ToJson(Options.Speech)}},"probabilityRate":{{_context.Arguments.ProbabilityRate}},"segmentAudio":"{{(_context.Arguments.SegmentAudio ? "binary" : "none")}}","resumable":true}""";

    // What is on the way counts as lost, so the client says what it knows.
    private string ResumeMessage
    {
        get
        {
            lock (_gate)
            {
                return $$"""{"type":"resume","session":"{{_session}}","acknowledged":{{_received}},"event":{{_lastEvent}}}""";
            }
        }
    }

    private async ValueTask SendTextAsync(Connection connection, string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        await connection.SendAsync(bytes, WebSocketMessageType.Text);
        _context.Traffic.Up(bytes.Length);
    }
}
