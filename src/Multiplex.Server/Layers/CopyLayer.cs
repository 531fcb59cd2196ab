using System.Globalization;
using Multiplex.Server.Commands;
using Multiplex.Server.Composition;
using Multiplex.Server.Copy;
using Multiplex.Server.Input;
using Multiplex.Server.Model;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Layers;

/// <summary>Copy mode: the window's text stands still while its program runs on; keys move, search, mark and copy.</summary>
internal sealed class CopyLayer : Layer
{
    private const int LineNumberMargin = 8;
    private const int WheelLines = 3;

    private readonly TerminalEmulator _terminal;
    private readonly CopyPainter _painter = new();
    private CopyCursor _cursor;
    private CopyMovement _movement;
    private CopySearch _search;
    private IncrementalSearch? _incremental;
    private bool _isForward = true;
    private int? _count;
    private int _findKey;
    private bool _appends;
    private bool _writes;
    private LineJoin _join;

    private CopyLayer(Display display, TerminalEmulator terminal)
    {
        _terminal = terminal;
        (_cursor, _movement, _search) = Begin(display, terminal);
    }

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override bool StaysWithWindow => true;

    /// <summary>Scrolling past the end leaves copy mode: the wheel entered it.</summary>
    public bool LeavesAtEnd { get; private init; }

    /// <summary>Where copy mode stands.</summary>
    public CopyCursor State => _cursor;

    /// <summary>Enters copy mode in the focused region.</summary>
    /// <param name="display">The display.</param>
    /// <param name="isQuiet">By the mouse: nothing is said, and scrolling to the end leaves again.</param>
    /// <returns>The layer, or null when the region shows no window.</returns>
    public static CopyLayer? Enter(Display display, bool isQuiet = false)
    {
        Region region = display.Regions.Focus;
        if (region.Layer is CopyLayer current)
        {
            return current;
        }

        if (region.Window?.Terminal is not { } terminal)
        {
            return null;
        }

        var layer = new CopyLayer(display, terminal) { LeavesAtEnd = isQuiet };
        region.Push(layer);
        CopyCursor cursor = layer._cursor;
        if (isQuiet)
        {
            return layer;
        }

        display.MessageLine.Show(string.Create(
            CultureInfo.InvariantCulture,
            $"Copy mode - Column {cursor.Position.Column + 1} Line {cursor.Row + 1}(+{layer.Offset}) ({terminal.Columns},{terminal.Rows})"));
        return layer;
    }

    /// <inheritdoc/>
    public override void HandleKey(Display display, KeyPress key)
    {
        if (_incremental is null && _findKey == 0 && key.Code is > 0 and < 0x100)
        {
            key = key with { Code = MarkKeys(display)[(byte)key.Code] };
        }

        if (_incremental is { } incremental)
        {
            bool isUsed = incremental.Handle(key, out bool isDone);
            _incremental = isDone ? null : incremental;
            if (isUsed)
            {
                ShowSearch(display);
                return;
            }
        }

        Dispatch(display, key);
        display.Session.Host.Invalidate(display);
    }

    /// <inheritdoc/>
    public override bool HandleMouse(Display display, in OuterMouse mouse, Rectangle area)
    {
        if (!mouse.IsWheel)
        {
            return false;
        }

        int before = _cursor.Top;
        _cursor.ScrollView(mouse.IsWheelUp ? -WheelLines : WheelLines);
        if (LeavesAtEnd && !mouse.IsWheelUp && _cursor.Top == before && _cursor.Mark is null)
        {
            Close(display);
        }

        display.Session.Host.Invalidate(display);
        return true;
    }

    /// <summary>Puts the cursor on a cell of the view.</summary>
    /// <param name="row">Row of the view, clamped; outside it scrolls.</param>
    /// <param name="column">Column.</param>
    public void PointTo(int row, int column) => _cursor.MoveTo(_cursor.Top + row, column);

    /// <summary>Sets the first mark at the cursor, without a message.</summary>
    public void BeginSelection() => _cursor.Mark = _cursor.Position;

    /// <summary>Marks the word at the cursor, or the whole line.</summary>
    /// <param name="isLine">The line.</param>
    public void SelectAround(bool isLine)
    {
        CopyPosition position = _cursor.Position;
        if (isLine)
        {
            _cursor.Mark = position with { Column = 0 };
            _cursor.MoveTo(position.Line, Math.Max(_cursor.Text.LastFilled(position.Line), 0));
            return;
        }

        var words = new WordMovement(_cursor.Text, isBig: false);
        CopyPosition start = words.Start(position);
        _cursor.Mark = start;
        _cursor.MoveTo(words.Last(position));
    }

    /// <inheritdoc/>
    public override void Compose(Display display, Frame frame, Rectangle area)
    {
        CopySearch? highlight = _search.Pattern.Length > 0 ? _search : null;
        _painter.Paint(_cursor, highlight, display.Composition.Rules, Standout.Of(display.Session), frame, area);
    }

