namespace Multiplex.Server.Copy;

/// <summary>Where copy mode stands: the cursor, the part of the text in view, the column margins and the marks.</summary>
/// <param name="text">The text.</param>
internal sealed class CopyCursor(CopyText text)
{
    /// <summary>The text.</summary>
    public CopyText Text { get; } = text;

    /// <summary>The cursor.</summary>
    public CopyPosition Position { get; private set; }

    /// <summary>The line at the top of the view; below 0 as far as the scrollback is not full, where the view shows empty lines.</summary>
    public int Top { get; private set; } = text.HistoryCount;

    /// <summary>Rows of the view.</summary>
    public int Rows { get; private set; } = text.Rows;

    /// <summary>The first mark, or null.</summary>
    public CopyPosition? Mark { get; set; }

    /// <summary>Left margin of what is copied.</summary>
    public int LeftMargin { get; set; }

    /// <summary>Right margin of what is copied, inclusive.</summary>
    public int RightMargin { get; set; } = text.Columns - 1;

    /// <summary>The mark and the cursor are corners of a rectangle.</summary>
    public bool IsBlock { get; set; }

    /// <summary>Row of the cursor in the view.</summary>
    public int Row => Position.Line - Top;

    /// <summary>Sets the height of the view.</summary>
    /// <param name="rows">At least 1.</param>
    public void SetRows(int rows)
    {
        Rows = Math.Max(rows, 1);
        Show();
    }

    /// <summary>Moves the cursor; the view follows.</summary>
    /// <param name="line">Line, clamped.</param>
    /// <param name="column">Column, clamped.</param>
    public void MoveTo(int line, int column)
    {
        Position = new CopyPosition(Math.Clamp(line, 0, Text.LineCount - 1), Math.Clamp(column, 0, Text.Columns - 1));
        Show();
    }

    /// <summary>The last column of a line that is not blank, within the margins; the left margin when there is none.</summary>
    /// <param name="line">The line.</param>
    public int LineEnd(int line)
    {
        int column = Text.LastFilled(line, RightMargin);
        return column < 0 ? LeftMargin : column;
    }

    /// <summary>Moves the cursor.</summary>
    /// <param name="position">Where to.</param>
    public void MoveTo(CopyPosition position) => MoveTo(position.Line, position.Column);

    /// <summary>Moves the cursor and the view so that the cursor comes to a row of it, as far as there is text or room for it.</summary>
    /// <param name="line">Line, clamped.</param>
    /// <param name="column">Column, clamped.</param>
    /// <param name="row">Row of the view.</param>
    public void MoveToRow(int line, int column, int row)
    {
        Top = Math.Clamp(Math.Clamp(line, 0, Text.LineCount - 1) - row, FirstTop, LastTop);
        MoveTo(line, column);
    }

    /// <summary>Scrolls the view; the cursor keeps its row.</summary>
    /// <param name="lines">Positive towards the end of the text.</param>
    public void ScrollWithCursor(int lines) => MoveToRow(Position.Line + lines, Position.Column, Row);

    /// <summary>Scrolls the view; the cursor keeps its line as long as that is in view.</summary>
    /// <param name="lines">Positive towards the end of the text.</param>
    public void ScrollView(int lines)
    {
        Top = Math.Clamp(Top + lines, FirstTop, LastTop);
        Position = Position with { Line = Math.Clamp(Position.Line, Math.Max(Top, 0), Math.Min(Top + Rows - 1, Text.LineCount - 1)) };
    }

    private int FirstTop => -Text.UnusedHistory;

    private int LastTop => Math.Max(Text.LineCount - Rows, 0);

    private void Show()
    {
        Top = Math.Clamp(Top, Position.Line - Rows + 1, Position.Line);
        Top = Math.Clamp(Top, FirstTop, LastTop);
    }
}
