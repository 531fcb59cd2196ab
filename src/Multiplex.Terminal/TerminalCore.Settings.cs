using System.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal;

/// <content>Settings of the device, DEC's locator and keys that programs define.</content>
internal sealed partial class TerminalCore
{
    /// <summary>How far from the right edge the margin bell rings (xterm's nMarginBell).</summary>
    private const int MarginBellDistance = 10;

    /// <summary>Bells, checksums, the pointer, the preferred set.</summary>
    public DeviceSettings Settings { get; } = new();

    /// <summary>DEC's locator.</summary>
    public Locator Locator { get; } = new();

    /// <summary>What programs put under keys.</summary>
    public UserKeys UserKeys { get; } = new();

    /// <summary>BEL; silent when the program turned its volume off.</summary>
    public void Bell()
    {
        if (Settings.WarningBell != BellVolume.Off)
        {
            Events.Bell();
        }
    }

    /// <summary>A key was typed: under mode 44 the bell rings once for each line that is typed near its end (xterm).</summary>
    /// <returns>True when it is to ring now.</returns>
    public bool Typed()
    {
        if (!Modes[ModeId.MarginBell])
        {
            return false;
        }

        int last = Columns - 1 - MarginBellDistance;
        bool isNear = Column >= last;
        bool rings = isNear && Settings.MarginBellRow == Row && Settings.MarginBell != BellVolume.Off;
        Settings.MarginBellRow = isNear ? -1 : Row;
        return rings;
    }

    /// <summary>DECELR: 0 off, 1 on, 2 on for one report. There is one kind of mouse reports at a time (xterm).</summary>
    public void EnableLocator(int how)
    {
        SetMouseTracking(MouseTracking.None, set: false);
        Locator.IsEnabled = how is 1 or 2;
        Locator.IsOneShot = how == 2;
        Locator.Filter = null;
    }

    /// <summary>OSC 22; what is not a name is none.</summary>
    public void SetPointerShape(ReadOnlySpan<byte> name)
    {
        bool isName = name.Length <= DeviceSettings.MaxPointerShape;
        foreach (byte letter in name)
        {
            isName &= char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_';
        }

        if (isName)
        {
            Settings.PointerShape = Encoding.ASCII.GetString(name);
            Events.PointerShapeChanged();
        }
    }

    /// <summary>A set, where <c>&lt;</c> is the preferred one.</summary>
    private ushort Resolve(ushort set) => set == '<' ? Settings.PreferredSet : set;
}
