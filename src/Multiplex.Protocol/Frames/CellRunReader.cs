using System.Buffers.Binary;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Protocol.Frames;

/// <summary>Puts runs of cells into a frame and refuses cells that the frame's tables do not explain.</summary>
internal static class CellRunReader
{
    private const ulong KnownBits = 0xFFFF_FFFF_FF9F_FFFF;

    /// <summary>Applies a section of runs.</summary>
    /// <param name="reader">The section.</param>
    /// <param name="frame">The frame to change.</param>
    /// <exception cref="ProtocolException">A run lies outside of the frame or holds an impossible cell.</exception>
    public static void Apply(ref PayloadReader reader, Frame frame)
    {
        while (!reader.IsAtEnd)
        {
            int row = reader.U16();
            int column = reader.U16();
            int count = reader.U16();
            CellRunForm form = (CellRunForm)reader.U8();
            if (row >= frame.Rows || column + count > frame.Columns)
            {
                throw new ProtocolException($"run of {count} cells at {row},{column} in a frame of {frame.Columns}x{frame.Rows}");
            }

            Read(ref reader, form, frame.Row(row).Slice(column, count), frame.Tables);
        }
    }

    private static void Read(ref PayloadReader reader, CellRunForm form, Span<Cell> cells, FrameTables tables)
    {
        switch (form)
        {
            case CellRunForm.Raw:
                ReadOnlySpan<byte> raw = reader.Take(cells.Length * sizeof(ulong));
                for (int i = 0; i < cells.Length; i++)
                {
                    cells[i] = Checked(BinaryPrimitives.ReadUInt64LittleEndian(raw[(i * sizeof(ulong))..]), tables);
                }

                break;
            case CellRunForm.Repeat:
                cells.Fill(Checked(BinaryPrimitives.ReadUInt64LittleEndian(reader.Take(sizeof(ulong))), tables));
                break;
            case CellRunForm.Ascii:
                ReadAscii(reader.Take(2 + cells.Length), cells, tables);
                break;
            default:
                throw new ProtocolException($"run of form {(byte)form}");
        }
    }

    private static void ReadAscii(ReadOnlySpan<byte> data, Span<Cell> cells, FrameTables tables)
    {
        ushort rendition = BinaryPrimitives.ReadUInt16LittleEndian(data);
        data = data[2..];
        if (rendition >= tables.Renditions.Count || data.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
        {
            throw new ProtocolException("run of text with an unknown rendition or a control character");
        }

        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = Cell.FromCodePoint(data[i], CellWidth.Narrow, rendition);
        }
    }

    private static Cell Checked(ulong bits, FrameTables tables)
    {
        Cell cell = new(bits);
        bool isKnown = (bits & ~KnownBits) == 0
            && cell.Width <= CellWidth.WideTail
            && cell.Rendition < tables.Renditions.Count
            && (cell.IsGrapheme ? cell.Content > 0 && cell.Content < tables.Graphemes.Count : IsPrintable(cell.Content));
        return isKnown ? cell : throw new ProtocolException($"cell 0x{bits:X16}");
    }

    /// <summary>Empty, or a scalar value that is no control character.</summary>
    private static bool IsPrintable(int codePoint) =>
        codePoint is 0 or (>= 0x20 and < 0x7F) or (>= 0xA0 and < 0xD800) or (>= 0xE000 and <= 0x10FFFF);
}
