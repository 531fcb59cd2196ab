using System.Globalization;
using System.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal;

/// <summary>The whole state as text, the same for equal states whatever ids they use: for bug reports, goldens and comparison.</summary>
public static class TerminalDump
{
    /// <summary>Writes the state.</summary>
    /// <param name="emulator">The emulator.</param>
    /// <param name="text">Where to.</param>
    /// <param name="withScrollback">The lines of scrollback too.</param>
    public static void Write(TerminalEmulator emulator, StringBuilder text, bool withScrollback = true)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        ArgumentNullException.ThrowIfNull(text);
        WriteState(emulator, text);
        WriteModes(emulator.Core, text);
        if (withScrollback)
        {
            var cells = new Cell[emulator.Columns];
            for (int line = 0; line < emulator.ScrollbackCount; line++)
            {
                emulator.Core.Scrollback.Read(line, cells, out bool isWrapped, out LineSize size);
                WriteRow(emulator, string.Create(CultureInfo.InvariantCulture, $"-{emulator.ScrollbackCount - line}"), cells,
                    new Shape(isWrapped, size), text);
            }
        }

        for (int row = 0; row < emulator.Rows; row++)
        {
            WriteRow(emulator, row.ToString(CultureInfo.InvariantCulture), emulator.Core.Screen.Row(row),
                new Shape(emulator.IsWrapped(row), emulator.LineSizeOf(row)), text);
        }

