using System.Text;
using Cascade.Dialogue;

namespace Cascade;

/// <summary>
/// Turns what a model writes into what a voice can say: without Markdown, code, addresses, emoji, tags and thoughts. The same text gives the same result however it is cut into pieces.
/// </summary>
/// <remarks>
/// Links become their text, addresses their host, fenced code a phrase; everything between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c> is left out. Runs of spaces become one. Not thread-safe.
/// </remarks>
public sealed partial class SpokenTextFilter
{
    private const int LongestTag = 64;
    private const int LongestLink = 2_000;

    private readonly string _codePhrase;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _pending = new(); // what is not decided yet
    private Mode _mode = Mode.LineStart;
    private char _last = '\n'; // of what was put out
    private string _tag = ""; // whose end is waited for
    private char _high; // the first half of a surrogate pair
    private bool _afterEmoji;

    /// <summary>Makes a filter.</summary>
    /// <param name="codePhrase">Stands for a block of code. Default "Code omitted."; may be empty.</param>
    public SpokenTextFilter(string codePhrase = "Code omitted.")
    {
        ArgumentNullException.ThrowIfNull(codePhrase);
        _codePhrase = codePhrase;
    }

    private enum Mode
    {
        Text,
        LineStart,
        Mark, // a run of one character that may be emphasis
        Tag,
        Thought,
        LinkText,
        LinkEnd,
        LinkTarget,
        Scheme,
        Host,
        Path,
        Fence,
    }

    /// <summary>Takes in the next characters, cut anywhere.</summary>
    /// <returns>The text to speak that is certain by now; often less than was taken in.</returns>
    public string Push(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            Step(c);
        }

        return Take();
    }

    /// <summary>Ends the text. Text that is pushed afterwards begins anew.</summary>
    /// <returns>The rest of the text to speak.</returns>
    public string Complete()
    {
        if (_mode == Mode.Mark)
        {
            EndMark('\n');
        }
        else if (_mode is Mode.LineStart && Markdown.IsRule(_pending))
        {
            _pending.Clear();
        }
        else if (_mode is not (Mode.Fence or Mode.Thought or Mode.LinkTarget))
        {
            Flush();
        }

        if (_mode == Mode.LinkTarget)
        {
            EndLink();
        }

        string rest = Take();
        _pending.Clear();
        _mode = Mode.LineStart;
        _last = '\n';
        _high = '\0';
        _afterEmoji = false;
        return rest;
    }

    private string Take()
    {
        string taken = _output.ToString();
        _output.Clear();
        return taken;
    }

    private void Step(char c)
    {
        if (c == '\r')
        {
            return;
        }

        switch (_mode)
        {
            case Mode.LineStart:
                AtLineStart(c);
                break;
            case Mode.Mark when c == _pending[0]:
                _pending.Append(c);
                break;
            case Mode.Mark:
                EndMark(c);
                Text(c);
                break;
            case Mode.Tag:
                InTag(c);
                break;
            case Mode.Thought:
                InThought(c);
                break;
            case Mode.LinkText or Mode.LinkEnd or Mode.LinkTarget:
                InLink(c);
                break;
            case Mode.Scheme or Mode.Host or Mode.Path:
                InAddress(c);
                break;
            case Mode.Fence:
                InFence(c);
                break;
            default:
                Text(c);
                break;
        }
    }

    // Bullets, headings, quotes, rules and fences: their characters wait until it is clear which they are.
    private void AtLineStart(char c)
    {
        if (Markdown.IsLineMark(c) || (c == ' ' && _pending.Length > 0 && !Markdown.IsComplete(_pending)) || (c == ' ' && _pending.Length == 0))
        {
            _pending.Append(c);
            if (Markdown.IsFence(_pending))
            {
                _pending.Clear();
                Out(_codePhrase);
                _mode = Mode.Fence;
            }

            return;
        }

        string mark = _pending.ToString();
        _pending.Clear();
        _mode = Mode.Text;
        if (c == '\n' && Markdown.IsRule(mark))
        {
            Text(c);
            return;
        }

        bool isMark = c == ' ' ? Markdown.IsComplete(mark) : mark.EndsWith(' ') && Markdown.IsComplete(mark.TrimEnd());
        foreach (char held in isMark ? "" : mark)
        {
            Reconsider(held);
        }

        if (!(isMark && c == ' '))
        {
            Reconsider(c);
        }
    }

    private void Text(char c)
    {
        switch (c)
        {
            case '*' or '_' or '`' or '~':
                _pending.Append(c);
                _mode = Mode.Mark;
                break;
            case '<':
                _pending.Append(c);
                _mode = Mode.Tag;
                break;
            case '[' or '!':
                _pending.Append(c);
                _mode = Mode.LinkText;
                break;
            case 'h' or 'H' when !char.IsLetterOrDigit(_last):
                _pending.Append(c);
                _mode = Mode.Scheme;
                break;
            case '\n':
                Out(c);
                _mode = Mode.LineStart;
                break;
            case '|':
                Out(' ');
                break;
            default:
                Out(c);
                break;
        }
    }

    // What is held turned out to be text.
    private void Flush()
    {
        string held = _mode is Mode.Host or Mode.Path ? Markdown.Host(_pending.ToString()) : _pending.ToString();
        _pending.Clear();
        _mode = Mode.Text;
        Out(held);
    }

    private void Out(string text)
    {
        foreach (char c in text)
        {
            Out(c);
        }
    }

    private void Out(char c)
    {
        if (char.IsHighSurrogate(c))
        {
            _high = c;
            return;
        }

        bool isEmoji = _high != '\0' ? char.IsLowSurrogate(c) && Markdown.IsEmoji(char.ConvertToUtf32(_high, c)) : Markdown.IsEmoji(c) || (_afterEmoji && Markdown.JoinsEmoji(c));
        if (!isEmoji && (_high == '\0' || char.IsLowSurrogate(c)) && !(_high == '\0' && char.IsLowSurrogate(c)))
        {
            char shown = c is '\t' or '\u00A0' ? ' ' : c;
            if (shown == ' ' ? !char.IsWhiteSpace(_last) : !char.IsControl(shown) || shown == '\n')
            {
                _output.Append(_high == '\0' ? "" : _high.ToString()).Append(shown);
                _last = shown;
            }
        }

        _high = '\0';
        _afterEmoji = isEmoji;
    }
}
