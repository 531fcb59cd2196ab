using System.Globalization;
using System.Text;
using Multiplex.Server.Input;

namespace Multiplex.Server.Layers;

/// <summary>The text of a prompt, its cursor and the keys that edit it.</summary>
/// <param name="history">The history of all prompts.</param>
internal sealed class LineEditor(InputHistory history)
{
    /// <summary>Longest line; screen has room for 2048 characters.</summary>
    public const int MaxLength = 2048;

    private readonly StringBuilder _text = new();
    private string? _searched;

    /// <summary>The text.</summary>
    public string Text => _text.ToString();

    /// <summary>The cursor's place in UTF-16 units, on the boundary of a character.</summary>
    public int Cursor { get; private set; }

    /// <summary>Replaces the text; the cursor goes to its end.</summary>
    /// <param name="text">The text.</param>
    public void Set(string text)
    {
        _text.Clear().Append(text.Length > MaxLength ? text[..MaxLength] : text);
        Cursor = _text.Length;
    }

    /// <summary>Inserts text at the cursor; control characters become blanks.</summary>
    /// <param name="text">The text.</param>
    public void Insert(ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            Insert(Rune.IsControl(rune) ? ' ' : rune.Value);
        }
    }

    /// <summary>Handles an editing key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>False when the key does not edit.</returns>
    public bool Handle(KeyPress key)
    {
        bool isSearch = key.Code == KeyPress.Control('R');
        if (!isSearch)
        {
            _searched = null;
        }

        switch (key.Code)
        {
            case >= 0x20 and not KeyPress.Delete:
                Insert(key.Code);
                return true;
            case '\b' or KeyPress.Delete:
                Delete(Previous(), Cursor);
                return true;
            case 'D' & 0x1F:
                Delete(Cursor, Next());
                return true;
            case 'A' & 0x1F:
                Cursor = 0;
                return true;
            case 'E' & 0x1F:
                Cursor = _text.Length;
                return true;
            case 'B' & 0x1F:
                Cursor = Previous();
                return true;
            case 'F' & 0x1F:
                Cursor = Next();
                return true;
            case 'P' & 0x1F:
                Recall(history.Older(Text));
                return true;
            case 'N' & 0x1F:
                Recall(history.Newer());
                return true;
            case 'R' & 0x1F:
                _searched ??= Text;
                Recall(history.Search(_searched));
                Cursor = Math.Max(Text.IndexOf(_searched, StringComparison.Ordinal), 0);
                return true;
            case 'U' & 0x1F:
                Set(string.Empty);
                return true;
            case 'K' & 0x1F:
                Delete(Cursor, _text.Length);
                return true;
            case 'W' & 0x1F:
                Delete(WordStart(), Cursor);
                return true;
            default:
                return HandleNamed(key.Name);
        }
    }

    private bool HandleNamed(NamedKey name)
    {
        switch (name)
        {
            case NamedKey.Left:
                Cursor = Previous();
                return true;
            case NamedKey.Right:
                Cursor = Next();
                return true;
            case NamedKey.Home:
                Cursor = 0;
                return true;
            case NamedKey.End:
                Cursor = _text.Length;
                return true;
            case NamedKey.Up:
                Recall(history.Older(Text));
                return true;
            case NamedKey.Down:
                Recall(history.Newer());
                return true;
            case NamedKey.Delete:
                Delete(Cursor, Next());
                return true;
            default:
                return false;
        }
    }

    private void Insert(int codePoint)
    {
        Span<char> units = stackalloc char[2];
        if (_text.Length + 2 > MaxLength || !Rune.IsValid(codePoint))
        {
            return;
        }

        int length = new Rune(codePoint).EncodeToUtf16(units);
        _text.Insert(Cursor, units[..length]);
        Cursor += length;
    }

    private void Delete(int start, int end)
    {
        _text.Remove(start, end - start);
        Cursor = start;
    }

    private void Recall(string? line)
    {
        if (line is not null)
        {
            Set(line);
        }
    }

    private int Next()
    {
        string text = Text;
        return Cursor >= text.Length ? text.Length : Cursor + StringInfo.GetNextTextElementLength(text, Cursor);
    }

    private int Previous()
    {
        string text = Text;
        int previous = 0;
        for (int index = 0; index < Cursor; index += StringInfo.GetNextTextElementLength(text, index))
        {
            previous = index;
        }

        return previous;
    }

    private int WordStart()
    {
        int start = Cursor;
        while (start > 0 && _text[start - 1] == ' ')
        {
            start--;
        }

        while (start > 0 && _text[start - 1] != ' ')
        {
            start--;
        }

        return start;
    }
}
