using System.Buffers;
using System.Text;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering.Tests;

/// <summary>The project's own emulator in the place of the user's terminal.</summary>
internal sealed class OuterTerminal(TerminalProfile profile, int columns, int rows)
{
    private readonly CellNormalizer _comparer = new(profile);

    public TerminalEmulator Emulator { get; } = new(
        new TerminalOptions { Columns = columns, Rows = rows, BackgroundColorErase = profile.Can(TerminalAbilities.BackColorErase) },
        new NullTerminalEvents());

    /// <summary>Draws a frame and says how many bytes that took.</summary>
    public int Draw(FrameWriter writer, Frame frame)
    {
        ArrayBufferWriter<byte> output = new();
        writer.Draw(frame, output);
        Emulator.Feed(output.WrittenSpan);
        Last = output.WrittenSpan.ToArray();
        return output.WrittenCount;
    }

    /// <summary>The bytes of the last drawing.</summary>
    public byte[] Last { get; private set; } = [];

    /// <summary>What differs between the terminal and a frame, for an assertion's message; empty when it shows the frame.</summary>
    public string Differences(Frame frame)
    {
        StringBuilder text = new();
        Cell[] expected = new Cell[frame.Columns];
        Cell[] actual = new Cell[frame.Columns];
        for (int row = 0; row < frame.Rows; row++)
        {
            _comparer.Normalize(frame.Row(row), frame.Tables, expected);
            _comparer.Normalize(Emulator.Row(row), Emulator.Tables, actual);
            for (int column = 0; column < frame.Columns; column++)
            {
                if (expected[column] != actual[column] && text.Length < 2000)
                {
                    text.AppendLine($"{row},{column}: expected {Describe(expected[column])}, shown {Describe(actual[column])}");
                }
            }
        }

        bool isCursorRight = (Emulator.CursorRow, Emulator.CursorColumn, Emulator.PendingWrap)
            == (frame.CursorRow, frame.CursorColumn, false);
        if (frame.CursorVisible && !isCursorRight)
        {
            text.AppendLine($"cursor at {Emulator.CursorRow},{Emulator.CursorColumn} ({Emulator.PendingWrap}), "
                + $"expected {frame.CursorRow},{frame.CursorColumn}");
        }

        return text.Length == 0 ? string.Empty : text + Escaped(Last);
    }

    public static string Escaped(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Replace("\e", "␛", StringComparison.Ordinal);

    private string Describe(Cell cell) =>
        $"{(cell.IsGrapheme ? _comparer.Grapheme(cell.Content) : new Rune(cell.Content).ToString())} {cell.Width} "
        + $"{_comparer.Rendition(cell.Rendition)}";
}
