using System.Buffers;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Pictures;

namespace Multiplex.Rendering;

/// <summary>
/// Turns frames into bytes for the user's terminal. It knows what the terminal shows and writes nearly the fewest bytes that make it
/// show the next
/// frame: scrolls, erasures, runs, the cheapest motions and the smallest SGR changes. It allocates only while buffers grow or new
/// renditions and texts come in.
/// </summary>
public sealed class FrameWriter
{
    /// <summary>Scrolls looked for in one frame: the regions of a split display.</summary>
    private const int MostScrolls = 4;

    /// <summary>Fewest changed rows in which a scroll is looked for.</summary>
    private const int FewestRows = 3;

    /// <summary>
    /// A drawing of more bytes is wrapped in mode 2026, or done with the cursor hidden; a shorter one arrives at once anyway.
    /// </summary>
    private const int LongDrawing = 200;

    /// <summary>
    /// After a drawing of more bytes the cursor is saved where it stays (DECSC), so that a small change elsewhere, as a clock's, needs not take it
    /// back by a motion. Less, such as an echo, is not worth two bytes more.
    /// </summary>
    private const int WorthSaving = 24;

    private readonly CellNormalizer _normalizer;
    private readonly TerminalOutlet _outlet;
    private readonly ModeWriter _modes;
    private readonly OutputBytes _output;
    private Frame _last = new(1, 1, new FrameTables());
    private Cell[] _shown = [];
    private Cell[] _next = [];
    private RowWriter _rowWriter;
    private ScrollFinder _scrollFinder;
    private FrameTables? _lastTables;
    private int _lastGeneration;
    private bool _isValid;

    /// <summary>A writer for a terminal whose content is not known.</summary>
    /// <param name="profile">What the terminal can do.</param>
    /// <param name="found">What it had before; asked for when the modes change.</param>
    public FrameWriter(TerminalProfile profile, FoundState? found = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
        _normalizer = new CellNormalizer(profile);
        _outlet = new TerminalOutlet(profile, _normalizer);
        _output = _outlet.Output;
        _modes = new ModeWriter(profile, found ?? new FoundState());
        _rowWriter = new RowWriter(_outlet, 1, 1);
        _scrollFinder = new ScrollFinder(1, 1);
    }

    /// <summary>What the terminal can do.</summary>
    public TerminalProfile Profile { get; private set; }

    /// <summary>The pictures that frames refer to.</summary>
    internal PictureWriter Pictures { get; } = new();

    /// <summary>The terminal's modes as they were set by this writer.</summary>
    internal ModeWriter Modes => _modes;

    /// <summary>Forgets what the terminal shows: the next drawing clears it first. For when something else wrote to the terminal.</summary>
    public void Invalidate() => _isValid = false;

    /// <summary>The same, and the next drawing writes all modes again, whatever they are believed to be (C-a l).</summary>
    public void InvalidateAll()
    {
        Invalidate();
        Pictures.Forget();
        _modes.Reassert();
    }

    /// <summary>
    /// Forgets where the cursor is and how it writes, but not what the terminal shows. For when a program's own bytes went past the drawing.
    /// </summary>
    public void ForgetCursor() => _outlet.Forget();

    /// <summary>Takes a picture to which the cells of further frames refer.</summary>
    /// <param name="id">The id in cells, 1..4095.</param>
    /// <param name="picture">The picture; null when the id is given up.</param>
    public void TakePicture(int id, Picture? picture)
    {
        Pictures.Take(id, picture);
        foreach (ref Cell cell in _shown.AsSpan())
        {
            cell = cell.PictureId == id ? PictureWriter.Unknown : cell;
        }

        // Marks in rows that stay are made again.
        _lastTables = null;
    }

    /// <summary>Gives all pictures up: what sent them is gone.</summary>
    public void ForgetPictures()
    {
        Pictures.Clear();
        foreach (ref Cell cell in _shown.AsSpan())
        {
            cell = cell.PictureId != 0 ? PictureWriter.Unknown : cell;
        }

        _lastTables = null;
    }

