using System.Runtime.CompilerServices;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.Sequences;
using Multiplex.Terminal.Text;

namespace Multiplex.Terminal;

/// <content>What full screens and coloured text are made of, in one loop: SGR, CUP, EL and the words between them.</content>
internal sealed partial class TerminalCore
{
    private readonly RenditionReader _renditionReader = new();

    /// <summary>A CSI, the reader's lookahead, and after what it read as much again that a word is loaded from.</summary>
    private const int BulkLookahead = 2 + RenditionReader.Lookahead + CellWriter.Step;

    /// <summary>Takes frequent sequences and words; see <see cref="IVtSink.Bulk"/>.</summary>
    public int Bulk(ReadOnlySpan<byte> data)
    {
        int i = 0;
        while (IsSequence(data, i))
        {
            ReadOnlySpan<byte> parameters = data[(i + 2)..];
            int length = ParameterText.Length(parameters);
            int taken = parameters[length] == (byte)'m' ? PrintColored(data[i..])
                : TryFrequent(parameters[length], parameters, length) ? 2 + length + 1 : 0;
            if (taken == 0)
            {
                break;
            }

            i += taken;
            if (data.Length - i >= CellWriter.Step && IsPrintable(data[i]))
            {
                int word = PrintWord(data[i..]);
                if (word == 0)
                {
                    break;
                }

                i += word;
                LastPrinted = data[i - 1];
            }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSequence(ReadOnlySpan<byte> data, int at) =>
        data.Length - at >= BulkLookahead && data[at] == 0x1B && data[at + 1] == (byte)'[';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPrintable(byte value) => value - (uint)' ' <= '~' - ' ';

    /// <summary>Takes renditions, and words between them onto the untouched rest of a line, for which the line is looked up
    /// once.</summary>
    /// <returns>Bytes consumed; what stops it goes another way.</returns>
    private int PrintColored(ReadOnlySpan<byte> data)
    {
        Line line = Screen.Lines[Row];
        int start = Column;
        int column = start;
        int limit = _isSlowPrint || PendingWrap || column < line.Occupied ? 0 : (column < Right ? Right : Columns) - CellWriter.Step;
        Span<Cell> cells = default;
        int i = 0;
        int last = LastPrinted;
        while (IsSequence(data, i))
        {
            ReadOnlySpan<byte> parameters = data[(i + 2)..];
            int length = ParameterText.Length(parameters);
            if (parameters[length] != (byte)'m' || !_renditionReader.TryRead(parameters, length, ref _pen))
            {
                break;
            }

            _isPenStale = true;
            i += 2 + length + 1;
            last = 0;
            if (!IsPrintable(data[i]))
            {
                continue;
            }

            if (column >= limit)
            {
                break;
            }

            if (cells.IsEmpty)
            {
                cells = line.Writable(Columns);
            }

            int word = CellWriter.WidenWord(data[i..], cells[column..], PenBits);
            i += word;
            last = data[i - 1];
            column += word;

            // At once, because the next rendition may make the tables compact, which rewrites what is occupied.
            line.Occupied = column;
        }

        LastPrinted = last;
        if (column != start)
        {
            Column = column;
            Damage.Mark(Row);
        }

        return i;
    }

    /// <summary>Obeys a sequence that is often sent; each does what the table's entry does, and a test compares them.</summary>
    /// <returns>False when it is another one, or has unusual parameters.</returns>
    private bool TryFrequent(byte final, ReadOnlySpan<byte> parameters, int length)
    {
        switch (final)
        {
            case (byte)'H':
                return TryMove(parameters, length);
            case (byte)'K' when length <= 1:
                int what = length == 0 ? 0 : parameters[0] - '0';
                EraseInLine(what, selective: false);
                LastPrinted = 0;
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
        LastPrinted = 0;
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
