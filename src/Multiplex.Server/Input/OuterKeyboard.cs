using System.Buffers;
using Multiplex.Server.Model;
using Multiplex.Terminal;
using Multiplex.Terminal.Input;

namespace Multiplex.Server.Input;

/// <summary>
/// How the keys of the outer terminal come to a program that asked for more than characters: kitty's protocol or modifyOtherKeys. A terminal that
/// has what the program wants passes its keys through; one that has only the other is asked for that, and with neither its plain keys are
/// translated.
/// </summary>
/// <param name="display">The display.</param>
internal sealed class OuterKeyboard(Display display)
{
    /// <summary>The flag of kitty's protocol with which no two keys look alike; enough for whoever wants modifyOtherKeys.</summary>
    private const byte Disambiguate = 1;

    /// <summary>modifyOtherKeys for all keys but those that every program knows.</summary>
    private const byte AllKeys = 2;

    private readonly ArrayBufferWriter<byte> _translated = new(64);

    /// <summary>What the outer terminal is asked for.</summary>
    /// <param name="display">The display.</param>
    /// <param name="terminal">The focused window's terminal, or null.</param>
    public static (byte Kitty, byte ModifyOtherKeys) Wanted(Display display, TerminalEmulator? terminal)
    {
        if (terminal is null || display.TerminalInfo is not { } outer)
        {
            return (0, 0);
        }

        if (terminal.IsVt52)
        {
            return (0, 0);
        }

        if (terminal.KittyKeyboardFlags != 0)
        {
            return outer.HasKittyKeyboard ? (terminal.KittyKeyboardFlags, (byte)0) : outer.HasModifyOtherKeys ? ((byte)0, AllKeys) : ((byte)0, (byte)0);
        }

        return terminal.ModifyOtherKeys == 0 ? ((byte)0, (byte)0)
            : outer.HasModifyOtherKeys ? ((byte)0, terminal.ModifyOtherKeys)
            : outer.HasKittyKeyboard ? (Disambiguate, (byte)0)
            : ((byte)0, (byte)0);
    }

    /// <summary>Brings keys into the form that the program asked for.</summary>
    /// <param name="terminal">The window's terminal, or null.</param>
    /// <param name="bytes">What the outer terminal sent: whole keys.</param>
    /// <returns>The bytes themselves where the form is right, else the translation; borrowed until the next call.</returns>
    public ReadOnlySpan<byte> Translate(TerminalEmulator? terminal, ReadOnlySpan<byte> bytes)
    {
        if (terminal is null || !IsOtherForm(terminal))
        {
            return bytes;
        }

        _translated.ResetWrittenCount();
        while (!bytes.IsEmpty)
        {
            int length = OuterKeyReader.Read(bytes, out KeyEvent? key);
            if (key is { } typed)
            {
                KeyEncoder.Encode(terminal, typed, _translated);
            }
            else
            {
                _translated.Write(bytes[..length]);
            }

            bytes = bytes[length..];
        }

        return _translated.WrittenSpan;
    }

    /// <summary>True when the keys that come are not in the form that the program wants. Plain keys are right for modifyOtherKeys.</summary>
    private bool IsOtherForm(TerminalEmulator terminal)
    {
        if (terminal.HasUnusualKeys)
        {
            return true;
        }

        if (terminal.KittyKeyboardFlags != 0)
        {
            return display.TerminalInfo is not { HasKittyKeyboard: true };
        }

        return terminal.ModifyOtherKeys != 0 && display.TerminalInfo is { HasModifyOtherKeys: false, HasKittyKeyboard: true };
    }
}
