namespace Multiplex.Terminal.Pictures;

/// <summary>kitty's a=d: takes pictures off the screen; an upper-case d also forgets those that are on none any more.</summary>
internal static class KittyDeletion
{
    /// <summary>Obeys a deletion.</summary>
    public static void Obey(TerminalCore terminal, in KittyCommand command)
    {
        char what = command.Letter('d') == '\0' ? 'a' : command.Letter('d');
        bool forgets = char.IsAsciiLetterUpper(what);
        what = char.ToLowerInvariant(what);
        PictureData? named = what switch
        {
            'i' => terminal.Pictures.Named(command.Id('i'), 0),
            'n' => terminal.Pictures.Named(0, command.Id('I')),
            _ => null,
        };
        HashSet<int> at = [];
        AddCells(terminal, what, command, at);
        uint placement = command.Id('p');
        int depth = command['z'];
        List<PictureData> touched = named is null ? [] : [named];
        terminal.ErasePictures((id, picture) =>
        {
            bool isMeant = picture.Data.Kind == PictureKind.Kitty && what switch
            {
                'a' => true,
                'i' or 'n' => picture.Data == named && (placement == 0 || picture.Placement == placement),
                'z' => picture.Depth == depth,
                'q' => at.Contains(id) && picture.Depth == depth,
                _ => at.Contains(id),
            };
            if (isMeant)
            {
                touched.Add(picture.Data);
            }

            return isMeant;
        });
        if (forgets)
        {
            Forget(terminal, touched);
        }
    }

    /// <summary>Which pictures cover the cells that c, p, q, x and y name.</summary>
    private static void AddCells(TerminalCore terminal, char what, in KittyCommand command, HashSet<int> ids)
    {
        (int row, int column) = what switch
        {
            'c' => (terminal.Row, terminal.Column),
            'p' or 'q' => (command['y'] - 1, command['x'] - 1),
            'x' => (-1, command['x'] - 1),
            'y' => (command['y'] - 1, -1),
            _ => (int.MinValue, int.MinValue),
        };
        if (row == int.MinValue)
        {
            return;
        }

        for (int r = 0; r < terminal.Rows; r++)
        {
            for (int c = 0; c < terminal.Columns; c++)
            {
                int id = terminal.Screen.Row(r)[c].PictureId;
                if (id != 0 && (row < 0 || r == row) && (column < 0 || c == column))
                {
                    ids.Add(id);
                }
            }
        }
    }

    private static void Forget(TerminalCore terminal, List<PictureData> touched)
    {
        foreach (PictureData data in touched)
        {
            if (!terminal.Pictures.Placed.Values.Any(picture => picture.Data == data))
            {
                terminal.Pictures.Forget(data);
            }
        }
    }
}
