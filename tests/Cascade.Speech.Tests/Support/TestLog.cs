using Microsoft.Extensions.Logging;

namespace Cascade.Speech.Tests.Support;

/// <summary>Logs into the output of the test that runs.</summary>
internal sealed class TestLog : ILoggerFactory, ILogger
{
    public static TestLog Factory { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information; // pocketsphinx writes a page for each utterance

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            TestContext.Out.WriteLine($"{DateTime.UtcNow:ss.fff} {logLevel} {formatter(state, exception)} {exception?.Message}");
        }
    }

    public void Dispose()
    {
    }
}
