using Cascade.Dialogue;

namespace Cascade;

/// <content>Inside of a mark: tags, thoughts, links, addresses, fences.</content>
public sealed partial class SpokenTextFilter
{
    // Emphasis is left out; a mark between spaces or inside a word is text.
    private void EndMark(char next)
    {
        char mark = _pending[0];
        bool isWord = mark == '_' && char.IsLetterOrDigit(_last) && char.IsLetterOrDigit(next);
        bool isAlone = mark != '`' && _pending.Length == 1 && char.IsWhiteSpace(_last) && char.IsWhiteSpace(next) && next != '\n';
        bool isTilde = mark == '~' && _pending.Length == 1;
        if (isWord || isAlone || isTilde)
        {
            Out(_pending.ToString());
        }

        _pending.Clear();
        _mode = Mode.Text;
    }

    private void InTag(char c)
    {
        bool isBegin = _pending.Length == 1;
        if (isBegin ? !char.IsAsciiLetter(c) && c != '/' : c is '\n' or '<' || _pending.Length > LongestTag)
        {
            Flush();
            Text(c);
            return;
        }

        _pending.Append(c);
        if (c == '>')
        {
            string tag = _pending.ToString();
            _pending.Clear();
            _mode = Mode.Text;
            if (Markdown.IsThought(tag))
            {
                _tag = "</" + tag[1..];
                _mode = Mode.Thought;
            }
        }
    }

    private void InThought(char c)
    {
        _pending.Append(c);
        if (_pending.Length > _tag.Length)
        {
            _pending.Remove(0, 1);
        }

        if (_pending.Length == _tag.Length && c == '>' && _pending.ToString().Equals(_tag, StringComparison.OrdinalIgnoreCase))
        {
            _pending.Clear();
            _mode = _last == '\n' ? Mode.LineStart : Mode.Text;
        }
    }

    private void InLink(char c)
    {
        if (_mode == Mode.LinkText && _pending is [.., '!'] && _pending.Length == 1 && c != '[')
        {
            Flush();
            Text(c);
            return;
        }

        if (_mode == Mode.LinkEnd && c != '(')
        {
            Flush();
            Text(c);
            return;
        }

        if (c == '\n' || _pending.Length > LongestLink)
        {
            Flush();
            Text(c);
            return;
        }

        _pending.Append(c);
        _mode = (_mode, c) switch
        {
            (Mode.LinkText, ']') => Mode.LinkEnd,
            (Mode.LinkEnd, _) => Mode.LinkTarget,
            _ => _mode,
        };
        if (_mode == Mode.LinkTarget && c == ')')
        {
            EndLink();
        }
    }

    private void EndLink()
    {
        string link = _pending.ToString();
        _pending.Clear();
        _mode = Mode.Text;
        Out(Markdown.LinkText(link));
    }

    private void InAddress(char c)
    {
        bool goesOn = _mode == Mode.Scheme ? Markdown.IsSchemeBegin(_pending, c) : !Markdown.EndsAddress(c);
        if (!goesOn)
        {
            string held = _pending.ToString();
            bool isAddress = _mode != Mode.Scheme;
            _pending.Clear();
            _mode = Mode.Text;
            Out(isAddress ? Markdown.Host(held) : held);
            Text(c);
            return;
        }

        _pending.Append(c);
        if (_mode == Mode.Scheme && c == '/' && _pending[^2] == '/')
        {
            _mode = Mode.Path;
        }
    }

    private void InFence(char c)
    {
        _pending.Append(c);
        if (c == '\n')
        {
            bool isEnd = Markdown.IsFence(_pending.ToString().Trim());
            _pending.Clear();
            if (isEnd)
            {
                Out('\n');
                _mode = Mode.LineStart;
            }
        }
    }

    private void Reconsider(char c)
    {
        if (_mode is Mode.Text)
        {
            Text(c);
        }
        else
        {
            Step(c);
        }
    }
}
