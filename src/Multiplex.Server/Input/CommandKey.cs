using Multiplex.Server.Model;

namespace Multiplex.Server.Input;

/// <summary>The key layer of a display: the command key, the bindings after it, <c>bindkey</c>'s sequences, overlays and layers.</summary>
/// <param name="display">The display.</param>
internal sealed class CommandKey(Display display)
{
    /// <summary>Takes a piece of the client's input stream; <see cref="Display.InputOffset"/> is kept just past each byte handled.</summary>
    /// <param name="bytes">Borrowed for the call.</param>
    /// <param name="offset">The stream's offset of the first byte.</param>
    public void HandleInput(ReadOnlySpan<byte> bytes, ulong offset)
    {
        display.InputOffset = offset + (ulong)bytes.Length;
        display.Fore?.Process?.Write(bytes, new InputOrigin(display.ClientId, display.InputOffset));
    }
}
