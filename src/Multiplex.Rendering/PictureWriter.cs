using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Pictures;

namespace Multiplex.Rendering;

/// <summary>
/// Draws the pictures that cells of frames refer to. In the cells that a picture covers on the terminal stand marks, so that scrolls, erasures and
/// overwriting are found by comparing cells as for text. A picture is written when its marks are wanted where they are not; where it cannot be drawn
/// whole, its placeholder is.
/// </summary>
internal sealed class PictureWriter
{
    private readonly Dictionary<int, ShelvedPicture> _shelf = [];
    private readonly List<Sight> _sights = [];
    private readonly OutputBytes _commands = new();
    private Cell[] _row = [];
    private bool _hasScrolled;

    /// <summary>A cell that nothing equals: whatever is wanted there is written.</summary>
    public static Cell Unknown { get; } = new(1);

    /// <summary>True when frames may refer to pictures, or the terminal may show some.</summary>
    public bool IsUsed => _shelf.Count != 0;

    /// <summary>Takes a picture for an id.</summary>
    /// <param name="id">1..4095.</param>
    /// <param name="picture">The picture; null to give the id up.</param>
    public void Take(int id, Picture? picture)
    {
        if (_shelf.Remove(id, out ShelvedPicture? former) && former.MayBeThere)
        {
            KittyWriter.Delete(_commands, id);
        }

        if (picture is not null && ShelvedPicture.IsSafe(picture))
        {
            _shelf.Add(id, new ShelvedPicture(picture));
        }
    }

    /// <summary>Gives all ids up: another daemon gives out its own.</summary>
    public void Clear()
    {
        foreach (int id in _shelf.Keys.ToArray())
        {
            Take(id, null);
        }
    }

    /// <summary>The terminal was cleared, or may show anything.</summary>
    public void Forget()
    {
        foreach (ShelvedPicture picture in _shelf.Values)
        {
            picture.Forget();
        }
    }

    /// <summary>Takes all pictures off the terminal that do not go with its text.</summary>
    /// <param name="output">Where the bytes go.</param>
    public void Leave(OutputBytes output)
    {
        output.Add(_commands.Written);
        _commands.Clear();
        foreach ((int id, ShelvedPicture picture) in _shelf)
        {
            if (picture.MayBeThere)
            {
                KittyWriter.Delete(output, id);
            }

            picture.Forget();
            picture.MayBeThere = false;
        }
    }

    /// <summary>The terminal scrolled by itself; where it left pictures of a layer of their own is not known.</summary>
    public void Scrolled() => _hasScrolled = true;

    /// <summary>Puts marks into a normalized row.</summary>
    /// <param name="source">The frame's row.</param>
    /// <param name="next">The normalized row.</param>
    /// <param name="profile">The terminal.</param>
    public void Mark(ReadOnlySpan<Cell> source, Span<Cell> next, TerminalProfile profile)
    {
        for (int column = 0; column < source.Length; column++)
        {
            int id = source[column].PictureId;
            if (id != 0 && _shelf.TryGetValue(id, out ShelvedPicture? picture) && picture.CanShow(profile))
            {
                next[column] = default(Cell).WithPicture(id, source[column].PictureRow);
            }
        }
    }

    /// <summary>Decides what becomes of each picture of the frame, before rows are written: marks that cannot stay are replaced.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="shown">What the terminal shows, after scrolls.</param>
    /// <param name="next">What it shall show.</param>
    /// <param name="normalizer">Makes cells of placeholders.</param>
    public void Choose(Frame frame, ReadOnlySpan<Cell> shown, Span<Cell> next, CellNormalizer normalizer)
    {
        Look(shown, next, frame.Columns);
        foreach (Sight sight in _sights)
        {
            sight.Fate = Decide(sight, frame.Rows);
            if (sight.Fate == Fate.Placeholder)
            {
                ReplaceByText(sight, frame, next, normalizer);
            }
            else if (sight.Fate == Fate.Draw)
            {
                bool isLayer = sight.Picture.IsLayer;
                for (int i = sight.Top * frame.Columns; i < (sight.Bottom + 1) * frame.Columns; i++)
                {
                    // Below a picture is nothing; a picture on a layer of its own has that already where it was before.
                    bool isMarked = next[i].PictureId == sight.Id && next[i].Bits != CellNormalizer.Blank.Bits;
                    next[i] = isMarked && !(isLayer && shown[i] == next[i]) ? CellNormalizer.Blank : next[i];
                }
            }
        }
    }

