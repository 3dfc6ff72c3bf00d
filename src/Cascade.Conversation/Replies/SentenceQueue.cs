using System.Runtime.CompilerServices;

namespace Cascade.Dialogue;

/// <summary>The sentences between model and voice, one task at each end: when it is full, the model waits.</summary>
internal sealed class SentenceQueue(int capacity, Workload work)
{
    private readonly Lock _lock = new();
    private readonly Queue<string> _sentences = new();
    private readonly Signal _hasSome = new(work);
    private readonly Signal _hasRoom = new(work);
    private bool _isComplete;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _sentences.Count;
            }
        }
    }

    public async Task WriteAsync(string sentence, CancellationToken cancellationToken)
    {
        while (!TryWrite(sentence))
        {
            await _hasRoom.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        _hasSome.Set();
    }

    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
        }

        _hasSome.Set();
    }

    public async IAsyncEnumerable<string> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            bool isLast;
            string? sentence;
            lock (_lock)
            {
                isLast = !_sentences.TryDequeue(out sentence) && _isComplete;
            }

            if (isLast)
            {
                yield break;
            }

            if (sentence is not null)
            {
                _hasRoom.Set();
                yield return sentence;
            }
            else
            {
                await _hasSome.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private bool TryWrite(string sentence)
    {
        lock (_lock)
        {
            if (_sentences.Count >= capacity)
            {
                return false;
            }

            _sentences.Enqueue(sentence);
            return true;
        }
    }
}
