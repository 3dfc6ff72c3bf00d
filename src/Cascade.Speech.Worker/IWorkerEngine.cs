using Cascade.Speech.Wire;

namespace Cascade.Speech.Worker;

/// <summary>A recognizer or a voice. Runs one job at a time.</summary>
internal interface IWorkerEngine
{
    /// <summary>Runs a job to its end.</summary>
    /// <param name="header">The parts of the job beside its data.</param>
    /// <param name="data">Audio (16 kHz mono PCM16) or text (UTF-8).</param>
    /// <param name="output">Takes the results as they come.</param>
    /// <param name="cancellationToken">The result is no longer wanted.</param>
    void Run(JobHeader header, ReadOnlyMemory<byte> data, JobOutput output, CancellationToken cancellationToken);
}
