using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.Sequences;
using Multiplex.Terminal.Text;

namespace Multiplex.Terminal;

/// <content>What full screens and coloured text are made of, in one loop: SGR, CUP, EL and the words between them.</content>
internal sealed partial class TerminalCore
{
    private readonly RenditionReader _renditionReader = new();

    /// <summary>Takes frequent sequences and words; see <see cref="IVtSink.Bulk"/>.</summary>
    public int Bulk(ReadOnlySpan<byte> data)
    {
        // A CSI, the reader's lookahead, and after what it read as much again that a word is loaded from.
        const int Enough = 2 + RenditionReader.Lookahead + CellWriter.Step;
        int i = 0;
        int lastPrinted = LastPrinted;
        while (data.Length - i >= Enough && data[i] == 0x1B && data[i + 1] == (byte)'[')
        {
            ReadOnlySpan<byte> parameters = data[(i + 2)..];
            int length = ParameterText.Length(parameters);
            if (!TryFrequent(parameters[length], parameters, length))
            {
                break;
            }

            i += 2 + length + 1;
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

        LastPrinted = lastPrinted;
        return i;
    }

    /// <summary>Obeys a sequence that is often sent; each does what the table's entry does, and a test compares them.</summary>
    /// <returns>False when it is another one, or has unusual parameters.</returns>
    private bool TryFrequent(byte final, ReadOnlySpan<byte> parameters, int length)
    {
        switch (final)
        {
            case (byte)'m':
                _isPenStale = true;
                return _renditionReader.TryRead(parameters, length, ref _pen);
            case (byte)'H':
                return TryMove(parameters, length);
            case (byte)'K' when length <= 1:
                int what = length == 0 ? 0 : parameters[0] - '0';
                EraseInLine(what, selective: false);
                return what <= 9;
            default:
                return false;
        }
    }

    private bool TryMove(ReadOnlySpan<byte> parameters, int length)
    {
        int at = ParameterText.ShortNumber(parameters, out int row);
        int column = 1;
        if (at < length)
        {
            if (parameters[at] != (byte)';')
            {
                return false;
            }

            at += 1 + ParameterText.ShortNumber(parameters[(at + 1)..], out column);
        }

        if (at != length)
        {
            return false;
        }

        MoveToOrigin(Math.Max(row, 1) - 1, Math.Max(column, 1) - 1);
        return true;
    }

    /// <summary>Prints text where no wrap is near and no character can be cut in two.</summary>
    /// <returns>Bytes consumed; 0 when the text must go the general way.</returns>
    private int PrintWord(ReadOnlySpan<byte> data)
    {
        Line line = Screen.Lines[Row];
        int column = Column;
        int limit = column < Right ? Right : Columns;
        bool isFresh = column >= line.Occupied;
        if (_isSlowPrint || PendingWrap || column + CellWriter.Step >= limit || (!isFresh && line.MayHaveWide))
        {
            return 0;
        }

        Span<Cell> cells = line.Writable(Columns)[column..];
        int length = isFresh ? CellWriter.WidenWord(data, cells, PenBits) : CellWriter.OverlayWord(data, cells, PenBits);
        Column = column + length;
        line.Occupy(column + length);
        Damage.Mark(Row);
        return length;
    }
}
