using Multiplex.Server.Commands;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;

namespace Multiplex.Server.Input;

/// <summary>Runs what a key sequence is bound to. Most bindings only type something; that needs no command.</summary>
internal static class KeyText
{
    private const string TypingCommand = "stuff";

    /// <summary>Runs a binding of <c>bindkey</c>.</summary>
    /// <param name="display">Where the key was typed; its input offset is just past the key.</param>
    /// <param name="command">The binding.</param>
    public static void Run(Display display, CommandInvocation command)
    {
        if (command.Name != TypingCommand || command.Arguments.Count != 1 || command.Arguments[0].AsSpan().IndexOfAny('^', '\\') >= 0)
        {
            CommandRunner.RunKey(display, command);
            return;
        }

        byte[] bytes = CommandText.ToBytes(command.Arguments[0]);
        if ((display.Overlay ?? display.Regions.Focus.Layer) is not { } layer)
        {
            display.Keys.Write(bytes, display.InputOffset);
        }
        else if (bytes.Length == 1)
        {
            layer.HandleKey(display, OfCode(bytes[0]));
        }
        else
        {
            display.Keys.HandleTyped(bytes);
        }
    }

    /// <summary>The key of a byte that a binding types into a layer: screen has codes of its own for the arrows and for both ends of the buffer.</summary>
    private static KeyPress OfCode(byte code) => code switch
    {
        0x81 => new KeyPress(0, NamedKey.Home),
        0x82 => new KeyPress(0, NamedKey.Left),
        0x85 => new KeyPress(0, NamedKey.End),
        0x86 => new KeyPress(0, NamedKey.Right),
        0x8E => new KeyPress(0, NamedKey.Down),
        0x90 => new KeyPress(0, NamedKey.Up),
        0x92 => new KeyPress(0, NamedKey.Other),
        _ => new KeyPress(code),
    };
}
