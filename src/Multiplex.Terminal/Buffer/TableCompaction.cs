namespace Multiplex.Terminal.Buffer;

/// <summary>Rewrites the ids in all cells so that the tables hold only what is used. Scrollback holds no ids and is not touched.</summary>
internal static class TableCompaction
{
    /// <summary>Compacts.</summary>
    public static void Run(FrameTables tables, ScreenBuffer primary, ScreenBuffer? alternate, TerminalCore terminal)
    {
        PackedRendition[] renditions = tables.Renditions.Packed.ToArray();
        var graphemes = new string[tables.Graphemes.Count];
        for (int id = 1; id < graphemes.Length; id++)
        {
            graphemes[id] = tables.Graphemes[id];
        }

        var links = new Hyperlink[tables.Links.Count];
        for (ushort id = 1; id < links.Length; id++)
        {
            links[id] = tables.Links[id];
        }

        tables.Clear();
        var map = new Map(tables, renditions, graphemes, links);
        map.Rewrite(primary);
        if (alternate is not null)
        {
            map.Rewrite(alternate);
        }

        terminal.RewriteLinks(map.Link);
    }

    /// <summary>Old ids to new ones, made as they are met.</summary>
    private sealed class Map
    {
        private readonly FrameTables _tables;
        private readonly PackedRendition[] _renditions;
        private readonly string[] _graphemes;
        private readonly Hyperlink[] _links;
        private readonly int[] _renditionIds;

        public Map(FrameTables tables, PackedRendition[] renditions, string[] graphemes, Hyperlink[] links)
        {
            _tables = tables;
            _renditions = renditions;
            _graphemes = graphemes;
            _links = links;
            _renditionIds = new int[renditions.Length];
            _renditionIds.AsSpan(1).Fill(-1);
        }

        public ushort Link(ushort id)
        {
            _ = id == 0 || !_tables.Links.TryIntern(_links[id], out id);
            return id;
        }

        public void Rewrite(ScreenBuffer screen)
        {
            foreach (Line line in screen.Lines)
            {
                foreach (ref Cell cell in line.Cells.AsSpan(0, line.Occupied))
                {
                    cell = Rewrite(cell);
                }
            }
        }

        private Cell Rewrite(Cell cell)
        {
            ref int rendition = ref _renditionIds[cell.Rendition];
            if (rendition < 0)
            {
                Rendition old = _renditions[cell.Rendition].ToRendition();
                rendition = _tables.Renditions.TryIntern(old with { Link = Link(old.Link) }, out ushort id) ? id : 0;
            }

            if (!cell.IsGrapheme)
            {
                return cell.WithRendition((ushort)rendition);
            }

            _ = _tables.Graphemes.TryIntern(_graphemes[cell.Content], out int grapheme);
            return Cell.FromGrapheme(grapheme, cell.Width, (ushort)rendition, cell.IsProtected);
        }
    }
}
