using Cascade.Cli.Commands;

namespace Cascade.Cli.Bench;

/// <summary>All measurements of the command.</summary>
internal sealed class BenchRun(int streams, int threads)
{
    private readonly byte[] _audio = BenchSignal.Create();
    private volatile string _stage = "";

    /// <summary>What is being measured.</summary>
    public string Stage => _stage;

    /// <summary>On one thread, and on all if that is more than one.</summary>
    public async Task<IReadOnlyList<LoadFigure>> MeasureAsync(EngineKind engine, CancellationToken cancellationToken)
    {
        List<LoadFigure> figures = [];
        foreach (int count in threads > 1 ? [1, threads] : (int[])[1])
        {
            _stage = $"{Name(engine)}, {count} {(count == 1 ? "thread" : "threads")}";
            await using ILoad load = engine == EngineKind.Managed ? new ManagedLoad(_audio, streams, count) : new OnnxLoad(_audio, count);
            double microseconds = await LoadMeter.MeasureAsync(load, cancellationToken);
            if (load.Results == 0)
            {
                throw new InvalidOperationException("The live streams gave no result, so that their figure means nothing.");
            }

            figures.Add(new LoadFigure(engine, count, microseconds));
        }

        return figures;
    }

    /// <summary>As many streams as the figure recommends, in real time.</summary>
    public async Task<RealTimeTrial> TryAsync(LoadFigure figure, CancellationToken cancellationToken)
    {
        _stage = "real time";
        await using ManagedLoad load = new(_audio, Math.Max(1, figure.StreamsWithRoom), figure.Threads);
        return await RealTimeTrial.RunAsync(load, cancellationToken);
    }

    public static string Name(EngineKind engine) => engine == EngineKind.Managed ? "managed" : "onnx";
}
