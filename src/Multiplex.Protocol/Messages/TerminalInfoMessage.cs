using System.Buffers;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Protocol.Messages;

/// <summary>One colour of the terminal's palette.</summary>
/// <param name="Index">0..255.</param>
/// <param name="Color">Its value.</param>
public readonly record struct PaletteEntry(byte Index, Color Color);

/// <summary>
/// What the client found out about its terminal, sent when answers came; the latest one holds.
/// <code>
/// | abilities u64 | colour depth u8 | foreground u32 | background u32 | cursor u32 | name text |
/// | DA1 u32 count, u16 … | palette u32 count, (u8, u32) … | draws pictures u8 | cell width u16 | cell height u16 |
/// | restore bytes |
/// </code>
/// </summary>
public sealed record TerminalInfoMessage : IMessage<TerminalInfoMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.TerminalInfo;

    /// <summary>Bits of Rendering's TerminalAbilities.</summary>
    public ulong Abilities { get; init; }

    /// <summary>True when the terminal knows kitty's keyboard protocol.</summary>
    public bool HasKittyKeyboard => (Abilities & (1ul << 35)) != 0;

    /// <summary>True when the terminal knows xterm's modifyOtherKeys.</summary>
    public bool HasModifyOtherKeys => (Abilities & (1ul << 36)) != 0;

    /// <summary>Rendering's ColorDepth.</summary>
    public byte ColorDepth { get; init; }

    /// <summary>The terminal's foreground, default when unknown.</summary>
    public Color Foreground { get; init; }

    /// <summary>The terminal's background, default when unknown.</summary>
    public Color Background { get; init; }

    /// <summary>The terminal's cursor colour, default when unknown.</summary>
    public Color CursorColor { get; init; }

    /// <summary>XTVERSION's answer; empty when none came.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>DA1's parameters; none when no answer came.</summary>
    public IReadOnlyList<ushort> DeviceAttributes { get; init; } = [];

    /// <summary>The colours that were answered.</summary>
    public IReadOnlyList<PaletteEntry> Palette { get; init; } = [];

    /// <summary>True when the client draws pictures: its terminal's abilities alone say nothing of an older client.</summary>
    public bool DrawsPictures { get; init; }

    /// <summary>Pixels of a cell; 0 when unknown.</summary>
    public ushort CellWidth { get; init; }

    /// <summary>Pixels of a cell; 0 when unknown.</summary>
    public ushort CellHeight { get; init; }

    /// <summary>What takes the place of <see cref="HelloMessage.Restore"/>, now that more is known; empty to keep that.</summary>
    public byte[] Restore { get; init; } = [];

    /// <summary>True when sixel pictures can be shown.</summary>
    public bool HasSixel => DrawsPictures && (Abilities & (1ul << 42)) != 0;

    /// <summary>True when kitty's pictures can be shown.</summary>
    public bool HasKittyGraphics => DrawsPictures && (Abilities & (1ul << 43)) != 0;

    /// <inheritdoc/>
    public static TerminalInfoMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new TerminalInfoMessage
        {
            Abilities = reader.U64(),
            ColorDepth = reader.U8(),
            Foreground = new Color(reader.U32()),
            Background = new Color(reader.U32()),
            CursorColor = new Color(reader.U32()),
            Name = reader.Text(),
            DeviceAttributes = ReadAttributes(ref reader),
            Palette = ReadPalette(ref reader),
            DrawsPictures = reader.Bool(),
            CellWidth = reader.U16(),
            CellHeight = reader.U16(),
            Restore = reader.Bytes().ToArray(),
        };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U64(Abilities);
        writer.U8(ColorDepth);
        writer.U32(Foreground.Value);
        writer.U32(Background.Value);
        writer.U32(CursorColor.Value);
        writer.Text(Name);
        writer.U32((uint)DeviceAttributes.Count);
        foreach (ushort attribute in DeviceAttributes)
        {
            writer.U16(attribute);
        }

        writer.U32((uint)Palette.Count);
        foreach (PaletteEntry entry in Palette)
        {
            writer.U8(entry.Index);
            writer.U32(entry.Color.Value);
        }

        writer.Bool(DrawsPictures);
        writer.U16(CellWidth);
        writer.U16(CellHeight);
        writer.Bytes(Restore);
    }

    private static ushort[] ReadAttributes(ref PayloadReader reader)
    {
        ushort[] attributes = new ushort[reader.Count(2)];
        for (int i = 0; i < attributes.Length; i++)
        {
            attributes[i] = reader.U16();
        }

        return attributes;
    }

    private static PaletteEntry[] ReadPalette(ref PayloadReader reader)
    {
        PaletteEntry[] palette = new PaletteEntry[reader.Count(5)];
        for (int i = 0; i < palette.Length; i++)
        {
            palette[i] = new PaletteEntry(reader.U8(), new Color(reader.U32()));
        }

        return palette;
    }
}