    /// <summary>Goes on with a better profile. Everything is drawn again only when something looks different now.</summary>
    /// <param name="profile">What the terminal's answers added.</param>
    public void Improve(TerminalProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
        _outlet.Profile = profile;
        _modes.Profile = profile;
        _rowWriter = new RowWriter(_outlet, _last.Columns, _last.Rows);
        if (!_normalizer.TryChange(profile))
        {
            Invalidate();
        }
    }

    /// <summary>Draws a frame.</summary>
    /// <param name="next">What the terminal shall show.</param>
    /// <param name="output">Where the bytes go. Nothing is written when nothing changed.</param>
    public void Draw(Frame next, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(output);
        _output.Clear();
        Prepare(next);
        int startRow = _outlet.Row;
        int startColumn = _outlet.Column;
        _outlet.Mark();
        bool wasCleared = Clear();
        int changedRows = NormalizeChangedRows(next);
        if (changedRows >= FewestRows)
        {
            Scroll();
            EraseBelow();
        }

        if (Pictures.IsUsed)
        {
            Pictures.Choose(next, _shown, _next, _normalizer);
        }

        for (int row = 0; row < next.Rows && changedRows > 0; row++)
        {
            _rowWriter.Write(row, ShownRow(row), NextRow(row));
        }

        Pictures.Write(_outlet, next, _shown, _next);
        Finish(next, output, wasCleared ? -1 : startRow, startColumn);
    }

    private Span<Cell> ShownRow(int row) => _shown.AsSpan(row * _last.Columns, _last.Columns);

    private Span<Cell> NextRow(int row) => _next.AsSpan(row * _last.Columns, _last.Columns);

    private void Prepare(Frame next)
    {
        if (next.Columns != _last.Columns || next.Rows != _last.Rows || _shown.Length == 0)
        {
            _last = new Frame(next.Columns, next.Rows, next.Tables);
            _shown = new Cell[next.Columns * next.Rows];
            _next = new Cell[next.Columns * next.Rows];
            _rowWriter = new RowWriter(_outlet, next.Columns, next.Rows);
            _scrollFinder = new ScrollFinder(next.Columns, next.Rows);
            _isValid = false;
        }

        if (_normalizer.IsFull)
        {
            _normalizer.Clear();
            _isValid = false;
        }
    }

    /// <summary>Brings a terminal with unknown content to a known state: plain rendition, no region, all blank.</summary>
    private bool Clear()
    {
        if (_isValid)
        {
            return false;
        }

        _outlet.Forget();
        if (Profile.Can(TerminalAbilities.ScrollRegion))
        {
            _output.Add("\e[r"u8);
        }

        _outlet.SetRendition(0);
        _output.Add("\e[H\e[J"u8);
        _outlet.SetPlace(0, 0);
        _shown.AsSpan().Fill(CellNormalizer.Blank);
        _next.AsSpan().Fill(CellNormalizer.Blank);
        _last.Cells.Clear();
        _lastTables = null;
        _isValid = true;
        return true;
    }

    private int NormalizeChangedRows(Frame next)
    {
        bool isSameTables = ReferenceEquals(_lastTables, next.Tables) && _lastGeneration == next.Tables.Generation;
        _lastTables = next.Tables;
        _lastGeneration = next.Tables.Generation;
        int changed = 0;
        for (int row = 0; row < next.Rows; row++)
        {
            Span<Cell> cells = next.Row(row);
            bool isSame = isSameTables && cells.SequenceEqual(_last.Row(row));
            if (isSame && !Pictures.IsUsed)
            {
                continue;
            }

            if (!isSame)
            {
                cells.CopyTo(_last.Row(row));
                _normalizer.Normalize(cells, next.Tables, NextRow(row));
            }

            if (Pictures.IsUsed)
            {
                // Also in rows that stay: a picture of which another row is there again can be drawn now.
                Pictures.Mark(cells, NextRow(row), Profile);
            }

            changed += NextRow(row).SequenceEqual(ShownRow(row)) ? 0 : 1;
        }

        return changed;
    }

