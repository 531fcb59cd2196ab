using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>
/// The terminal as the drawing code sees it: where its cursor is, what rendition it writes in, and the bytes on their way to it.
/// Every byte of a drawing goes through here, so that what is known about the terminal is always true.
/// </summary>
internal sealed class TerminalOutlet(TerminalProfile profile, CellNormalizer normalizer)
{
    private const int Unknown = -1;

    private Rendition _rendition;
    private ushort _renditionId;
    private bool _isRenditionKnown;
    private ushort _blankId;
    private State _before;
    private State _slot = State.Nothing;

    /// <summary>The terminal.</summary>
    public TerminalProfile Profile { get; set; } = profile;

    /// <summary>The cells' tables.</summary>
    public CellNormalizer Cells { get; } = normalizer;

    /// <summary>The bytes.</summary>
    public OutputBytes Output { get; } = new();

    /// <summary>Zero-based row of the cursor, -1 when unknown.</summary>
    public int Row { get; private set; } = Unknown;

    /// <summary>Zero-based column, -1 when unknown or when the cursor waits behind the last column.</summary>
    public int Column { get; private set; } = Unknown;

    /// <summary>The rendition in use; equal ids in normalized cells are equal renditions.</summary>
    public ushort RenditionId => _renditionId;

    /// <summary>Forgets what is known about the terminal.</summary>
    public void Forget()
    {
        SetPlace(Unknown, Unknown);
        _isRenditionKnown = false;
        _renditionId = ushort.MaxValue;
        _slot = State.Nothing;
    }

    /// <summary>Remembers the state before a drawing, in case it turns out that it should have begun with DECSC.</summary>
    public void Mark() => _before = Now;

    /// <summary>True when DECSC before the drawing and DECRC after it would bring the cursor back to where it was.</summary>
    public bool IsMarkRestorable => _before.IsRestorable && _rendition.Link == 0;

    /// <summary>The drawing that began at the mark is written with DECSC before it.</summary>
    public void SaveAtMark() => _slot = _before;

    /// <summary>True when DECRC takes the cursor to a place.</summary>
    /// <param name="row">Zero-based row.</param>
    /// <param name="column">Zero-based column.</param>
    public bool IsSaved(int row, int column) => _slot.IsRestorable && _slot.Row == row && _slot.Column == column && _rendition.Link == 0;

    /// <summary>Bytes for going to a place by DECRC and by writing the few cells from there on again.</summary>
    /// <param name="row">Zero-based row.</param>
    /// <param name="column">Zero-based column.</param>
    /// <param name="shown">What the terminal shows in the row.</param>
    /// <returns>More than any motion takes when that is not possible.</returns>
    public int RestoreCost(int row, int column, ReadOnlySpan<Cell> shown)
    {
        const int Nearest = 2;
        if (!_slot.IsRestorable || _slot.Row != row || column < _slot.Column || column - _slot.Column > Nearest || _rendition.Link != 0)
        {
            return int.MaxValue;
        }

        int cost = 2;
        foreach (Cell cell in shown[_slot.Column..column])
        {
            bool isBlank = !cell.IsGrapheme && cell.Content == ' ';
            bool isAlike = cell.Rendition == (isBlank ? _slot.BlankId : _slot.RenditionId);
            if (cell.IsGrapheme || cell.Width != CellWidth.Narrow || cell.PictureId != 0 || !isAlike)
            {
                return int.MaxValue;
            }

            cost += OutputBytes.Utf8Length(cell.Content);
        }

        return cost;
    }

    /// <summary>Writes DECSC, when what it saves can be restored and is not saved already.</summary>
    public void Save()
    {
        State now = Now;
        if (now.IsRestorable && now != _slot)
        {
            Output.Add("\e7"u8);
            _slot = now;
        }
    }

    /// <summary>The saved state is the terminal's now, as DECRC makes it.</summary>
    public void Restore()
    {
        _rendition = _slot.Rendition;
        _renditionId = _slot.RenditionId;
        _blankId = _slot.BlankId;
        SetPlace(_slot.Row, _slot.Column);
    }

    /// <summary>Says where the cursor is after bytes that moved it.</summary>
    /// <param name="row">Row or -1.</param>
    /// <param name="column">Column or -1.</param>
    public void SetPlace(int row, int column)
    {
        Row = row;
        Column = column;
    }

    /// <summary>Bytes that <see cref="MoveTo"/> would take.</summary>
    /// <param name="row">Zero-based row.</param>
    /// <param name="column">Zero-based column.</param>
    public int MoveCost(int row, int column) =>
        row == Row && column == Column ? 0 : new CursorMotion(Profile, Row, Column, row, column).Cost;

    /// <summary>Puts the cursor somewhere.</summary>
    /// <param name="row">Zero-based row.</param>
    /// <param name="column">Zero-based column.</param>
    public void MoveTo(int row, int column)
    {
        if (row != Row || column != Column)
        {
            new CursorMotion(Profile, Row, Column, row, column).Write(Output);
            SetPlace(row, column);
        }
    }

