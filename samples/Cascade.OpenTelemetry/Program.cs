using Cascade;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

// Streams a file through a processor and prints its metrics: once while the processor lives, once at the end. A collector gets the metrics too when the environment names one.
if (args.Length == 0 || args[0] is "-h" or "--help")
{
    Console.WriteLine("""
        Streams an audio file through Cascade and prints the metrics that OpenTelemetry collects of it.
        Sends the metrics to a collector as well when OTEL_EXPORTER_OTLP_ENDPOINT names one.

          dotnet run -c Release --project samples/Cascade.OpenTelemetry -- FILE [managed]
        """);
    return args.Length == 0 ? 2 : 0;
}

MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder().AddMeter("Cascade").ConfigureResource(resource => resource.AddService("cascade-sample")).AddConsoleExporter();
if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 })
{
    builder.AddOtlpExporter();
}

using MeterProvider metrics = builder.Build();
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