    private void Scroll()
    {
        if (!ScrollWriter.IsPossible(Profile))
        {
            return;
        }

        // Not all terminals move a part of a picture sideways cut.
        bool hasMargins = Profile.Can(TerminalAbilities.LeftRightMargins | TerminalAbilities.ScrollUpDown) && !Pictures.IsUsed;
        for (int i = 0; i < MostScrolls && _scrollFinder.TryFind(_shown, _next, hasMargins, out Scroll scroll); i++)
        {
            ScrollWriter.Apply(_outlet, scroll, _shown, _last.Columns, _last.Rows);
            Pictures.Scrolled();
        }
    }

    /// <summary>Erases to the end of the screen when several rows there become blank.</summary>
    private void EraseBelow()
    {
        int end = _last.Rows * _last.Columns;
        int first = (_next.AsSpan(0, end).LastIndexOfAnyExcept(CellNormalizer.Blank) + _last.Columns) / _last.Columns;
        int shown = _shown.AsSpan(0, end).LastIndexOfAnyExcept(CellNormalizer.Blank) / _last.Columns;
        if (first >= _last.Rows || shown - first < 1)
        {
            return;
        }

        _outlet.MoveTo(first, 0);
        _outlet.SetBlankRendition(0);
        _output.Add("\e[J"u8);
        _shown.AsSpan(first * _last.Columns).Fill(CellNormalizer.Blank);
    }

    private void Finish(Frame next, IBufferWriter<byte> output, int startRow, int startColumn)
    {
        bool isReturning = next.CursorVisible && PlaceCursor(next, startRow, startColumn);
        if (next.CursorVisible && _output.Length > WorthSaving && !isReturning && Profile.Can(TerminalAbilities.SaveCursor))
        {
            _outlet.Save();
        }

        bool isLong = _output.Length > LongDrawing;
        bool isSynchronized = isLong && Profile.Can(TerminalAbilities.SynchronizedOutput);
        bool isHidden = isLong && !isSynchronized && next.CursorVisible && _modes.IsCursorShown
            && Profile.Can(TerminalAbilities.CursorVisibility);
        if (isSynchronized)
        {
            output.Write("\e[?2026h"u8);
        }
        else if (isHidden)
        {
            output.Write("\e[?25l"u8);
            _modes.IsCursorShown = false;
        }

        WriteDrawing(next, output, isReturning);
        if (isSynchronized)
        {
            output.Write("\e[?2026l"u8);
        }
    }

    /// <summary>Takes the cursor to its place in the frame.</summary>
    /// <returns>True when this is done by DECSC before the drawing and DECRC after it.</returns>
    private bool PlaceCursor(Frame next, int startRow, int startColumn)
    {
        int cost = _output.Length > 0 ? _outlet.MoveCost(next.CursorRow, next.CursorColumn) : 0;
        if (cost > 2 && _outlet.IsSaved(next.CursorRow, next.CursorColumn))
        {
            _output.Add("\e8"u8);
            _outlet.Restore();
            return false;
        }

        bool isReturnable = cost > 4
            && startRow == next.CursorRow
            && startColumn == next.CursorColumn
            && Profile.Can(TerminalAbilities.SaveCursor)
            && _outlet.IsMarkRestorable;
        int written = _output.Length > 0 ? _outlet.RestoreCost(next.CursorRow, next.CursorColumn, ShownRow(next.CursorRow)) : int.MaxValue;
        if (written < (isReturnable ? 4 : cost))
        {
            // Right after an echo the saved place is a character away.
            _output.Add("\e8"u8);
            _outlet.Restore();
            _rowWriter.MoveOver(next.CursorRow, ShownRow(next.CursorRow), next.CursorColumn);
        }
        else if (isReturnable)
        {
            return true;
        }

        _rowWriter.MoveOver(next.CursorRow, ShownRow(next.CursorRow), next.CursorColumn);
        _outlet.MoveTo(next.CursorRow, next.CursorColumn);
        return false;
    }

    private void WriteDrawing(Frame next, IBufferWriter<byte> output, bool isReturning)
    {
        if (isReturning)
        {
            output.Write("\e7"u8);
            output.Write(_output.Written);
            output.Write("\e8"u8);
            _outlet.SaveAtMark();
            _outlet.Restore();
        }
        else if (_output.Length > 0)
        {
            output.Write(_output.Written);
        }

        _output.Clear();
        _modes.Update(next, _output);
        if (_output.Length > 0)
        {
            output.Write(_output.Written);
        }
    }
}
