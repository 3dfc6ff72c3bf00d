namespace Cascade.Dialogue;

/// <summary>Filters text, cuts it and hands the sentences on, waiting while the voice is four behind.</summary>
internal sealed class SentenceWriter(ConversationOptions options, SentenceQueue sentences, CancellationToken cancellationToken)
{
    private readonly SpokenTextFilter _filter = new(options.CodePhrase);
    private readonly SentenceSplitter _splitter = new(options.Sentences);

    /// <summary>Gets the characters taken in.</summary>
    public long Length { get; private set; }

    public Task WriteAsync(string text, bool isFiltered = true)
    {
        Length += text.Length;
        _splitter.Push(isFiltered ? _filter.Push(text) : text);
        return HandOnAsync();
    }

    /// <summary>Hands on what has been taken in, in the middle of a text, such as before a tool runs.</summary>
    public Task FlushAsync()
    {
        _splitter.Push(_filter.Complete());
        _splitter.Complete();
        return HandOnAsync();
    }

    public async Task CompleteAsync()
    {
        try
        {
            await FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            sentences.Complete();
        }
    }

    private async Task HandOnAsync()
    {
        while (_splitter.TryRead(out string? sentence))
        {
            await sentences.WriteAsync(sentence, cancellationToken).ConfigureAwait(false);
        }
    }
}
