using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cascade.Hosting.Tests;

/// <summary>Keeps what an application logs.</summary>
internal sealed class TestLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, LogLevel Level, string Text)> _entries = new();

    public IReadOnlyCollection<(string Category, LogLevel Level, string Text)> Entries => _entries;

    /// <summary>What it warns of, or worse. That Kestrel's clock is late says only that the machine is busy.</summary>
    public IEnumerable<(string Category, LogLevel Level, string Text)> Warnings =>
        _entries.Where(entry => entry.Level >= LogLevel.Warning && !entry.Text.Contains("the heartbeat has been running", StringComparison.Ordinal));

    public bool Has(string text) => _entries.Any(entry => entry.Text.Contains(text, StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log._entries.Enqueue((category, logLevel, $"{formatter(state, exception)} {exception?.GetType().Name}".TrimEnd()));
    }
}
