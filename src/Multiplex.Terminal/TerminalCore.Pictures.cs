using System.Globalization;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Pictures;

namespace Multiplex.Terminal;

/// <content>
/// Pictures on the screen. Their cells hold the text of a placeholder, which is what hardcopies, scrollback, copy mode and terminals without
/// pictures show.
/// </content>
internal sealed partial class TerminalCore
{
    /// <summary>Pixels of a cell when nobody knows better, as of a VT340.</summary>
    private const int DefaultCellWidth = 10;

    /// <summary>See <see cref="DefaultCellWidth"/>.</summary>
    private const int DefaultCellHeight = 20;

    /// <summary>
    /// Most rows of a picture. Those above the screen go into the scrollback one by one, so that a few bytes that claim a great height cost as much as
    /// so many lines.
    /// </summary>
    private const int MaxRows = Cell.MaxPictureRows / 2;

    private PictureStore? _pictures;
    private KittyGraphics? _graphics;
    private HashSet<int>? _seenPictures;

    /// <summary>The pictures; made at the first use, since most windows never have one.</summary>
    public PictureStore Pictures => _pictures ??= new PictureStore();

    /// <summary>kitty's protocol; made at the first use.</summary>
    public KittyGraphics Graphics => _graphics ??= new KittyGraphics(this);

    /// <summary>Some cell may be covered by a picture.</summary>
    public bool MayHavePictures { get; private set; }

    /// <summary>Pixels of a cell that pictures are measured with.</summary>
    public (int Width, int Height) CellSize => (
        Options.CellPixelWidth > 0 ? Options.CellPixelWidth : DefaultCellWidth,
        Options.CellPixelHeight > 0 ? Options.CellPixelHeight : DefaultCellHeight);

    /// <summary>The picture of an id in a cell.</summary>
    public Picture? FindPicture(int id) => _pictures?.Find(id);

    /// <summary>Puts a picture at the cursor, scrolling as lines of text would.</summary>
    /// <param name="picture">The picture; what does not fit at the right is cut off.</param>
    /// <param name="flow">Where the cursor goes.</param>
    public void PlacePicture(Picture picture, PictureFlow flow)
    {
        SweepPictures();
        int left = flow == PictureFlow.Home ? 0 : Column;
        int row = flow == PictureFlow.Home ? 0 : Row;
        (int savedRow, int savedColumn) = (Row, Column);
        picture = picture with
        {
            Columns = Math.Min(picture.Columns, Columns - left),
            Rows = Math.Min(picture.Rows, MaxRows),
        };
        int id = Pictures.Place(picture);
        MayHavePictures = true;
        MoveTo(row, left);
        bool scrolls = flow is PictureFlow.Below or PictureFlow.Right;
        for (int line = 0; line < picture.Rows; line++)
        {
            CoverRow(picture, id, line, left);
            bool isLast = line == picture.Rows - 1;
            if (isLast || (scrolls ? !TryIndex() : Row == Rows - 1))
            {
                break;
            }

            if (!scrolls)
            {
                MoveTo(Row + 1, left);
            }
        }

        Finish(flow, picture, left, savedRow, savedColumn);
    }

    /// <summary>Takes pictures off both screens: their cells become empty.</summary>
    /// <param name="isMeant">Which.</param>
    public void ErasePictures(Func<Picture, bool> isMeant) => ErasePictures((_, picture) => isMeant(picture));

    /// <summary>Takes pictures off both screens: their cells become empty.</summary>
    /// <param name="isMeant">Which, by the id in their cells too.</param>
    public void ErasePictures(Func<int, Picture, bool> isMeant)
    {
        HashSet<int> ids = [];
        foreach ((int id, Picture picture) in Pictures.Placed)
        {
            if (isMeant(id, picture))
            {
                ids.Add(id);
            }
        }

        if (ids.Count == 0)
        {
            return;
        }

        EraseCells(Primary, ids);
        if (_alternate is not null)
        {
            EraseCells(_alternate, ids);
        }

        foreach (int id in ids)
        {
            Pictures.Remove(id);
        }
    }

    /// <summary>Forgets pictures of which no cell is left, and frees cells of pictures that were given up.</summary>
    public void SweepPictures()
    {
        if (!MayHavePictures)
        {
            return;
        }

        HashSet<int> seen = _seenPictures ??= [];
        seen.Clear();
        MarkSeen(Primary, seen);
        if (_alternate is not null)
        {
            MarkSeen(_alternate, seen);
        }

        MayHavePictures = seen.Count != 0;
        if (seen.Count == Pictures.Count)
        {
            return;
        }

        foreach (int id in Pictures.Placed.Keys.Where(id => !seen.Contains(id)).ToArray())
        {
            Pictures.Remove(id);
        }
    }

    private void ResetPictures()
    {
        foreach (Picture picture in _pictures?.Placed.Values ?? Enumerable.Empty<Picture>())
        {
            picture.IsGone = true;
        }

        _pictures = null;
        _graphics = null;
        MayHavePictures = false;
    }

    private bool TryIndex()
    {
        int row = Row;
        Index();
        return Row != row || (Row == Bottom - 1 && IsInsideSides);
    }

    private void Finish(PictureFlow flow, Picture picture, int left, int savedRow, int savedColumn)
    {
        switch (flow)
        {
            case PictureFlow.Below:
                MoveTo(Row, left);
                Index();
                break;
            case PictureFlow.Right:
                MoveTo(Row, left + picture.Columns);
                break;
            default:
                MoveTo(savedRow, savedColumn);
                break;
        }
    }

    private void CoverRow(Picture picture, int id, int line, int left)
    {
        Span<Cell> cells = picture.Columns <= 512 ? stackalloc Cell[picture.Columns] : new Cell[picture.Columns];

        // The form of tmux's placeholder.
        cells.Fill(Cell.FromCodePoint('+', CellWidth.Narrow, 0).WithPicture(id, line));
        if (line == 0)
        {
            string kind = picture.Data.Kind == PictureKind.Sixel ? "SIXEL" : "KITTY";
            string label = string.Create(CultureInfo.InvariantCulture, $"{kind} IMAGE ({picture.Columns}x{picture.Rows})");
            for (int i = 0; i < label.Length && label.Length <= cells.Length; i++)
            {
                cells[i] = Cell.FromCodePoint(label[i], CellWidth.Narrow, 0).WithPicture(id, 0);
            }
        }

        Screen.CopyCells(cells, Row, left);
        PendingWrap = false;
    }

    private static void EraseCells(ScreenBuffer screen, HashSet<int> ids)
    {
        for (int row = 0; row < screen.Rows; row++)
        {
            for (int column = 0; column < screen.Lines[row].Occupied; column++)
            {
                if (ids.Contains(screen.Lines[row].Cells[column].PictureId))
                {
                    screen.Erase(row, column, column + 1, Cell.Empty);
                }
            }
        }
    }

    private void MarkSeen(ScreenBuffer screen, HashSet<int> seen)
    {
        int last = 0;
        foreach (Line line in screen.Lines)
        {
            Span<Cell> cells = line.Cells.AsSpan(0, line.Occupied);
            for (int column = 0; column < cells.Length; column++)
            {
                int id = cells[column].PictureId;
                if (id == 0 || id == last)
                {
                    continue;
                }

                if (Pictures.Find(id) is null)
                {
                    cells[column] = cells[column].WithoutPicture;
                }
                else
                {
                    seen.Add(id);
                    last = id;
                }
            }
        }
    }
}