    /// <summary>Draws what was decided to be drawn, after the rows, and sets the marks.</summary>
    /// <param name="outlet">The terminal.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="shown">What the terminal shows.</param>
    /// <param name="next">What it shall show; equal to <paramref name="shown"/>.</param>
    public void Write(TerminalOutlet outlet, Frame frame, Span<Cell> shown, Span<Cell> next)
    {
        outlet.Output.Add(_commands.Written);
        _commands.Clear();
        foreach ((int id, ShelvedPicture picture) in _shelf)
        {
            if (picture.MayBeThere && !_sights.Exists(sight => sight.Id == id && sight.Fate is Fate.Keep or Fate.Draw))
            {
                KittyWriter.Delete(outlet.Output, id);
                picture.Forget();
                picture.MayBeThere = false;
            }
        }

        foreach (Sight sight in _sights)
        {
            if (sight.Fate != Fate.Draw)
            {
                continue;
            }

            outlet.MoveTo(sight.Top, sight.Left);
            sight.Picture.Draw(outlet, sight.Id, sight.Place);
            for (int row = sight.Top; row <= sight.Bottom; row++)
            {
                SetMarks(sight.Id, frame.Row(row), shown[(row * frame.Columns)..], next[(row * frame.Columns)..]);
            }
        }

        _sights.Clear();
        _hasScrolled = false;
    }

    private static void SetMarks(int id, ReadOnlySpan<Cell> source, Span<Cell> shown, Span<Cell> next)
    {
        for (int column = 0; column < source.Length; column++)
        {
            if (source[column].PictureId == id)
            {
                shown[column] = next[column] = default(Cell).WithPicture(id, source[column].PictureRow);
            }
        }
    }

    private void Look(ReadOnlySpan<Cell> shown, ReadOnlySpan<Cell> next, int columns)
    {
        _sights.Clear();
        Sight? last = null;
        for (int i = 0; i < next.Length; i++)
        {
            int id = next[i].PictureId;
            if (id == 0)
            {
                continue;
            }

            if (last?.Id != id)
            {
                last = _sights.Find(sight => sight.Id == id);
                if (last is null)
                {
                    last = new Sight(id, _shelf[id], i / columns, i % columns, next[i].PictureRow);
                    _sights.Add(last);
                }
            }

            last.Add(i / columns, i % columns, next[i].PictureRow, shown[i] == next[i]);
        }
    }

    private Fate Decide(Sight sight, int rows)
    {
        if (sight.Picture.IsLayer)
        {
            bool isThere = sight.IsShown && !_hasScrolled && sight.Picture.Place == sight.Place;
            return !sight.IsBlock ? Fate.Placeholder : isThere ? Fate.Keep : Fate.Draw;
        }

        // Below the last row of pixels the cursor goes to a further line, which must not scroll.
        return sight.IsShown ? Fate.Keep : sight.IsWhole && sight.Bottom < rows - 1 ? Fate.Draw : Fate.Placeholder;
    }

    private void ReplaceByText(Sight sight, Frame frame, Span<Cell> next, CellNormalizer normalizer)
    {
        if (_row.Length != frame.Columns)
        {
            _row = new Cell[frame.Columns];
        }

        for (int row = sight.Top; row <= sight.Bottom; row++)
        {
            normalizer.Normalize(frame.Row(row), frame.Tables, _row);
            Span<Cell> target = next.Slice(row * frame.Columns, frame.Columns);
            for (int column = 0; column < target.Length; column++)
            {
                target[column] = target[column].PictureId == sight.Id ? _row[column] : target[column];
            }
        }
    }

    private enum Fate
    {
        Keep,
        Draw,
        Placeholder,
    }

    /// <summary>Where a picture is in a frame.</summary>
    private sealed class Sight(int id, ShelvedPicture picture, int top, int left, int firstRow)
    {
        private readonly int _origin = top - firstRow;
        private int _right = left;
        private int _count;

        /// <summary>Each row of the picture is where it has to be below the first one.</summary>
        private bool _isInOrder = true;

        public int Id { get; } = id;

        public ShelvedPicture Picture { get; } = picture;

        public int Top { get; } = top;

        public int Bottom { get; private set; } = top;

        public int Left { get; private set; } = left;

        public int Width => _right - Left + 1;

        public bool IsShown { get; private set; } = true;

        public bool IsWhole => IsBlock && firstRow == 0 && Bottom - Top + 1 == Picture.Picture.Rows;

        /// <summary>Some of its rows are there, and nothing stands in them.</summary>
        public bool IsBlock => _isInOrder && Width == Picture.Picture.Columns && _count == Width * (Bottom - Top + 1);

        public Fate Fate { get; set; }

        public PicturePlace Place => new(Top, Left, firstRow, Bottom - Top + 1);

        public void Add(int row, int column, int pictureRow, bool isShown)
        {
            _count++;
            Bottom = row;
            Left = Math.Min(Left, column);
            _right = Math.Max(_right, column);
            IsShown &= isShown;
            _isInOrder &= row - pictureRow == _origin;
        }
    }
}