    /// <inheritdoc/>
    public override CursorPlace Cursor(Display display, Rectangle area) => new(
        area.Row + Math.Clamp(_cursor.Row, 0, Math.Max(area.Rows - 1, 0)),
        area.Column + Math.Min(_cursor.Position.Column, Math.Max(area.Columns - 1, 0)),
        IsVisible: true);

    /// <inheritdoc/>
    public override void Resize(Display display, Rectangle area)
    {
        if (_terminal.Columns != _cursor.Text.Columns)
        {
            // The window was laid out anew and lines have other numbers: begin again where the cursor is.
            int fromEnd = _cursor.Text.LineCount - _cursor.Position.Line;
            int column = _cursor.Position.Column;
            (_cursor, _movement, _search) = Begin(display, _terminal);
            _cursor.MoveTo(_cursor.Text.LineCount - fromEnd, column);
        }

        _cursor.SetRows(area.Rows);
    }

    /// <summary>Copies what is marked and leaves copy mode.</summary>
    /// <param name="display">The display.</param>
    public void Copy(Display display)
    {
        CopyResult.Store(display, Marking.Text(_cursor, _join, display.Session.Settings.CrLf), _appends, _join);
        Close(display);
        if (_writes)
        {
            CommandRunner.RunPrompt(display, "@writebuf");
        }
    }

    private static (CopyCursor Cursor, CopyMovement Movement, CopySearch Search) Begin(Display display, TerminalEmulator terminal)
    {
        var text = new CopyText(terminal);
        var cursor = new CopyCursor(text);
        cursor.MoveTo(text.HistoryCount + terminal.CursorRow, terminal.CursorColumn);
        return (cursor, new CopyMovement(cursor), new CopySearch(text, display.Session.Settings.IgnoreCase));
    }

    /// <summary>screen counts a scrollback as full from the start: the offset of a view at the bottom is its depth.</summary>
    private int Offset => _terminal.ScrollbackLimit - (_cursor.Text.HistoryCount - _cursor.Top);

    private static MarkKeyMap MarkKeys(Display display)
    {
        string text = display.Session.Settings.MarkKeys;
        return text.Length > 0 && MarkKeyMap.TryParse(text, out MarkKeyMap map) ? map : MarkKeyMap.Default;
    }

    private void Dispatch(Display display, KeyPress key)
    {
        if (_findKey != 0)
        {
            _movement.Find(_findKey, key.Code, _count ?? 1);
            (_findKey, _count) = (0, null);
            return;
        }

        if (key.Code is >= '1' and <= '9' || (key.Code == '0' && _count is not null))
        {
            _count = Math.Min(((_count ?? 0) * 10) + key.Code - '0', 1_000_000);
            return;
        }

        int? count = _count;
        _count = null;
        if (key.Code == '\r' || !_movement.Handle(key, count))
        {
            if (!HandleSearch(display, key, count) && !HandleMark(display, key, count) && !HandleOption(display, key, count))
            {
                display.MessageLine.Show("Copy mode aborted");
                Close(display);
            }
        }
    }

    private bool HandleSearch(Display display, KeyPress key, int? count)
    {
        switch (key.Code)
        {
            case 'f' or 'F' or 't' or 'T':
                (_findKey, _count) = (key.Code, count);
                return true;
            case ';' or ',':
                _movement.RepeatFind(count ?? 1, reverse: key.Code == ',');
                return true;
            case '/' or '?':
                bool isForward = key.Code == '/';
                PromptLayer.Ask(
                    display, ((char)key.Code).ToString(), string.Empty, PromptCompletion.None, (asked, text) => Search(asked, text, isForward));
                return true;
            case 'n' or 'N':
                Repeat(display, key.Code == 'n' ? _isForward : !_isForward);
                return true;
            case '*' or '#':
                SearchWord(display, key.Code == '*');
                return true;
            case 'S' & 0x1F or 'R' & 0x1F:
                _isForward = key.Code == ('S' & 0x1F);
                _incremental = new IncrementalSearch(_cursor, _search, _isForward);
                ShowSearch(display);
                return true;
            default:
                return false;
        }
    }

    private bool HandleMark(Display display, KeyPress key, int? count)
    {
        switch (key.Code)
        {
            case ' ' or '\r' or 0 when key.Name == NamedKey.None:
                SetMark(display);
                return true;
            case 'Y':
                MarkLines(count ?? 1);
                Copy(display);
                return true;
            case 'y':
                MarkLines(count ?? 1);
                return true;
            case 'W':
                MarkWords(display, count ?? 1);
                return true;
            case 'A':
                _appends = true;
                SetMark(display);
                return true;
            case '>':
                _writes = true;
                SetMark(display);
                return true;
            case 'x' or 'o':
                Swap();
                return true;
            case 'V' & 0x1F:
                _cursor.IsBlock = !_cursor.IsBlock;
                return true;
            default:
                return false;
        }
    }

