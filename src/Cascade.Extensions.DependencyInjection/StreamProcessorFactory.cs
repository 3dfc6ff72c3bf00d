using Cascade.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cascade;

/// <summary>
/// Creates processors that share one engine, with the options of the application. <c>AddCascade</c> registers the factory as a singleton. Thread-safe.
/// </summary>
public sealed class StreamProcessorFactory
{
    internal StreamProcessorFactory(IOptions<CascadeOptions> options, BatchTicker ticker) =>
        Options = options.Value.Batch ? options.Value.Processor with { Engine = ticker.Batch } : options.Value.Processor;

    /// <summary>Gets the options of the application, with its engine, log and clock.</summary>
    public StreamProcessorOptions Options { get; }

    /// <summary>Creates a processor, which belongs to the caller. Dispose the processor at the end of its stream.</summary>
    /// <param name="configure">Returns the options of this stream, best made from the given ones by <c>with</c>; the application's if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="ObjectDisposedException">The application has stopped, and with it the batch.</exception>
    public StreamProcessor Create(Func<StreamProcessorOptions, StreamProcessorOptions>? configure = null) => new(configure is null ? Options : configure(Options));
}
