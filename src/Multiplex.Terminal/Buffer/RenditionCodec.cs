using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Multiplex.Terminal.Buffer;

/// <summary>A rendition in few bytes, independent of any table: in scrollback and in snapshots.</summary>
internal static class RenditionCodec
{
    private const int AttributesBit = 0x40;
    private const int RestBit = 0x80;
    private const int ProtectedBit = 0x08;
    private const int LinkBit = 0x10;
    private const int LongestPlain = 20;

    /// <summary>Where <see cref="Short"/> has the number of bytes.</summary>
    public const int ShortLengthShift = 56;

    /// <summary>What <see cref="Short"/> gives for a rendition that takes more than seven bytes or has a link.</summary>
    public const ulong NotShort = 0;

    /// <summary>Bytes of a default, an indexed and an RGB colour, from the low byte up.</summary>
    private const int LengthOfKind = 0x030100;

    /// <summary>Writes a rendition.</summary>
    public static void Write(ref BlockWriter writer, in Rendition rendition, bool isProtected, HyperlinkTable links) =>
        Write(ref writer, new PackedRendition(rendition), isProtected, links);

    /// <summary>An unprotected rendition as <see cref="Write(ref BlockWriter, in PackedRendition, bool, HyperlinkTable)"/> has it, in one
    /// word: up to seven bytes from the lowest up, and how many there are.</summary>
    public static ulong Short(in PackedRendition rendition)
    {
        Span<byte> bytes = stackalloc byte[LongestPlain];
        int length = rendition.Link == 0 ? WritePlain(rendition, isProtected: false, bytes) : 0;
        return length is 0 or >= sizeof(ulong)
            ? NotShort
            : (BinaryPrimitives.ReadUInt64LittleEndian(bytes) & ((1ul << (8 * length)) - 1)) | ((ulong)length << ShortLengthShift);
    }

    /// <summary>Writes a rendition.</summary>
    public static void Write(ref BlockWriter writer, in PackedRendition rendition, bool isProtected, HyperlinkTable links)
    {
        Span<byte> rest = writer.Rest;
        if (rest.Length < LongestPlain)
        {
            writer.Advance(0);
            return;
        }

        writer.Advance(WritePlain(rendition, isProtected, rest));
        if (rendition.Link != 0)
        {
            Hyperlink link = links[rendition.Link];
            writer.AddText(link.Id);
            writer.AddText(link.Uri);
        }
    }

    private static int WritePlain(in PackedRendition rendition, bool isProtected, Span<byte> target)
    {
        int attributes = (int)rendition.Attributes;
        int flags = (int)rendition.Underline | (isProtected ? ProtectedBit : 0) | (rendition.Link != 0 ? LinkBit : 0);
        target[0] = (byte)((int)rendition.Foreground.Kind | ((int)rendition.Background.Kind << 2)
            | ((int)rendition.UnderlineColor.Kind << 4) | (attributes != 0 ? AttributesBit : 0) | (flags != 0 ? RestBit : 0));
        int length = 1;
        length += Store(target, length, rendition.Foreground);
        length += Store(target, length, rendition.Background);
        length += Store(target, length, rendition.UnderlineColor);
        target[length] = (byte)attributes;
        length += attributes != 0 ? 1 : 0;
        target[length] = (byte)flags;
        length += flags != 0 ? 1 : 0;
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Store(Span<byte> target, int at, Color color)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target[at..], color.Value);
        return (LengthOfKind >> (8 * (int)color.Kind)) & 0xFF;
    }

    /// <summary>Reads a rendition.</summary>
    public static Rendition Read(ref BlockReader reader, HyperlinkTable links, out bool isProtected)
    {
        int head = reader.ReadByte();
        Color foreground = ReadColor(ref reader, head & 3);
        Color background = ReadColor(ref reader, head >> 2 & 3);
        Color underline = ReadColor(ref reader, head >> 4 & 3);
        int attributes = (head & AttributesBit) != 0 ? reader.ReadByte() : 0;
        int rest = (head & RestBit) != 0 ? reader.ReadByte() : 0;
        isProtected = (rest & ProtectedBit) != 0;
        ushort link = 0;
        if ((rest & LinkBit) != 0)
        {
            _ = links.TryIntern(new Hyperlink(reader.ReadText(), reader.ReadText()), out link);
        }

        return new Rendition(foreground, background, underline, (RenditionAttributes)attributes, (UnderlineStyle)(rest & 7), link);
    }

    private static Color ReadColor(ref BlockReader reader, int kind)
    {
        switch ((ColorKind)kind)
        {
            case ColorKind.Indexed:
                return Color.FromIndex(reader.ReadByte());
            case ColorKind.Rgb:
                ReadOnlySpan<byte> parts = reader.ReadBytes(3);
                return parts.Length == 3 ? Color.FromRgb(parts[2], parts[1], parts[0]) : default;
            default:
                return default;
        }
    }
}
