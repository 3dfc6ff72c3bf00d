namespace Cascade;

/// <summary>Gets or sets how the processors of an application work. <c>AddCascade</c> binds these options from configuration and checks them when the host starts.</summary>
public class CascadeOptions
{
    /// <summary>
    /// Gets or sets how each stream is processed. Default: silero's values on <see cref="VadEngine.Managed"/>. In configuration, <c>Engine</c> is Managed, OnnxRuntime or OnnxRuntimeShared. The
    /// streams log to the application's log and use the registered <see cref="TimeProvider"/>, unless these options name others.
    /// </summary>
    public StreamProcessorOptions Processor { get; set; } = new() { Engine = VadEngine.Managed() };

    /// <summary>
    /// Gets or sets whether all streams run through one <see cref="StreamBatch"/>, which computes for many streams at less than half the cost, a tick later. Default
    /// <see langword="false"/>. <see langword="true"/> needs <see cref="VadEngine.Managed"/> and a host that starts hosted services.
    /// </summary>
    public bool Batch { get; set; }

    /// <summary>Gets or sets the time from one tick of the batch to the next. Default 20 ms; 1 ms to 1 s. Used with <see cref="Batch"/>.</summary>
    public TimeSpan BatchInterval { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets or sets how many threads a tick of the batch may use. Default 1; 1 to 1,024. Used with <see cref="Batch"/>.</summary>
    public int BatchThreads { get; set; } = 1;
}
