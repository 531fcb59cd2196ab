using Multiplex.Server.Layers;

namespace Multiplex.Server.Copy;

/// <summary>The keys that move copy mode's cursor: screen's, with vi's and emacs's arrows and paragraphs where they are free.</summary>
/// <param name="cursor">The cursor.</param>
internal sealed class CopyMovement(CopyCursor cursor)
{
    private (int Key, int Character)? _lastFind;

    private CopyText Text => cursor.Text;

    private int Line => cursor.Position.Line;

    private int Column => cursor.Position.Column;

    /// <summary>Moves the cursor.</summary>
    /// <param name="key">The key.</param>
    /// <param name="count">The count typed before it, or null.</param>
    /// <returns>False when the key does not move.</returns>
    public bool Handle(KeyPress key, int? count)
    {
        int times = count ?? 1;
        return HandleNamed(key.Name, times, count) || HandleColumn(key.Code, times, count) || HandleLine(key.Code, times, count) ||
            HandleScroll(key.Code, times, count) || HandleWord(key.Code, times);
    }

    /// <summary>Moves to a character in the line (<c>f F t T</c>).</summary>
    /// <param name="key">The key.</param>
    /// <param name="character">The character after it.</param>
    /// <param name="count">How often.</param>
    public void Find(int key, int character, int count)
    {
        _lastFind = (key, character);
        Seek(key, character, count, isRepeat: false);
    }

    /// <summary>Repeats <c>f F t T</c>.</summary>
    /// <param name="count">How often.</param>
    /// <param name="reverse">In the opposite direction.</param>
    public void RepeatFind(int count, bool reverse)
    {
        if (_lastFind is { } last)
        {
            int key = reverse ? last.Key ^ 0x20 : last.Key;
            Seek(key, last.Character, count, isRepeat: true);
        }
    }

    private bool HandleNamed(NamedKey name, int times, int? count)
    {
        switch (name)
        {
            case NamedKey.Left:
                cursor.MoveTo(Line, Column - times);
                return true;
            case NamedKey.Right:
                cursor.MoveTo(Line, Column + times);
                return true;
            case NamedKey.Up:
                cursor.MoveTo(Line - times, Column);
                return true;
            case NamedKey.Down:
                cursor.MoveTo(Line + times, Column);
                return true;
            case NamedKey.Home:
                cursor.MoveTo(0, 0);
                return true;
            case NamedKey.End:
                cursor.MoveTo((count ?? Text.LineCount) - 1, 0);
                return true;
            case NamedKey.PageUp:
                MovePage(-times);
                return true;
            case NamedKey.PageDown:
                MovePage(times);
                return true;
            default:
                return false;
        }
    }

    private bool HandleColumn(int code, int times, int? count)
    {
        switch (code)
        {
            case 'h' or '\b' or KeyPress.Delete:
                cursor.MoveTo(Line, Column - times);
                return true;
            case 'l':
                cursor.MoveTo(Line, Column + times);
                return true;
            case '0' or 'A' & 0x1F:
                cursor.MoveTo(Line, cursor.LeftMargin);
                return true;
            case '^':
                cursor.MoveTo(Line, Text.FirstFilledFrom(Line, cursor.LeftMargin));
                return true;
            case '$':
                cursor.MoveTo(Line, cursor.LineEnd(Line));
                return true;
            case '|':
                cursor.MoveTo(Line, (count ?? 1) - 1);
                return true;
            default:
                return false;
        }
    }