        if (emulator.IsAlternateScreen)
        {
            for (int row = 0; row < emulator.Rows; row++)
            {
                ScreenBuffer primary = emulator.Core.Primary;
                WriteRow(emulator, string.Create(CultureInfo.InvariantCulture, $"primary {row}"), primary.Row(row),
                    new Shape(primary.Lines[row].IsWrapped, primary.Lines[row].Size), text);
            }
        }
    }

    /// <summary>The state as a string.</summary>
    /// <param name="emulator">The emulator.</param>
    public static string ToText(TerminalEmulator emulator)
    {
        var text = new StringBuilder();
        Write(emulator, text);
        return text.ToString();
    }

    private static void WriteState(TerminalEmulator emulator, StringBuilder text)
    {
        TerminalCore core = emulator.Core;
        CharacterSets sets = core.Sets;
        text.Append(CultureInfo.InvariantCulture, $"size {core.Columns}x{core.Rows}\n")
            .Append(CultureInfo.InvariantCulture, $"cursor {core.Row},{core.Column}{(core.PendingWrap ? " pending" : "")}")
            .Append(CultureInfo.InvariantCulture, $" shape {core.CursorShape}\n")
            .Append(CultureInfo.InvariantCulture, $"margins rows {core.Top}..{core.Bottom} columns {core.Left}..{core.Right}\n")
            .Append(CultureInfo.InvariantCulture, $"pen {Describe(core.Tables, core.Pen)}{(core.IsProtected ? " protected" : "")}\n")
            .Append(CultureInfo.InvariantCulture, $"sets {sets.G0:x} {sets.G1:x} {sets.G2:x} {sets.G3:x}")
            .Append(CultureInfo.InvariantCulture, $" left {sets.Left} right {sets.Right}")
            .Append(CultureInfo.InvariantCulture, $"{(core.Utf8 ? " utf8" : "")}{(core.SingleShift != 0 ? " shift" : "")}\n")
            .Append(CultureInfo.InvariantCulture, $"screen {(core.IsAlternate ? "alternate" : "primary")} level {core.ConformanceLevel}")
            .Append(CultureInfo.InvariantCulture, $"{(core.AnsiLevel < 3 ? $" ansi {core.AnsiLevel}" : "")}\n")
            .Append(CultureInfo.InvariantCulture, $"title \"{core.Title}\" icon \"{core.IconTitle}\" hardstatus \"{core.Hardstatus}\"\n")
            .Append(CultureInfo.InvariantCulture, $"directory \"{core.WorkingDirectory}\" titles {core.TitleStack.Count}\n")
            .Append(CultureInfo.InvariantCulture, $"keyboard {emulator.KittyKeyboardFlags} other {emulator.ModifyOtherKeys}\n")
            .Append(DescribeSettings(core))
            .Append(CultureInfo.InvariantCulture, $"parser {emulator.Parser.State}\n")
            .Append(CultureInfo.InvariantCulture, $"scrollback {emulator.ScrollbackCount} of {emulator.ScrollCount}\ntabs");
        for (int column = 0; column < core.Columns; column++)
        {
            if (core.Tabs.IsSet(column))
            {
                text.Append(' ').Append(column);
            }
        }

        text.Append('\n');
    }

    /// <summary>A line for what differs from the state after power-up, or nothing.</summary>
    private static string DescribeSettings(TerminalCore core)
    {
        var text = new StringBuilder();
        DeviceSettings settings = core.Settings;
        Add(settings.WarningBell != BellVolume.High, $" bell {settings.WarningBell}");
        Add(settings.MarginBell != BellVolume.High, $" marginbell {settings.MarginBell}");
        Add(settings.MarginBellRow >= 0, $" armed {settings.MarginBellRow}");
        Add(settings.ShiftEscape != 0, $" shiftescape {settings.ShiftEscape}");
        Add(settings.Checksum != 0, $" checksum {(int)settings.Checksum}");
        Add(settings.PointerShape.Length != 0, $" pointer {settings.PointerShape}");
        Add(settings.PreferredSet != CharacterSets.DecSupplemental, $" preferred {settings.PreferredSet:x}");
        Add(core.Keyboard.HasUnusualOptions,
            $" keys {core.Keyboard.Modify(KeyboardState.CursorKeys)} {core.Keyboard.Modify(KeyboardState.FunctionKeys)}"
            + $" form {core.Keyboard.Format(KeyboardState.OtherKeys)}");
        Locator locator = core.Locator;
        Add(locator.IsEnabled, $" locator {(locator.IsOneShot ? "once " : "")}{(locator.IsPixels ? "pixels " : "")}"
            + $"{(locator.ReportsDown ? "down " : "")}{(locator.ReportsUp ? "up " : "")}{locator.Row},{locator.Column} {locator.Buttons}");
        Add(locator.Filter is not null, $" filter {locator.Filter}");
        Add(core.UserKeys.IsLocked, " locked");
        foreach ((int number, byte[] keys) in core.UserKeys.Texts)
        {
            Add(true, $" key {number} {Convert.ToHexString(keys)}");
        }

        return text.Length == 0 ? "" : $"settings{text}\n";

        void Add(bool isUnusual, string part)
        {
            if (isUnusual)
            {
                text.Append(part);
            }
        }
    }

    private static void WriteModes(TerminalCore core, StringBuilder text)
    {
        text.Append("modes");
        foreach (ModeDefinition mode in ModeTable.Definitions)
        {
            if (core.Modes[mode.Id])
            {
                text.Append(mode.IsDec ? " ?" : " ").Append(mode.Number);
            }
        }

        text.Append('\n');
    }

    private static void WriteRow(TerminalEmulator emulator, string name, ReadOnlySpan<Cell> cells, Shape shape, StringBuilder text)
    {
        int end = cells.Length;
        while (end > 0 && cells[end - 1] == Cell.Empty)
        {
            end--;
        }

        text.Append(name).Append(shape.IsWrapped ? " wrapped" : "")
            .Append(shape.Size == LineSize.Single ? " |" : $" {shape.Size} |");
        emulator.AppendText(cells[..end], text);
        text.Append('|');
        for (int i = 0; i < end;)
        {
            Cell first = cells[i];
            int start = i;
            while (i < end && cells[i].Rendition == first.Rendition && cells[i].IsProtected == first.IsProtected
                && cells[i].IsEmpty == first.IsEmpty)
            {
                i++;
            }

            string style = Describe(emulator.Tables, emulator.Tables.Renditions[first.Rendition]) + (first.IsProtected ? " protected" : "")
                + (first.IsEmpty ? " empty" : "");
            if (style != "default")
            {
                text.Append(CultureInfo.InvariantCulture, $" [{start}..{i} {style}]");
            }
        }

        text.Append('\n');
    }

    private static string Describe(FrameTables tables, in Rendition rendition)
    {
        if (rendition.IsDefault)
        {
            return "default";
        }

        var text = new StringBuilder();
        AppendColor(text, "fg", rendition.Foreground);
        AppendColor(text, "bg", rendition.Background);
        AppendColor(text, "ulcolor", rendition.UnderlineColor);
        if (rendition.Attributes != 0)
        {
            text.Append(' ').Append(rendition.Attributes.ToString().Replace(", ", " ", StringComparison.Ordinal));
        }

        if (rendition.Underline != UnderlineStyle.None)
        {
            text.Append(" underline=").Append(rendition.Underline);
        }

        if (rendition.Link != 0)
        {
            text.Append(" link=").Append(tables.Links[rendition.Link].Id).Append('@').Append(tables.Links[rendition.Link].Uri);
        }

        return text.ToString().Trim();
    }

    private static void AppendColor(StringBuilder text, string name, Color color)
    {
        if (!color.IsDefault)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name}=");
            _ = color.Kind == ColorKind.Indexed
                ? text.Append(color.Index)
                : text.Append(CultureInfo.InvariantCulture, $"#{color.Value & 0xFFFFFF:x6}");
        }
    }

    /// <summary>What a line is besides its cells.</summary>
    private readonly record struct Shape(bool IsWrapped, LineSize Size);
}
