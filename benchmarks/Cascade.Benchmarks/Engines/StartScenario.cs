namespace Cascade.Benchmarks.Engines;

/// <summary>From the start of a process to its first probability.</summary>
internal static class StartScenario
{
    public const string Name = "start";

    private const int Processes = 9;

    public static async Task<Measurement[]> MeasureAsync()
    {
        List<double> onnx = [];
        List<double> managed = [];
        for (int i = 0; i < Processes; i++)
        {
            onnx.Add((await Child.MeasureAsync(StartupProbe.Name, ProcessorKind.Own)).Elapsed.TotalMicroseconds);
            managed.Add((await Child.MeasureAsync(StartupProbe.Name, ProcessorKind.Managed)).Elapsed.TotalMicroseconds);
        }

        double ofOnnx = Sample.Median(onnx);
        double ofManaged = Sample.Median(managed);
        return [new Measurement(Name, OnnxScenarios.Name, ofOnnx, 1), new Measurement(Name, ManagedScenarios.BestName, ofManaged, ofOnnx / ofManaged)];
    }
}