    private bool HandleOption(Display display, KeyPress key, int? count)
    {
        switch (key.Code)
        {
            case 'a':
                _appends = !_appends;
                display.MessageLine.Show(_appends ? ":set append" : ":set noappend");
                return true;
            case 'c':
                _cursor.LeftMargin = Math.Clamp((count - 1) ?? _cursor.Position.Column, 0, _cursor.RightMargin);
                return true;
            case 'C':
                _cursor.RightMargin = Math.Clamp((count - 1) ?? _cursor.Position.Column, _cursor.LeftMargin, _cursor.Text.Columns - 1);
                return true;
            case 'v' or 'V':
                bool isNumbered = _cursor.LeftMargin == LineNumberMargin;
                _cursor.LeftMargin = isNumbered ? 0 : Math.Min(LineNumberMargin, _cursor.RightMargin);
                display.MessageLine.Show(isNumbered ? ":set nonu" : ":set nu");
                return true;
            case 'J':
                _join = (LineJoin)(((int)_join + 1) % 4);
                display.MessageLine.Show(Describe(_join, display.Session.Settings.CrLf));
                return true;
            case 'G' & 0x1F:
                ShowPosition(display);
                return true;
            case '@' or 'L' & 0x1F or 0:
                return true;
            default:
                return false;
        }
    }

    private void SetMark(Display display)
    {
        if (_cursor.Mark is not null)
        {
            Copy(display);
            return;
        }

        _cursor.Mark = _cursor.Position;
        display.MessageLine.Show(string.Create(
            CultureInfo.InvariantCulture, $"First mark set - Column {_cursor.Position.Column + 1} Line {_cursor.Row + 1}"));
    }

    private void MarkLines(int count)
    {
        int line = _cursor.Position.Line;
        if (_cursor.Mark is null)
        {
            _cursor.MoveTo(line, _cursor.Text.FirstFilledFrom(line, _cursor.LeftMargin));
            _cursor.Mark = _cursor.Position;
        }

        _cursor.MoveTo(line + count - 1, 0);
        _cursor.MoveTo(_cursor.Position.Line, _cursor.LineEnd(_cursor.Position.Line));
    }

    private void MarkWords(Display display, int count)
    {
        var words = new WordMovement(_cursor.Text, isBig: false);
        if (_cursor.Mark is null)
        {
            _cursor.MoveTo(words.Start(_cursor.Position));
            _cursor.Mark = _cursor.Position;
        }

        _cursor.MoveTo(words.Last(_cursor.Position, count));
        Copy(display);
    }

    private void Swap()
    {
        if (_cursor.Mark is { } mark)
        {
            _cursor.Mark = _cursor.Position;
            _cursor.MoveTo(mark);
        }
    }

    private void Search(Display display, string pattern, bool isForward)
    {
        _isForward = isForward;
        if (pattern.Length > 0)
        {
            _search.Set(pattern);
        }

        Repeat(display, isForward);
    }

    private void SearchWord(Display display, bool isForward)
    {
        var words = new WordMovement(_cursor.Text, isBig: false);
        CopyPosition start = words.Start(_cursor.Position);
        CopyPosition end = words.Last(start);
        Search(display, _cursor.Text.Text(start.Line, start.Column, end.Column + 1).Trim(), isForward);
    }

    private void Repeat(Display display, bool isForward)
    {
        if (_search.Pattern.Length == 0)
        {
            display.MessageLine.Show("No previous pattern");
        }
        else if (_search.Find(_cursor.Position, isForward, includesStart: false) is { } match)
        {
            _cursor.MoveTo(match.Line, match.Column);
            display.Session.Host.Invalidate(display);
        }
        else
        {
            display.MessageLine.Show("Pattern not found");
        }
    }

    private void ShowSearch(Display display)
    {
        if (_incremental is { } incremental)
        {
            display.MessageLine.Replace(incremental.Prompt);
        }
        else
        {
            display.MessageLine.Clear();
        }

        display.Session.Host.Invalidate(display);
    }

    private void ShowPosition(Display display)
    {
        bool hasMargins = _cursor.LeftMargin > 0 || _cursor.RightMargin < _cursor.Text.Columns - 1;
        string margins = hasMargins ? string.Create(CultureInfo.InvariantCulture, $"({_cursor.LeftMargin + 1}..{_cursor.RightMargin + 1})") : string.Empty;
        display.MessageLine.Show(string.Create(
            CultureInfo.InvariantCulture, $"Column {_cursor.Position.Column + 1}{margins} Line {_cursor.Row + 1}(+{Offset})"));
    }

    private static string Describe(LineJoin join, bool crLf) => join switch
    {
        LineJoin.LineFeed => crLf ? "Multiple lines (CR/LF)" : "Multiple lines (LF)",
        LineJoin.None => "Lines joined",
        LineJoin.Blank => "Lines joined with blanks",
        _ => "Lines joined with comma",
    };
}
