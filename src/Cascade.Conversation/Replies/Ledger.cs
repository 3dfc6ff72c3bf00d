namespace Cascade.Dialogue;

/// <summary>The timetable of a reply: its sentences and words on the time of its audio.</summary>
internal sealed class Ledger
{
    private readonly List<Entry> _entries = [];

    /// <summary>Gets the whole text so far.</summary>
    public string Text => string.Concat(_entries.Select(entry => entry.Text)).Trim();

    public void Begin(int number, string text, TimeSpan start) => _entries.Add(new Entry(number, text, start));

    /// <summary>Gets the time of a sentence's first sample.</summary>
    public TimeSpan StartOf(int number) => Find(number).Start;

    /// <summary>Audio of a sentence was handed out.</summary>
    /// <param name="number">The sentence.</param>
    /// <param name="duration">The audio's length.</param>
    /// <param name="marks">The words whose times are known so far.</param>
    public void Added(int number, TimeSpan duration, IReadOnlyList<SpokenWord> marks)
    {
        Entry entry = Find(number);
        entry.Duration += duration;
        Mark(entry, marks);
    }

    /// <summary>The audio of a sentence is complete.</summary>
    /// <param name="number">The sentence.</param>
    /// <param name="marks">Its words on the time of its own audio; none to estimate them.</param>
    /// <returns>The words on the time of the reply.</returns>
    public IReadOnlyList<SpokenWord> End(int number, IReadOnlyList<SpokenWord> marks)
    {
        Entry entry = Find(number);
        Mark(entry, marks);
        entry.Words ??= WordTimes.Estimate(entry.Text, entry.Duration);
        entry.IsEnded = true;
        return [.. entry.Words.Select(word => new SpokenWord(entry.Text[word.From..word.To], entry.Start + word.Start, entry.Start + word.End))];
    }

    /// <summary>Gets the words whose audio ends at a place or before.</summary>
    public string Heard(TimeSpan position)
    {
        string heard = "";
        foreach (Entry entry in _entries)
        {
            if (entry.IsEnded && entry.Start + entry.Duration <= position)
            {
                heard += entry.Text;
                continue;
            }

            // Of a sentence that is still being made, the words are estimated from the usual pace of speech.
            IReadOnlyList<WordTime> words = entry.Words ?? WordTimes.Estimate(entry.Text, Longer(entry.Duration, WordTimes.UsualDuration(entry.Text)));
            int end = words.Where(word => entry.Start + word.End <= position).Select(word => word.To).DefaultIfEmpty(0).Max();
            heard += entry.Text[..end];
            break;
        }

        return heard.Trim();
    }

    // Marks that do not fit the text are of no use, and the words are estimated.
    private static void Mark(Entry entry, IReadOnlyList<SpokenWord> marks)
    {
        if (marks.Count != entry.Marks)
        {
            entry.Marks = marks.Count;
            entry.Words = WordTimes.Align(entry.Text, marks);
        }
    }

    private Entry Find(int number) => _entries.Last(entry => entry.Number == number);

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed class Entry(int number, string text, TimeSpan start)
    {
        public int Number => number;

        public string Text => text;

        public TimeSpan Start => start;

        public TimeSpan Duration { get; set; }

        public bool IsEnded { get; set; }

        /// <summary>Gets how many words were marked.</summary>
        public int Marks { get; set; }

        public IReadOnlyList<WordTime>? Words { get; set; }
    }
}
