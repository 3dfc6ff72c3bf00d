using Cascade.Cli.Detection;

namespace Cascade.Cli.Output;

/// <summary>Writes what was found to standard output, file by file.</summary>
internal interface IReport
{
    void Write(DetectionResult result);
}
