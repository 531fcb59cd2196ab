using System.Buffers;

namespace Multiplex.Rendering;

/// <summary>Takes over the user's terminal and gives it back as it was found: alternate screen, titles, modes.</summary>
public sealed class TerminalSession
{
    private readonly OutputBytes _output = new();

    /// <summary>A session on a terminal.</summary>
    /// <param name="profile">What the terminal can do.</param>
    public TerminalSession(TerminalProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Writer = new FrameWriter(profile, Found);
    }

    /// <summary>Draws on the terminal while the session lasts.</summary>
    public FrameWriter Writer { get; }

    /// <summary>What the terminal can do, as far as is known.</summary>
    public TerminalProfile Profile => Writer.Profile;

    /// <summary>What the terminal had before it was changed.</summary>
    public FoundState Found { get; } = new();

    /// <summary>Takes the terminal over: alternate screen, modes that drawing relies on. The first drawing clears it.</summary>
    /// <param name="output">Where the bytes go.</param>
    public void Enter(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output.Clear();
        if (Profile.Can(TerminalAbilities.AlternateScreen))
        {
            _output.Add("\e[?1049h"u8);
        }

        if (Profile.Can(TerminalAbilities.TitleStack))
        {
            _output.Add("\e[22;0t"u8);
        }

        Found.Clear();
        Writer.Invalidate();
        output.Write(_output.Written);
    }

    /// <summary>Gives the terminal back.</summary>
    /// <param name="output">Where the bytes go.</param>
    public void Leave(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output.Clear();
        Writer.Pictures.Leave(_output);
        Writer.Modes.Leave(_output);
        AddLeaving(_output, Profile);
        Writer.Invalidate();
        output.Write(_output.Written);
    }

    /// <summary>
    /// What gives a terminal back when nobody knows what was set: for the daemon, in case the client is killed, and for the client's
    /// own crash.
    /// </summary>
    /// <param name="profile">What the terminal can do; assume more when its answers have not come yet.</param>
    /// <param name="found">What the terminal had before, as far as it is known by now; null when it answers nothing, or not yet.</param>
    public static byte[] EmergencyBytes(TerminalProfile profile, FoundState? found = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        OutputBytes output = new();

        // CAN ends a sequence that the dead client may have left half written (ECMA-48, VT100 parser); ST ends a string.
        output.Add("\u0018"u8);
        if (profile.Can(TerminalAbilities.OperatingSystemCommands))
        {
            output.Add("\e\\"u8);
        }

        if (profile.Can(TerminalAbilities.SynchronizedOutput))
        {
            output.Add("\e[?2026l"u8);
        }

        if (profile.Can(TerminalAbilities.KittyKeyboard))
        {
            output.Add("\e[<u"u8);
        }

        if (profile.Can(TerminalAbilities.LeftRightMargins))
        {
            output.Add("\e[?69l"u8);
        }

        if (profile.Can(TerminalAbilities.DynamicColors))
        {
            if (found is null)
            {
                output.Add("\e]104\e\\"u8);
            }

            found?.AddPalette(output);
        }

        if (profile.Can(TerminalAbilities.OperatingSystemCommands))
        {
            output.Add("\e]9;4;0;0\e\\"u8);
        }

        new ModeWriter(profile, found ?? new FoundState()).LeaveWhateverIsSet(output);
        AddLeaving(output, profile);
        return output.Written.ToArray();
    }

    private static void AddLeaving(OutputBytes output, TerminalProfile profile)
    {
        if (profile.Can(TerminalAbilities.Hyperlinks))
        {
            output.Add("\e]8;;\e\\"u8);
        }

        output.Add("\e[m"u8);
        if (profile.Can(TerminalAbilities.ScrollRegion))
        {
            output.Add("\e[r"u8);
        }

        if (profile.Can(TerminalAbilities.TitleStack))
        {
            output.Add("\e[23;0t"u8);
        }

        // Without an alternate screen the user goes on below what was drawn, as screen leaves it.
        output.Add(profile.Can(TerminalAbilities.AlternateScreen) ? "\e[?1049l"u8 : "\e[999;1H\e[J\r\n"u8);
    }
}