    /// <summary>Switches to a rendition.</summary>
    /// <param name="id">Id of a normalized cell.</param>
    public void SetRendition(ushort id)
    {
        if (id == _renditionId && _isRenditionKnown)
        {
            return;
        }

        Rendition next = Cells.Rendition(id);
        if (!_isRenditionKnown)
        {
            Output.Add("\e[m"u8);
            if (Profile.Can(TerminalAbilities.Hyperlinks))
            {
                Output.Add("\e]8;;\e\\"u8);
            }

            _rendition = Rendition.Default;
        }

        if (next with { Link = 0 } != _rendition with { Link = 0 })
        {
            RenditionWriter.Write(Output, _rendition, next, Profile.Can(TerminalAbilities.PartialReset));
        }

        if (next.Link != _rendition.Link)
        {
            WriteLink(next.Link);
        }

        _rendition = next;
        _renditionId = id;
        _blankId = Cells.BlankRendition(id);
        _isRenditionKnown = true;
    }

    /// <summary>
    /// Switches to a rendition in which a space, or an erasure, shows a certain blank. A blank shows no more than its background, so
    /// most renditions
    /// do for it, and text goes on in the one before.
    /// </summary>
    /// <param name="id">Id of a normalized blank.</param>
    public void SetBlankRendition(ushort id)
    {
        if (!ShowsBlank(id))
        {
            SetRendition(id);
        }
    }

    /// <summary>True when a space written now shows a certain blank.</summary>
    /// <param name="id">Id of a normalized blank.</param>
    public bool ShowsBlank(ushort id) => _isRenditionKnown && _blankId == id;

    /// <summary>Writes a narrow or wide character; the tail of a wide one is written with its head.</summary>
    /// <param name="cell">A normalized cell that is no tail.</param>
    /// <param name="columns">Width of the terminal.</param>
    public void WriteCharacter(Cell cell, int columns)
    {
        if (!cell.IsGrapheme && cell.Content == ' ')
        {
            SetBlankRendition(cell.Rendition);
        }
        else
        {
            SetRendition(cell.Rendition);
        }

        bool isSafe = true;
        if (cell.IsGrapheme)
        {
            string text = Cells.Grapheme(cell.Content);
            Output.AddPrintable(text);
            isSafe = Profile.Can(TerminalAbilities.GraphemeClusters) || !WidthDoubt.IsDoubtful(text);
        }
        else
        {
            Output.AddCodePoint(cell.Content);
        }

        Advance(cell.Width == CellWidth.Wide ? 2 : 1, columns);
        if (!isSafe)
        {
            // Terminals do not agree how wide this is: the next thing in this row is placed absolutely.
            Column = Unknown;
        }
    }

    /// <summary>Moves the known place over characters that were written.</summary>
    /// <param name="count">Columns.</param>
    /// <param name="columns">Width of the terminal.</param>
    public void Advance(int count, int columns)
    {
        Column += count;
        if (Column >= columns)
        {
            Column = Unknown;
            if (!Profile.Can(TerminalAbilities.DeferredWrap))
            {
                Row = Unknown;
            }
        }
    }

    /// <summary>True when erasing in a rendition leaves cells that look like blanks written in it.</summary>
    /// <param name="id">Id of a normalized blank.</param>
    public bool CanErase(ushort id)
    {
        if (id == 0)
        {
            return true;
        }

        Rendition rendition = Cells.Rendition(id);
        return Profile.Can(TerminalAbilities.BackColorErase)
            && rendition.Attributes == RenditionAttributes.None
            && rendition.Underline == UnderlineStyle.None
            && rendition.Link == 0;
    }

    private State Now => _isRenditionKnown ? new State(Row, Column, _rendition, _renditionId, _blankId) : State.Nothing;

    private void WriteLink(ushort link)
    {
        Output.Add("\e]8;"u8);
        if (link != 0)
        {
            Hyperlink target = Cells.Link(link);
            if (target.Id.Length > 0)
            {
                Output.Add("id="u8);
                Output.AddPrintable(target.Id);
            }

            Output.Add((byte)';');
            Output.AddPrintable(target.Uri);
        }
        else
        {
            Output.Add((byte)';');
        }

        Output.Add("\e\\"u8);
    }

    /// <summary>What DECSC saves.</summary>
    private readonly record struct State(int Row, int Column, Rendition Rendition, ushort RenditionId, ushort BlankId)
    {
        public static State Nothing { get; } = new(Unknown, Unknown, default, 0, 0);

        /// <summary>Terminals differ in whether DECRC knows hyperlinks and the wait behind the last column.</summary>
        public bool IsRestorable => Row >= 0 && Column >= 0 && Rendition.Link == 0;
    }
}
