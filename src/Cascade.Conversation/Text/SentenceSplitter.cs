using System.Diagnostics.CodeAnalysis;
using System.Text;
using Cascade.Dialogue;

namespace Cascade;

/// <summary>
/// Cuts streamed text into sentences. The same text gives the same sentences however it is cut into pieces, and every character comes out exactly once.
/// </summary>
/// <remarks>
/// A sentence ends at <c>. ! ? … ;</c> before white space, at the full-width forms at once, and at a line feed. Abbreviations, initials, numbers of lists, ordinals and an ellipsis before a
/// lower-case word end none. Closing quotes and brackets and one white-space character belong to the sentence before them. Not thread-safe.
/// </remarks>
public sealed partial class SentenceSplitter
{
    private const int LongestWord = 16; // of the word that decides about an abbreviation; a longer one is in no table

    private readonly SentenceSplitterOptions _options;
    private readonly StringBuilder _text = new();
    private readonly Queue<string> _sentences = new();
    private State _state;
    private int _runStart; // of the terminators
    private int _runEnd; // after the terminators and what closes behind them
    private int _wordStart; // of the word that decides
    private bool _isFirst = true;

    /// <summary>Makes a splitter.</summary>
    /// <param name="options">The lengths to keep to; the defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is outside its range.</exception>
    public SentenceSplitter(SentenceSplitterOptions? options = null)
    {
        _options = options ?? new SentenceSplitterOptions();
        _options.Validate();
    }

    private enum State
    {
        /// <summary>Inside a sentence.</summary>
        Text,

        /// <summary>Behind terminators, or what closes behind them.</summary>
        Run,

        /// <summary>Behind a comma or a dash at which the first sentence may end.</summary>
        Clause,

        /// <summary>Behind white space after terminators that the next word decides about.</summary>
        Gap,

        /// <summary>In that word.</summary>
        Word,
    }

    /// <summary>Takes in the next characters, cut anywhere.</summary>
    public void Push(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            Append(c);
        }
    }

    /// <summary>Takes the next sentence, in order.</summary>
    /// <param name="sentence">The sentence with the white space around it, so that all of them together are the text.</param>
    /// <returns>False if no sentence has ended yet.</returns>
    public bool TryRead([NotNullWhen(true)] out string? sentence) => _sentences.TryDequeue(out sentence);

    /// <summary>Ends the text: the rest becomes the last sentence, which may be nothing but white space. Text that is pushed afterwards begins anew.</summary>
    public void Complete()
    {
        if (_state is State.Gap or State.Word && Decide())
        {
            Emit(_wordStart);
        }
        else if (_state == State.Run && EndsAtOnce(next: '\0'))
        {
            Emit(_runEnd);
        }

        if (_text.Length > 0)
        {
            _sentences.Enqueue(_text.ToString());
            _text.Clear();
        }

        _state = State.Text;
        _isFirst = true;
    }

    /*  state    character                      -> state   what happens
        Text     terminator                        Run
        Text     comma, dash, long enough          Clause
        Run      terminator or closer              Run     the run grows
        Run      white space                       Text    the sentence ends behind it, or does not
        Run      white space, undecided            Gap
        Run      other, full-width run             Text    the sentence ends before it
        Run      other                             Text    no end: a decimal, an address
        Clause   white space                       Text    the first sentence ends behind it
        Gap      closer of an open quote           Run     the run grows
        Gap      letter                            Word
        Gap      other but white space             Text    the character decides
        Word     no letter, or a long word         Text    the word decides
        any      line feed                         Text    the sentence ends behind it                     */
    private void Append(char c)
    {
        int index = _text.Length;
        _text.Append(c);
        switch (_state)
        {
            case State.Run when SentenceRules.IsTerminator(c) || SentenceRules.IsCloser(c) || SentenceRules.IsHardSpace(c):
                _runEnd = index + 1;
                return;
            case State.Run:
                AfterRun(c, index);
                return;
            case State.Clause:
                _state = State.Text;
                if (char.IsWhiteSpace(c) || SentenceRules.IsFullWidthClause(_text[index - 1]) || _text[index - 1] == '—')
                {
                    EndAt(char.IsWhiteSpace(c) ? index + 1 : index, c);
                    return;
                }

                break;
            case State.Gap when c == '»' && HasOpenGuillemet():
                _state = State.Run;
                _runEnd = index + 1;
                return;
            case State.Gap when char.IsWhiteSpace(c) && c != '\n':
                _wordStart = index + 1;
                return;
            case State.Gap when char.IsLetter(c):
                _wordStart = index;
                _state = State.Word;
                return;
            case State.Word when char.IsLetter(c) && index - _wordStart < LongestWord:
                return;
            case State.Gap or State.Word:
                _wordStart = _state == State.Gap ? index : _wordStart;
                bool ends = Decide();
                _state = State.Text;
                if (ends)
                {
                    EndAt(_wordStart, c);
                    return;
                }

                break;
        }

        Fresh(c);
    }

    private void AfterRun(char c, int index)
    {
        if (c == '\n')
        {
            _state = State.Text;
            Fresh(c);
        }
        else if (char.IsWhiteSpace(c))
        {
            bool? ends = SentenceRules.EndsBeforeSpace(Token(), Terminators(), HasCloser(), IsAtStart()) is var verdict && verdict == true && HasOpenGuillemet() ? null : verdict;
            _state = ends is null ? State.Gap : State.Text;
            _wordStart = index + 1;
            if (ends == true)
            {
                EndAt(index + 1, c);
            }
            else if (ends == false)
            {
                CutIfLong();
            }
        }
        else
        {
            _state = State.Text;
            if (EndsAtOnce(c))
            {
                EndAt(_runEnd, c);
            }
            else
            {
                Fresh(c);
            }
        }
    }

    // A character that no earlier one waits for.
    private void Fresh(char c)
    {
        if (c == '\n')
        {
            EndAt(_text.Length, c);
        }
        else if (SentenceRules.IsTerminator(c))
        {
            _state = State.Run;
            _runStart = _text.Length - 1;
            _runEnd = _text.Length;
        }
        else if (_isFirst && _text.Length >= _options.FirstClauseLength && SentenceRules.IsClause(c))
        {
            _state = State.Clause;
        }

        CutIfLong();
    }

    // The character is the last one of the sentence, or begins the next one.
    private void EndAt(int end, char c)
    {
        bool isKept = end < _text.Length;
        if (!IsBlank(end) && (_isFirst || end >= _options.MinimumLength))
        {
            Emit(end);
        }

        _state = State.Text;
        if (isKept)
        {
            Fresh(c);
        }
        else
        {
            CutIfLong();
        }
    }

    private void Emit(int end)
    {
        _sentences.Enqueue(_text.ToString(0, end));
        _text.Remove(0, end);
        _isFirst = false;
    }
}
