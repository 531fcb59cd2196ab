using Multiplex.Server.Model;

namespace Multiplex.Server.Composition;

/// <summary>
/// The state of one expansion: where the text has come to, the pending pads, the mark for truncation, the condition and the stack of renditions.
/// Positions are indexes of characters, areas are measured in columns.
/// </summary>
internal sealed class StatusExpansion
{
    /// <summary>Most pads that share the space; screen has room for 256, and a line of 80 columns has no use for more than a few.</summary>
    private const int MaxPads = 64;

    private static readonly StatusLine Nothing = new();

    private readonly List<byte> _stack = [];
    private readonly (int Index, byte Style)[] _pads = new (int, byte)[MaxPads];
    private int _padCount;
    private int _areaStart;
    private int _mark;
    private int _markPercent;
    private bool _markDots;
    private bool _hasCondition;
    private bool _isTrue;
    private ElsePart _else;
    private Snapshot _snapshot;
    private DateTimeOffset? _now;
    private byte _style;

    private enum ElsePart
    {
        None,
        Shown,
        Dropped,
    }

    private readonly record struct Snapshot(int Count, int Pads, int Stack, byte Style);

    /// <summary>What the escapes speak about.</summary>
    public StatusContext Context { get; private set; }

    /// <summary>The line that is filled.</summary>
    public StatusLine Line { get; private set; } = Nothing;

    /// <summary>The window spoken of, or null.</summary>
    public Window? Window => Context.Window;

    /// <summary>The local time of the expansion, read once.</summary>
    public DateTimeOffset Now => _now ??= Context.Session.Host.Time.GetLocalNow();

    /// <summary>The present rendition.</summary>
    public StatusRendition Rendition => Line.Styles[_style];

    /// <summary>Begins an expansion.</summary>
    /// <param name="context">What it speaks about.</param>
    /// <param name="line">The line to fill.</param>
    public void Begin(in StatusContext context, StatusLine line)
    {
        Context = context;
        Line = line;
        line.Clear(context.Rendition);
        _stack.Clear();
        _padCount = 0;
        _areaStart = 0;
        _mark = -1;
        _hasCondition = false;
        _now = null;
        _style = 0;
    }

    /// <summary>Ends it: the pads that are left share the width.</summary>
    public void Finish()
    {
        ExpandPads(Context.Width);
        Context = default;
        Line = Nothing;
    }

    /// <summary>Runs an escape.</summary>
    /// <param name="arguments">Letter and qualifiers.</param>
    /// <param name="text">What stands in braces.</param>
    public void Run(in StatusArguments arguments, ReadOnlySpan<char> text)
    {
        StatusEscape? escape = StatusEscapes.Table.Find(arguments.Letter);
        if (escape is not null)
        {
            // In two steps: the handlers of %? and %: set the condition themselves.
            bool hasValue = escape.Handler(this, arguments, text);
            _isTrue |= hasValue;
            return;
        }

        // An unknown letter shows the window's number and then itself (screen 4.9).
        _isTrue |= StatusEscapes.Number(this, arguments);
        Append(arguments.Letter);
    }

    /// <summary>Adds text in the present rendition.</summary>
    /// <param name="text">The text.</param>
    public void Append(ReadOnlySpan<char> text) => Line.Append(text, _style);

    /// <summary>Adds a character in the present rendition.</summary>
    /// <param name="codePoint">The character.</param>
    public void Append(int codePoint) => Line.Append(codePoint, _style);

    /// <summary>Adds text and says whether there was any.</summary>
    /// <param name="text">The text.</param>
    public bool AppendValue(ReadOnlySpan<char> text)
    {
        Append(text);
        return !text.IsEmpty;
    }

    /// <summary>Adds a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="width">Least width.</param>
    /// <param name="fill">What it is filled with on the left.</param>
    public bool AppendNumber(int value, int width = 0, char fill = ' ')
    {
        Span<char> digits = stackalloc char[12];
        _ = value.TryFormat(digits, out int length, default, System.Globalization.CultureInfo.InvariantCulture);
        for (int count = length; count < width; count++)
        {
            Append(fill);
        }

        Append(digits[..length]);
        return true;
    }

    /// <summary>Changes the rendition; <c>%{-}</c> undoes it.</summary>
    /// <param name="modifier">The change.</param>
    public void Change(in RenditionModifier modifier)
    {
        if (modifier.IsPop)
        {
            Pop();
            return;
        }

        _stack.Add(_style);
        _style = Line.Style(modifier.Apply(Rendition));
    }

    /// <summary>Goes back to the rendition before the last change.</summary>
    public void Pop()
    {
        if (_stack.Count > 0)
        {
            _style = _stack[^1];
            _stack.RemoveAt(_stack.Count - 1);
        }
    }

    /// <summary><c>%?</c>: begins a part, or ends it and drops it when nothing in it had a value.</summary>
    public void Condition()
    {
        if (_hasCondition)
        {
            bool isShown = _else == ElsePart.None ? _isTrue : _else == ElsePart.Shown;
            if (!isShown)
            {
                Restore();
            }

            _hasCondition = false;
            return;
        }

        _hasCondition = true;
        _isTrue = false;
        _else = ElsePart.None;
        _snapshot = new Snapshot(Line.Count, _padCount, _stack.Count, _style);
    }

