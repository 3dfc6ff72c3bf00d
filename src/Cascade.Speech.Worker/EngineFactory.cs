using Cascade.Speech.Wire;
using Cascade.Speech.Worker.Flite;
using Cascade.Speech.Worker.PocketSphinx;

namespace Cascade.Speech.Worker;

/// <summary>Makes the engine of a setup.</summary>
internal static class EngineFactory
{
    public static IWorkerEngine Create(WorkerSetup setup) =>
        setup.PocketSphinx is { } sphinx ? new PocketSphinxEngine(sphinx)
        : setup.Client is { } client ? new ClientEngine(client)
        : setup.Flite is { } flite ? new FliteEngine(flite)
        : throw new InvalidDataException("The setup names no engine.");
}
