namespace Documentation;

/// <summary>What the blocks of the documentation use without declaring it: what a host has at hand. <c>compile-docs.sh</c> puts each block into a method of a class derived from this.</summary>
internal abstract class DocumentationBlock
{
    protected OpenTelemetry.BaseExporter<OpenTelemetry.Metrics.Metric> exporter = null!;
    protected StreamProcessor processor = new();
    protected StreamProcessorOptions options = new();
    protected StreamBatch batch = new();
    protected BatchStream stream = null!;
    protected Stream source = Stream.Null;
    protected byte[] chunk = [];
    protected byte[] bytes = [];
    protected string path = "";
    protected CancellationToken stop = CancellationToken.None;
}
