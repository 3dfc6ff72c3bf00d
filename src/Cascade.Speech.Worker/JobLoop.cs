using System.Collections.Concurrent;
using System.Text;
using Cascade.Speech.Wire;

namespace Cascade.Speech.Worker;

/// <summary>Reads frames on the caller's thread, so that a worker that decodes still answers, and runs jobs on another.</summary>
internal sealed class JobLoop
{
    private readonly IWorkerEngine _engine;
    private readonly ProtocolOutput _output;
    private readonly BlockingCollection<(Frame Frame, CancellationTokenSource Cancellation)> _jobs = [];
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _cancellations = [];

    public JobLoop(IWorkerEngine engine, ProtocolOutput output)
    {
        _engine = engine;
        _output = output;
        new Thread(RunJobs) { IsBackground = true, Name = "jobs" }.Start();
    }

    /// <summary>Returns when the input has ended: the host has let this process go, or is gone itself.</summary>
    public void Run(Stream input)
    {
        while (FrameIO.Read(input, FrameIO.MaximumJob) is { } frame)
        {
            switch (frame.Kind)
            {
                case FrameKind.Job:
                    CancellationTokenSource cancellation = new();
                    _cancellations[frame.Job] = cancellation;
                    _jobs.Add((frame, cancellation));
                    break;
                case FrameKind.Cancel when _cancellations.TryGetValue(frame.Job, out CancellationTokenSource? running):
                    running.Cancel();
                    break;
                case FrameKind.Ping:
                    _output.Write(FrameKind.Pong, 0, []);
                    break;
            }
        }
    }

    private void RunJobs()
    {
        foreach ((Frame frame, CancellationTokenSource cancellation) in _jobs.GetConsumingEnumerable())
        {
            try
            {
                (JobHeader header, ReadOnlyMemory<byte> data) = JobPayload.Read(frame.Payload);
                _engine.Run(header, data, new JobOutput(_output, frame.Job), cancellation.Token);
                _output.Write(FrameKind.Done, frame.Job, []);
            }
            catch (Exception e)
            {
                _output.Write(FrameKind.Failed, frame.Job, Encoding.UTF8.GetBytes(Faults.Describe(e)));
            }
            finally
            {
                _cancellations.TryRemove(frame.Job, out _);
            }
        }
    }
}
