using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cascade.Tests.Diagnostics;

/// <summary>Keeps what is logged at any level.</summary>
internal sealed class CollectingLoggerFactory : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<Logged> _all = new();

    public ConcurrentQueue<string> Categories { get; } = new();

    public Logged[] All => [.. _all];

    public IEnumerable<Logged> AtLeast(LogLevel level) => All.Where(logged => logged.Level >= level);

    public IEnumerable<Logged> Of(int id) => All.Where(logged => logged.Id.Id == id);

    public ILogger CreateLogger(string categoryName)
    {
        Categories.Enqueue(categoryName);
        return this;
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _all.Enqueue(new Logged(logLevel, eventId, formatter(state, exception), exception));

    public void Dispose()
    {
    }
}