    /// <summary><c>%:</c>: the first part ends, the part for the other case begins.</summary>
    public void Otherwise()
    {
        if (!_hasCondition)
        {
            return;
        }

        if (_isTrue && _else == ElsePart.None)
        {
            // The first part stays; what follows up to the closing %? is dropped.
            _else = ElsePart.Dropped;
            _snapshot = new Snapshot(Line.Count, _padCount, _stack.Count, _style);
        }
        else
        {
            Restore();
            _else = ElsePart.Shown;
        }
    }

    /// <summary><c>%&gt;</c>: marks the spot that truncation keeps in view.</summary>
    /// <param name="percent">Where in the area it shall lie.</param>
    /// <param name="dots">Cut ends are shown as dots.</param>
    public void Mark(int percent, bool dots)
    {
        _mark = Line.Count;
        _markPercent = Math.Min(percent, 100);
        _markDots = dots;
    }

    /// <summary><c>%=</c> and <c>%&lt;</c>.</summary>
    /// <param name="arguments">The qualifiers.</param>
    /// <param name="fills">True for <c>%=</c>.</param>
    public void Pad(in StatusArguments arguments, bool fills)
    {
        bool isPlain = !arguments.HasNumber && !arguments.Zero && !arguments.Plus && !arguments.Minus;
        bool isAbsolute = arguments.Zero || arguments.Minus;
        if (fills && isPlain && !arguments.Long)
        {
            AddPad();
            return;
        }

        if (Context.Width == 0 && !isAbsolute)
        {
            if (fills)
            {
                Append(' ');
            }

            return;
        }

        int target = Target(arguments, fills);
        ExpandPads(target);
        int columns = Line.Columns(0, Line.Count);
        if (columns > target && !arguments.Long)
        {
            Cut(target);
        }
        else if (fills && columns < target)
        {
            Line.Insert(Line.Count, target - columns, new StatusCharacter(' ', 1, _style));
        }

        _areaStart = Line.Count;
        _mark = -1;
    }

    private int Target(in StatusArguments arguments, bool fills)
    {
        int width = Context.Width;
        int start = arguments.Plus ? Line.Columns(0, _areaStart) : 0;
        int target;
        if (arguments.Minus)
        {
            target = (arguments.Plus ? start : width) - arguments.Number;
        }
        else if (arguments.Zero)
        {
            target = start + arguments.Number;
        }
        else
        {
            int percent = !fills && !arguments.HasNumber && !arguments.Plus ? 100 : Math.Min(arguments.Number, 100);
            target = start + (width - start) * percent / 100;
        }

        return Math.Max(target, 0);
    }

    private void AddPad()
    {
        if (Context.Width == 0)
        {
            Append(' ');
        }
        else if (_padCount < MaxPads)
        {
            _pads[_padCount++] = (Line.Count, _style);
        }
    }

    private void ExpandPads(int target)
    {
        if (_padCount == 0)
        {
            return;
        }

        int space = target - Line.Columns(0, Line.Count);
        int inserted = 0;
        for (int index = 0; index < _padCount && space > 0; index++)
        {
            int share = space / (_padCount - index);
            Line.Insert(_pads[index].Index + inserted, share, new StatusCharacter(' ', 1, _pads[index].Style));
            if (_mark >= _pads[index].Index + inserted)
            {
                _mark += share;
            }

            inserted += share;
            space -= share;
        }

        _padCount = 0;
    }

    private void Cut(int target)
    {
        int areaColumn = Line.Columns(0, _areaStart);
        int excess = Line.Columns(0, Line.Count) - target;
        int wanted = areaColumn + Math.Max(target - areaColumn, 0) * _markPercent / 100;
        int left = _mark < _areaStart ? 0 : Math.Clamp(Line.Columns(0, _mark) - wanted, 0, excess);
        Line.RemoveColumns(_areaStart, left);
        int kept = Line.Count;
        while (kept > 0 && Line.Columns(0, kept) > target)
        {
            kept--;
        }

        int missing = target - Line.Columns(0, kept);
        Line.Truncate(kept);
        Line.Insert(kept, missing, new StatusCharacter(' ', 1, _style));
        if (_mark >= 0 && _markDots)
        {
            Line.Dot(_areaStart, left > 0 ? Math.Min(_areaStart + 3, Line.Count) : _areaStart);
            Line.Dot(excess > left ? Math.Max(Line.Count - 3, _areaStart) : Line.Count, Line.Count);
        }
    }

    private void Restore()
    {
        Line.Truncate(_snapshot.Count);
        _padCount = Math.Min(_padCount, _snapshot.Pads);
        while (_stack.Count > _snapshot.Stack)
        {
            _stack.RemoveAt(_stack.Count - 1);
        }

        _style = _snapshot.Style;
    }
}
