using System.Buffers;

namespace Multiplex.Protocol;

/// <summary>A message: its wire picture, writing and reading live together in one file.</summary>
/// <typeparam name="TSelf">The message's own type.</typeparam>
public interface IMessage<TSelf>
    where TSelf : IMessage<TSelf>, allows ref struct
{
    /// <summary>The message's number.</summary>
    public static abstract MessageKind Kind { get; }

    /// <summary>Reads a payload. Bytes after the known fields are ignored; fields after the payload's end take their defaults.</summary>
    /// <param name="payload">The whole payload, without header.</param>
    /// <returns>The message; a ref struct borrows the payload.</returns>
    /// <exception cref="ProtocolException">The payload ends inside a field, or a count or value is impossible.</exception>
    public static abstract TSelf Read(ReadOnlySpan<byte> payload);

    /// <summary>Writes the payload, without header.</summary>
    /// <param name="output">Where to.</param>
    public void Write(IBufferWriter<byte> output);
}
