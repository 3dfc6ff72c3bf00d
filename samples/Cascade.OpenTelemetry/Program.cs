using Cascade;
using Cascade.OpenTelemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;

// Streams a file through a processor and prints what OpenTelemetry would send to a dashboard: once while the processor lives, once at the end.
if (args.Length == 0 || args[0] is "-h" or "--help")
{
    Console.WriteLine("""
        Streams an audio file through Cascade and prints the metrics that OpenTelemetry collects of it.

          dotnet run -c Release --project samples/Cascade.OpenTelemetry -- FILE [managed]
        """);
    return args.Length == 0 ? 2 : 0;
}

using ConsoleMetricExporter exporter = new(Console.Out);
using PeriodicExportingMetricReader reader = new(exporter, exportIntervalMilliseconds: 10_000);
using MeterProvider metrics = Sdk.CreateMeterProviderBuilder().AddMeter("Cascade").AddReader(reader).Build();
try
{
    await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed() });
    int segments = 0;
    await foreach (CascadeResult result in processor.ProcessFileAsync(args[0]))
    {
        segments += result is SpeechSegment ? 1 : 0;
    }

    Console.WriteLine($"{segments} segments");
    metrics.ForceFlush();
    Console.WriteLine(processor.GetReport());
    return 0;
}
catch (Exception e) when (e is CascadeException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
