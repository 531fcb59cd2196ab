using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>Lets the terminal scroll a block, and does the same to the picture of what it shows.</summary>
internal static class ScrollWriter
{
    /// <summary>True when the terminal can scroll a part of its screen.</summary>
    /// <param name="profile">The terminal.</param>
    public static bool IsPossible(TerminalProfile profile) =>
        profile.Can(TerminalAbilities.ScrollRegion) || profile.Can(TerminalAbilities.InsertDeleteLine);

    /// <summary>Scrolls.</summary>
    /// <param name="outlet">The terminal.</param>
    /// <param name="scroll">The block and the distance.</param>
    /// <param name="shown">What the terminal shows, rows × columns.</param>
    /// <param name="columns">Width of the terminal.</param>
    /// <param name="rows">Height of the terminal.</param>
    public static void Apply(TerminalOutlet outlet, Scroll scroll, Span<Cell> shown, int columns, int rows)
    {
        // The uncovered rows take the current background on some terminals; with the default one they are plain blanks on all.
        outlet.SetBlankRendition(0);
        if (scroll.Left > 0 || scroll.Right < columns)
        {
            WriteWithMargins(outlet, scroll);
        }
        else if (scroll.Bottom == rows && scroll.Top == 0)
        {
            WriteWhole(outlet, scroll.Count, rows);
        }
        else
        {
            WriteRows(outlet, scroll, rows);
        }

        Move(scroll, shown, columns);
    }

    private static void WriteWithMargins(TerminalOutlet outlet, Scroll scroll)
    {
        OutputBytes output = outlet.Output;
        output.Add("\e[?69h\e["u8);
        output.AddNumber(scroll.Left + 1);
        output.Add((byte)';');
        output.AddNumber(scroll.Right);
        output.Add((byte)'s');
        AddRegion(output, scroll);
        output.AddCsi(Math.Abs(scroll.Count), scroll.Count > 0 ? (byte)'S' : (byte)'T');
        output.Add("\e[r\e[?69l"u8);

        // DECSTBM and leaving mode 69 may or may not send the cursor home.
        outlet.SetPlace(-1, -1);
    }

    private static void WriteWhole(TerminalOutlet outlet, int count, int rows)
    {
        int distance = Math.Abs(count);
        int commandCost = 2 + (distance == 1 ? 0 : OutputBytes.DigitCount(distance)) + 1;
        int edge = count > 0 ? rows - 1 : 0;
        int stepCost = distance * (count > 0 ? 1 : 2);
        int column = Math.Max(outlet.Column, 0);

        // On the primary screen lines that leave go into the terminal's own scrollback, by a line feed on every terminal.
        bool isKept = count > 0 && !outlet.Profile.Can(TerminalAbilities.AlternateScreen);
        if (!isKept && outlet.Profile.Can(TerminalAbilities.ScrollUpDown) && commandCost <= stepCost + outlet.MoveCost(edge, column))
        {
            outlet.Output.AddCsi(distance, count > 0 ? (byte)'S' : (byte)'T');
            return;
        }

        outlet.MoveTo(edge, column);
        AddSteps(outlet.Output, count);
    }

    private static void WriteRows(TerminalOutlet outlet, Scroll scroll, int rows)
    {
        bool hasLines = outlet.Profile.Can(TerminalAbilities.InsertDeleteLine);
        bool hasRegion = outlet.Profile.Can(TerminalAbilities.ScrollRegion);
        if (hasLines && (scroll.Bottom == rows || !hasRegion))
        {
            WriteLines(outlet, scroll, rows);
            return;
        }

        AddRegion(outlet.Output, scroll);

        // DECSTBM sends the cursor home, VT510 RM.
        outlet.SetPlace(0, 0);
        if (outlet.Profile.Can(TerminalAbilities.ScrollUpDown))
        {
            outlet.Output.AddCsi(Math.Abs(scroll.Count), scroll.Count > 0 ? (byte)'S' : (byte)'T');
        }
        else
        {
            // Absolute addressing only: a line feed on the way could meet the margin.
            int edge = scroll.Count > 0 ? scroll.Bottom - 1 : scroll.Top;
            outlet.SetPlace(-1, -1);
            outlet.MoveTo(edge, 0);
            AddSteps(outlet.Output, scroll.Count);
        }

        outlet.Output.Add("\e[r"u8);
        outlet.SetPlace(0, 0);
    }

    /// <summary>
    /// DL and IL: rows are taken out at one place and put in at another, the second only when something lies below the block.
    /// </summary>
    private static void WriteLines(TerminalOutlet outlet, Scroll scroll, int rows)
    {
        int count = Math.Abs(scroll.Count);
        int deleteAt = scroll.Count > 0 ? scroll.Top : scroll.Bottom - count;
        int insertAt = scroll.Count > 0 ? scroll.Bottom - count : scroll.Top;
        if (scroll.Count > 0 || scroll.Bottom < rows)
        {
            outlet.MoveTo(deleteAt, 0);
            outlet.Output.AddCsi(count, (byte)'M');
        }

        if (scroll.Count < 0 || scroll.Bottom < rows)
        {
            outlet.MoveTo(insertAt, 0);
            outlet.Output.AddCsi(count, (byte)'L');
        }
    }

    private static void AddRegion(OutputBytes output, Scroll scroll)
    {
        output.Add("\e["u8);
        if (scroll.Top != 0)
        {
            output.AddNumber(scroll.Top + 1);
        }

        output.Add((byte)';');
        output.AddNumber(scroll.Bottom);
        output.Add((byte)'r');
    }

    private static void AddSteps(OutputBytes output, int count)
    {
        if (count > 0)
        {
            output.AddRepeated((byte)'\n', count);
            return;
        }

        for (int i = 0; i < -count; i++)
        {
            output.Add("\eM"u8);
        }
    }

    private static void Move(Scroll scroll, Span<Cell> shown, int columns)
    {
        int width = scroll.Right - scroll.Left;
        int height = scroll.Bottom - scroll.Top;
        int kept = height - Math.Abs(scroll.Count);
        for (int i = 0; i < height; i++)
        {
            int row = scroll.Count > 0 ? scroll.Top + i : scroll.Bottom - 1 - i;
            Span<Cell> target = shown.Slice((row * columns) + scroll.Left, width);
            if (i < kept)
            {
                shown.Slice(((row + scroll.Count) * columns) + scroll.Left, width).CopyTo(target);
            }
            else
            {
                target.Fill(CellNormalizer.Blank);
            }
        }
    }
}
