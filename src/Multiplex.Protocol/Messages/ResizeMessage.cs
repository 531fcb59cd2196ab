using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// The terminal's size changed.
/// <code>
/// | columns u16 | rows u16 | pixel width u16 | pixel height u16 |
/// </code>
/// </summary>
/// <param name="Columns">Columns.</param>
/// <param name="Rows">Rows.</param>
/// <param name="PixelWidth">Width in pixels, 0 when unknown.</param>
/// <param name="PixelHeight">Height in pixels, 0 when unknown.</param>
public readonly record struct ResizeMessage(ushort Columns, ushort Rows, ushort PixelWidth, ushort PixelHeight) : IMessage<ResizeMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Resize;

    /// <inheritdoc/>
    public static ResizeMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new ResizeMessage(reader.U16(), reader.U16(), reader.U16(), reader.U16());
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U16(Columns);
        writer.U16(Rows);
        writer.U16(PixelWidth);
        writer.U16(PixelHeight);
    }
}
