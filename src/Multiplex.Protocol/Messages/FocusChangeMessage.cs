using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// The terminal got or lost the keyboard focus.
/// <code>
/// | focused u8 |
/// </code>
/// </summary>
/// <param name="IsFocused">True when it got it.</param>
public readonly record struct FocusChangeMessage(bool IsFocused) : IMessage<FocusChangeMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.FocusChange;

    /// <inheritdoc/>
    public static FocusChangeMessage Read(ReadOnlySpan<byte> payload) => new(new PayloadReader(payload).Bool());

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output) => new PayloadWriter(output).Bool(IsFocused);
}
