using System.Buffers;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Pictures;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// A picture that further frames refer to by the id in their cells, in parts; or, without columns, that an id is not used any more.
/// <code>
/// | id u16 | more u8 | kind u8 | columns u16 | rows u16 | width u32 | height u32 | format u8 | compressed u8 |
/// | source x u32, y u32, width u32, height u32 | z i32 | bytes |
/// </code>
/// </summary>
/// <param name="id">1..4095; a message with another one is ignored.</param>
/// <param name="picture">The picture, its data without bytes; null to give the id up.</param>
/// <param name="bytes">This part of the data's bytes, borrowed.</param>
/// <param name="hasMore">True when another part follows.</param>
public readonly ref struct PictureMessage(int id, Picture? picture, ReadOnlySpan<byte> bytes, bool hasMore) : IMessage<PictureMessage>
{
    /// <summary>Longest part: a client reads keys between two of them.</summary>
    public const int MaximumPart = 256 * 1024;

    /// <summary>Most bytes of a picture, as of the engine.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Picture;

    /// <summary>The id in cells, 1..4095.</summary>
    public int Id { get; } = id;

    /// <summary>The picture, its data without bytes; null when the id is given up.</summary>
    public Picture? Picture { get; } = picture;

    /// <summary>This part of the data's bytes, borrowed from the payload.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>True when another part follows.</summary>
    public bool HasMore { get; } = hasMore;

    /// <summary>Appends all messages for a picture.</summary>
    /// <param name="id">The id.</param>
    /// <param name="picture">The picture, or null to give the id up.</param>
    /// <param name="output">The client's outgoing messages.</param>
    public static void AddAll(int id, Picture? picture, MessageBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ReadOnlySpan<byte> rest = picture is null ? default : picture.Data.Bytes.Span;
        do
        {
            ReadOnlySpan<byte> part = rest[..Math.Min(rest.Length, MaximumPart)];
            rest = rest[part.Length..];
            output.Add(new PictureMessage(id, picture, part, !rest.IsEmpty));
        }
        while (!rest.IsEmpty);
    }

    /// <inheritdoc/>
    public static PictureMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        int id = reader.U16();
        bool hasMore = reader.Bool();
        PictureKind kind = (PictureKind)reader.U8();
        (int columns, int rows) = (reader.U16(), reader.U16());
        var data = new PictureData
        {
            Kind = kind, Width = reader.I32(), Height = reader.I32(), Format = reader.U8(), IsCompressed = reader.Bool(),
        };
        var source = new PictureSource(reader.I32(), reader.I32(), reader.I32(), reader.I32());
        var picture = new Picture(data, columns, rows, 0, 0, source, 0, reader.I32());
        if (id > Cell.MaxPictureId || kind > PictureKind.Kitty || rows > Cell.MaxPictureRows || IsNegative(data, source))
        {
            throw new ProtocolException($"picture {id} of {columns}x{rows} cells");
        }

        return new PictureMessage(id, columns == 0 || rows == 0 ? null : picture, reader.Bytes(), hasMore);
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U16((ushort)Id);
        writer.Bool(HasMore);
        writer.U8((byte)(Picture?.Data.Kind ?? PictureKind.Sixel));
        writer.U16((ushort)(Picture?.Columns ?? 0));
        writer.U16((ushort)(Picture?.Rows ?? 0));
        writer.I32(Picture?.Data.Width ?? 0);
        writer.I32(Picture?.Data.Height ?? 0);
        writer.U8((byte)(Picture?.Data.Format ?? 0));
        writer.Bool(Picture?.Data.IsCompressed ?? false);
        PictureSource source = Picture?.Source ?? default;
        writer.I32(source.X);
        writer.I32(source.Y);
        writer.I32(source.Width);
        writer.I32(source.Height);
        writer.I32(Picture?.Depth ?? 0);
        writer.Bytes(Bytes);
    }

    private static bool IsNegative(PictureData data, PictureSource source) =>
        (data.Width | data.Height | source.X | source.Y | source.Width | source.Height) < 0;
}
