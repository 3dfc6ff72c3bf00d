using Microsoft.Extensions.Logging;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>Shows the faults of the server beside the test that meets them.</summary>
internal sealed class ProgressLog : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Console.Error.WriteLine($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
