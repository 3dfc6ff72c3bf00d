namespace Cascade.Hosting.Realtime.Tests;

/// <summary>Reads what a client receives, and waits for what a test wants to see. A message that does not come fails the test after a minute.</summary>
internal sealed class Inbox<T>
    where T : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<T> _all = [];
    private readonly Func<T, string> _describe;
    private readonly Task _reading;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Inbox(IAsyncEnumerable<T> messages, Func<T, string> describe)
    {
        _describe = describe;
        _reading = Task.Run(() => ReadAsync(messages));
    }

    /// <summary>All so far.</summary>
    public T[] All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>Whether nothing more will come.</summary>
    public bool HasEnded => _reading.IsCompleted;

    /// <summary>Waits for a message of a type, from a place on.</summary>
    /// <returns>The message, and the place behind it.</returns>
    public async Task<(TWanted Message, int Next)> WaitAsync<TWanted>(int from = 0, Func<TWanted, bool>? predicate = null)
        where TWanted : class, T
    {
        DateTime until = DateTime.UtcNow + Patience;
        while (true)
        {
            Task news;
            lock (_all)
            {
                news = _news.Task;
                for (int i = from; i < _all.Count; i++)
                {
                    if (_all[i] is TWanted wanted && (predicate?.Invoke(wanted) ?? true))
                    {
                        return (wanted, i + 1);
                    }
                }
            }

            if (_reading.IsCompleted || await Task.WhenAny(news, _reading, Task.Delay(Patience)) is { } first && first != news && DateTime.UtcNow >= until)
            {
                string reason = _reading.IsFaulted ? _reading.Exception!.InnerException!.Message : "nothing more came";
                throw new AssertionException($"No {typeof(TWanted).Name} came ({reason}). What came: {string.Join(" ", All.Skip(from).Select(_describe))}");
            }
        }
    }

    private async Task ReadAsync(IAsyncEnumerable<T> messages)
    {
        await foreach (T message in messages)
        {
            lock (_all)
            {
                _all.Add(message);
                TaskCompletionSource news = _news;
                _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                news.SetResult();
            }
        }
    }
}