    private bool HandleLine(int code, int times, int? count)
    {
        switch (code)
        {
            case 'j' or 'N' & 0x1F:
                cursor.MoveTo(Line + times, Column);
                return true;
            case 'k' or 'P' & 0x1F:
                cursor.MoveTo(Line - times, Column);
                return true;
            case '+' or '-':
                cursor.MoveTo(Line + (code == '+' ? times : -times), 0);
                cursor.MoveTo(Line, Text.FirstFilledFrom(Line, cursor.LeftMargin));
                return true;
            case '\n':
                cursor.MoveTo(Line + times, cursor.LeftMargin);
                return true;
            case 'H':
                cursor.MoveTo(cursor.Top, cursor.LeftMargin);
                return true;
            case 'M':
                // Of an even number of rows screen takes the upper one of the two in the middle.
                cursor.MoveTo(cursor.Top + Middle, cursor.LeftMargin);
                return true;
            case 'L':
                cursor.MoveTo(cursor.Top + Shown - 1, cursor.LeftMargin);
                return true;
            case 'g':
                cursor.MoveToRow(0, cursor.LeftMargin, Middle);
                return true;
            case 'G':
                cursor.MoveToRow((count ?? AllLines) - 1 - Text.UnusedHistory, cursor.LeftMargin, Middle);
                return true;
            case '%':
                cursor.MoveToRow((int)((long)Math.Min(count ?? 0, 100) * Text.LineCount / 100), cursor.LeftMargin, Middle);
                return true;
            case '{' or '}':
                MoveParagraph(code == '}' ? 1 : -1, times);
                return true;
            default:
                return false;
        }
    }

    /// <summary>screen counts lines from the beginning of a full scrollback.</summary>
    private int AllLines => Text.UnusedHistory + Text.LineCount;

    private int Middle => (cursor.Rows - 1) / 2;

    private int Shown => Math.Min(cursor.Rows, Text.LineCount - cursor.Top);

    private bool HandleScroll(int code, int times, int? count)
    {
        switch (code)
        {
            case 'U' & 0x1F:
                cursor.ScrollWithCursor(-(count ?? ((cursor.Rows + 1) / 2)));
                return true;
            case 'D' & 0x1F:
                cursor.ScrollWithCursor(count ?? ((cursor.Rows + 1) / 2));
                return true;
            case 'B' & 0x1F:
                MovePage(-times);
                return true;
            case 'F' & 0x1F:
                MovePage(times);
                return true;
            case 'E' & 0x1F:
                cursor.ScrollView(times);
                return true;
            case 'Y' & 0x1F:
                cursor.ScrollView(-times);
                return true;
            default:
                return false;
        }
    }

    private bool HandleWord(int code, int times)
    {
        if (code is not ('w' or 'b' or 'e' or 'B' or 'E'))
        {
            return false;
        }

        var words = new WordMovement(Text, isBig: code is 'B' or 'E');
        cursor.MoveTo(code switch
        {
            'w' => words.Next(cursor.Position, times),
            'b' or 'B' => words.Previous(cursor.Position, times),
            _ => words.End(cursor.Position, times),
        });
        return true;
    }

    /// <summary>By pages the cursor moves and the view only follows it, as screen has it.</summary>
    private void MovePage(int pages) => cursor.MoveTo(Line + (int)Math.Clamp((long)pages * cursor.Rows, -Text.LineCount, Text.LineCount), Column);

    private void MoveParagraph(int step, int times)
    {
        int line = Line;
        for (int time = 0; time < times; time++)
        {
            while (line >= 0 && line < Text.LineCount && Text.LastFilled(line) < 0)
            {
                line += step;
            }

            while (line >= 0 && line < Text.LineCount && Text.LastFilled(line) >= 0)
            {
                line += step;
            }
        }

        cursor.MoveTo(line, 0);
    }

    private void Seek(int key, int character, int count, bool isRepeat)
    {
        int step = key is 'f' or 't' ? 1 : -1;
        bool stopsBefore = key is 't' or 'T';
        int column = Column + (stopsBefore && isRepeat ? step : 0);
        int found = -1;
        for (column += step; column >= 0 && column < Text.Columns && count > 0; column += step)
        {
            if (Text.CharacterAt(new CopyPosition(Line, column)).Value == character)
            {
                found = column;
                count--;
            }
        }

        if (found >= 0 && count == 0)
        {
            cursor.MoveTo(Line, stopsBefore ? found - step : found);
        }
    }
}
