namespace Multiplex.Terminal.Buffer;

/// <summary>A rendition in few bytes, independent of any table: in scrollback and in snapshots.</summary>
internal static class RenditionCodec
{
    private const int AttributesBit = 0x40;
    private const int RestBit = 0x80;
    private const int ProtectedBit = 0x08;
    private const int LinkBit = 0x10;

    /// <summary>Writes a rendition.</summary>
    public static void Write(ref BlockWriter writer, in Rendition rendition, bool isProtected, HyperlinkTable links)
    {
        int rest = (int)rendition.Underline | (isProtected ? ProtectedBit : 0) | (rendition.Link != 0 ? LinkBit : 0);
        writer.Add((byte)((int)rendition.Foreground.Kind | ((int)rendition.Background.Kind << 2) | ((int)rendition.UnderlineColor.Kind << 4)
            | (rendition.Attributes != 0 ? AttributesBit : 0) | (rest != 0 ? RestBit : 0)));
        WriteColor(ref writer, rendition.Foreground);
        WriteColor(ref writer, rendition.Background);
        WriteColor(ref writer, rendition.UnderlineColor);
        if (rendition.Attributes != 0)
        {
            writer.Add((byte)rendition.Attributes);
        }

        if (rest != 0)
        {
            writer.Add((byte)rest);
        }

        if (rendition.Link != 0)
        {
            Hyperlink link = links[rendition.Link];
            writer.AddText(link.Id);
            writer.AddText(link.Uri);
        }
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

    private static void WriteColor(ref BlockWriter writer, Color color)
    {
        switch (color.Kind)
        {
            case ColorKind.Indexed:
                writer.Add(color.Index);
                break;
            case ColorKind.Rgb:
                writer.Add([color.Red, color.Green, color.Blue]);
                break;
            default:
                break;
        }
    }

    private static Color ReadColor(ref BlockReader reader, int kind)
    {
        switch ((ColorKind)kind)
        {
            case ColorKind.Indexed:
                return Color.FromIndex(reader.ReadByte());
            case ColorKind.Rgb:
                ReadOnlySpan<byte> parts = reader.ReadBytes(3);
                return parts.Length == 3 ? Color.FromRgb(parts[0], parts[1], parts[2]) : default;
            default:
                return default;
        }
    }
}
