using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Sequences;
using Multiplex.Terminal.Text;

namespace Multiplex.Terminal;

/// <content>Coloured text: renditions and the words between them in one loop.</content>
internal sealed partial class TerminalCore
{
    private readonly RenditionReader _renditionReader = new();

    /// <summary>Takes renditions and words; see <see cref="Parsing.IVtSink.PrintStyled"/>.</summary>
    public int PrintStyled(ReadOnlySpan<byte> data)
    {
        // A CSI, the reader's lookahead, and after what it read as much again that a word is loaded from.
        const int Enough = 2 + RenditionReader.Lookahead + CellWriter.Step;
        int i = 0;
        int lastPrinted = 0;
        while (data.Length - i >= Enough && data[i] == 0x1B && data[i + 1] == (byte)'[')
        {
            int length = _renditionReader.Read(data[(i + 2)..], ref _pen);
            if (length == 0)
            {
                break;
            }

            _isPenStale = true;
            i += 2 + length;
            lastPrinted = 0;
            if (data[i] - (uint)' ' <= '~' - ' ')
            {
                int word = PrintWord(data[i..]);
                if (word == 0)
                {
                    break;
                }

                i += word;
                lastPrinted = data[i - 1];
            }
        }

        LastPrinted = i == 0 ? LastPrinted : lastPrinted;
        return i;
    }

    /// <summary>Prints text onto the untouched rest of a line, where nothing can be cut in two and no wrap is near.</summary>
    /// <returns>Bytes consumed; 0 when the text must go the general way.</returns>
    private int PrintWord(ReadOnlySpan<byte> data)
    {
        Line line = Screen.Lines[Row];
        int column = Column;
        int limit = column < Right ? Right : Columns;
        if (_isSlowPrint || PendingWrap || column < line.Occupied || column + CellWriter.Step >= limit)
        {
            return 0;
        }

        Span<Cell> cells = line.Writable(Columns);
        int length = CellWriter.WidenWord(data, cells[column..], PenBits);
        Column = column + length;
        line.Occupied = column + length;
        Damage.Mark(Row);
        return length;
    }
}
