using Cascade.Dialogue;

namespace Cascade;

/// <content>Looks at the text around terminators: whether a sentence ends there.</content>
public sealed partial class SentenceSplitter
{
    // After the last character of a kind that has something but white space before it; 0 if there is none.
    private int LastIndex(int end, Func<char, bool> isKind)
    {
        for (int i = end - 1; i > 0; i--)
        {
            if (isKind(_text[i]) && !IsBlank(i))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private bool EndsAtOnce(char next) => SentenceRules.IsFullWidth(_text[_runStart]) && !(HasCloser() && SentenceRules.GoesOnAfterQuote(next));

    private bool Decide() =>
        SentenceRules.EndsBeforeWord(Token(), Terminators(), HasCloser(), _wordStart < _text.Length ? _text[_wordStart] : '\0', Word());

    private string Word()
    {
        int end = _wordStart;
        while (end < _text.Length && char.IsLetter(_text[end]))
        {
            end++;
        }

        return _text.ToString(_wordStart, end - _wordStart);
    }

    // What stands directly before the terminators.
    private string Token()
    {
        int start = _runStart;
        while (start > 0 && !char.IsWhiteSpace(_text[start - 1]) && !SentenceRules.IsOpener(_text[start - 1]) && _runStart - start < 2 * LongestWord)
        {
            start--;
        }

        return _text.ToString(start, _runStart - start);
    }

    private string Terminators()
    {
        int end = _runStart;
        while (end < _runEnd && SentenceRules.IsTerminator(_text[end]))
        {
            end++;
        }

        return _text.ToString(_runStart, end - _runStart);
    }

    private bool HasCloser() => Terminators().Length < _runEnd - _runStart;

    private bool IsAtStart() => IsBlank(_runStart - Token().Length);

    private bool HasOpenGuillemet()
    {
        for (int i = _runEnd - 1; i >= 0; i--)
        {
            if (_text[i] is '«' or '»')
            {
                return _text[i] == '«';
            }
        }

        return false;
    }

    private bool IsBlank(int end)
    {
        for (int i = 0; i < end; i++)
        {
            if (!char.IsWhiteSpace(_text[i]))
            {
                return false;
            }
        }

        return true;
    }

    // In mid-sentence: at the last white space, else at the last comma, else where the maximum is.
    private void CutIfLong()
    {
        if (_text.Length < _options.MaximumLength || (_state is State.Run or State.Gap or State.Word && _text.Length < _options.MaximumLength + LongestWord))
        {
            return;
        }

        int end = Math.Min(_text.Length, _options.MaximumLength);
        int cut = LastIndex(end, char.IsWhiteSpace);
        cut = cut > 0 ? cut : LastIndex(end, SentenceRules.IsClause);
        cut = cut > 0 ? cut : end - (char.IsHighSurrogate(_text[end - 1]) ? 1 : 0);
        Emit(cut);
        _state = State.Text;
    }
}
