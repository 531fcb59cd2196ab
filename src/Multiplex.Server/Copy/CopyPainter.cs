using Multiplex.Server.Composition;
using Multiplex.Server.Layers;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Copy;

/// <summary>Draws what copy mode shows: the part of the text in view, what is marked in standout, matches of the last search in colour.</summary>
internal sealed class CopyPainter
{
    private static readonly Color MatchBackground = Color.FromIndex(3);
    private static readonly Color MatchForeground = Color.FromIndex(0);

    private readonly TerminalPainter _screen = new();
    private readonly TerminalPainter _history = new();
    private readonly List<CopyMatch> _matches = [];

    /// <summary>Draws.</summary>
    /// <param name="cursor">Cursor and marks.</param>
    /// <param name="search">The last search, or null for no highlights.</param>
    /// <param name="rules">What stands in for attributes.</param>
    /// <param name="standout">The rendition of what is marked.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="area">Where.</param>
    public void Paint(CopyCursor cursor, CopySearch? search, AttributeRules rules, StatusRendition standout, Frame frame, Rectangle area)
    {
        CopyText text = cursor.Text;
        int columns = Math.Min(text.Columns, area.Columns);
        for (int index = 0; index < area.Rows; index++)
        {
            Span<Cell> row = frame.Row(area.Row + index).Slice(area.Column, area.Columns);
            int line = cursor.Top + index;
            if (line < 0 || line >= text.LineCount)
            {
                row.Clear();
                continue;
            }

            ReadOnlySpan<Cell> cells = text.Line(line, out FrameTables tables, out _);
            TerminalPainter painter = line < text.HistoryCount ? _history : _screen;
            painter.Bind(tables, frame.Tables, rules);
            painter.Copy(cells[..columns], row, rules);
            PaintMatches(search, line, frame, row[..columns]);
            PaintMark(cursor, line, standout, frame, row[..columns]);
        }
    }

    private static void PaintMark(CopyCursor cursor, int line, StatusRendition standout, Frame frame, Span<Cell> row)
    {
        if (cursor.Mark is null)
        {
            return;
        }

        // What stands behind a line's text is not copied and therefore not shown as marked, except in a rectangle, which is seen better as one.
        int end = cursor.IsBlock ? row.Length : Math.Min(cursor.Text.LastFilled(line) + 1, row.Length);
        ushort rendition = CellText.Intern(frame, standout.ToRendition());
        for (int column = 0; column < end; column++)
        {
            if (Marking.Contains(cursor, new CopyPosition(line, column)))
            {
                row[column] = row[column].IsEmpty
                    ? Cell.FromCodePoint(' ', CellWidth.Narrow, rendition)
                    : row[column].WithRendition(rendition);
            }
        }
    }

    private void PaintMatches(CopySearch? search, int line, Frame frame, Span<Cell> row)
    {
        if (search is null)
        {
            return;
        }

        _matches.Clear();
        search.MatchesIn(line, _matches);
        foreach (CopyMatch match in _matches)
        {
            for (int column = match.Column; column < Math.Min(match.End, row.Length); column++)
            {
                Rendition rendition = frame.Tables.Renditions[row[column].Rendition] with
                {
                    Foreground = MatchForeground,
                    Background = MatchBackground,
                };
                row[column] = row[column].WithRendition(CellText.Intern(frame, rendition));
            }
        }
    }
}
