using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>
/// The modes of the outer terminal that follow the focused window: cursor, colours, titles, mouse, paste, focus, keyboard. Writes only what
/// changed, and knows how to bring back what was found.
/// </summary>
internal sealed class ModeWriter(TerminalProfile profile)
{
    /// <summary>Longest title, in UTF-16 units; terminals cut earlier.</summary>
    private const int LongestTitle = 1024;

    private static readonly (FrameModes Mode, string On, string Off, TerminalAbilities Ability)[] s_modes =
    [
        (FrameModes.ApplicationCursorKeys, "\e[?1h", "\e[?1l", TerminalAbilities.ApplicationKeys),
        (FrameModes.ApplicationKeypad, "\e=", "\e>", TerminalAbilities.ApplicationKeys),
        (FrameModes.BracketedPaste, "\e[?2004h", "\e[?2004l", TerminalAbilities.BracketedPaste),
        (FrameModes.FocusEvents, "\e[?1004h", "\e[?1004l", TerminalAbilities.FocusEvents),
        (FrameModes.ReverseVideo, "\e[?5h", "\e[?5l", TerminalAbilities.PrivateModes),
        (FrameModes.ColorSchemeReports, "\e[?2031h", "\e[?2031l", TerminalAbilities.PrivateModes),
        (FrameModes.BackarrowSendsBackspace, "\e[?67h", "\e[?67l", TerminalAbilities.PrivateModes),
        (FrameModes.AlternateScroll, "\e[?1007h", "\e[?1007l", TerminalAbilities.PrivateModes),
    ];

    private static readonly int[] s_tracking = [0, 9, 1000, 1002, 1003];
    private static readonly int[] s_encoding = [0, 1005, 1006, 1015, 1016];

    private bool _isReasserting;
    private CursorShape _shape;
    private bool _hasWrittenShape;
    private Color _cursorColor;
    private Color _foreground;
    private Color _background;
    private string? _title;
    private string? _iconTitle;
    private FrameModes _frameModes;
    private MouseTracking _tracking;
    private MouseEncoding _encoding;
    private byte _kittyFlags;
    private byte _modifyOtherKeys;

    /// <summary>The terminal.</summary>
    public TerminalProfile Profile { get; set; } = profile;

    /// <summary>The cursor's shape that was found; default when it is not known.</summary>
    public CursorShape FoundShape { get; set; }

    /// <summary>True while the cursor is visible, DECTCEM.</summary>
    public bool IsCursorShown { get; set; } = true;

    /// <summary>The next update writes everything, whatever it is believed to be.</summary>
    public void Reassert() => _isReasserting = true;

    /// <summary>Writes what a frame changes.</summary>
    /// <param name="next">The frame.</param>
    /// <param name="output">Where to.</param>
    public void Update(Frame next, OutputBytes output)
    {
        UpdateTitles(next.Title, next.IconTitle, output);
        UpdateColors(next, output);
        UpdateModes(next.Modes, output);
        UpdateMouse(next.MouseTracking, next.MouseEncoding, output);
        UpdateKeyboard(next.KittyKeyboardFlags, next.ModifyOtherKeys, output);
        UpdateCursor(next, output);
        _isReasserting = false;
    }

    /// <summary>Switches everything off that was switched on.</summary>
    /// <param name="output">Where to.</param>
    public void Leave(OutputBytes output)
    {
        // The titles come back from the terminal's stack.
        _title = null;
        _iconTitle = null;
        Frame plain = new(1, 1, new FrameTables()) { CursorShape = _hasWrittenShape ? FoundShape : _shape };
        Update(plain, output);
        _hasWrittenShape = false;
    }

    /// <summary>Switches everything off that might have been switched on, whatever is known.</summary>
    /// <param name="output">Where to.</param>
    public void LeaveWhateverIsSet(OutputBytes output)
    {
        _tracking = MouseTracking.AnyEvent;
        _encoding = MouseEncoding.SgrPixels;
        _cursorColor = Color.FromIndex(0);
        _foreground = Color.FromIndex(0);
        _background = Color.FromIndex(0);
        _shape = CursorShape.SteadyBar;
        _hasWrittenShape = true;
        _frameModes = ~FrameModes.None;
        _modifyOtherKeys = 1;
        IsCursorShown = false;
        Leave(output);
    }

    private static void AddColor(OutputBytes output, ReadOnlySpan<byte> command, Color color)
    {
        Color rgb = color.Kind == ColorKind.Indexed ? ColorReducer.PaletteValue(color.Index) : color;
        output.Add(command);
        for (int shift = 20; shift >= 0; shift -= 4)
        {
            output.Add("0123456789abcdef"u8[(int)(rgb.Value >> shift) & 15]);
        }

        output.Add("\e\\"u8);
    }

    private static void AddMode(OutputBytes output, int mode, bool isOn)
    {
        if (mode != 0)
        {
            output.Add("\e[?"u8);
            output.AddNumber(mode);
            output.Add(isOn ? (byte)'h' : (byte)'l');
        }
    }

    private static void AddText(OutputBytes output, ReadOnlySpan<byte> command, string text)
    {
        output.Add(command);
        output.AddPrintable(text, LongestTitle);
        output.Add("\e\\"u8);
    }

    private bool IsChanged<T>(ref T current, T next, TerminalAbilities ability)
        where T : struct, IEquatable<T>
    {
        // What the terminal cannot do is not remembered: its answers may yet say that it can.
        if (!Profile.Can(ability) || (!_isReasserting && current.Equals(next)))
        {
            return false;
        }

        current = next;
        return true;
    }

    private void UpdateTitles(string? title, string? iconTitle, OutputBytes output)
    {
        if (!Profile.Can(TerminalAbilities.Title))
        {
            return;
        }

        bool isGone = (title is null && _title is not null) || (iconTitle is null && _iconTitle is not null);
        if (isGone && Profile.Can(TerminalAbilities.TitleStack))
        {
            // A window without a title: the one that was found comes back, and stays saved. Both are saved in one entry.
            output.Add("\e[23;0t\e[22;0t"u8);
            _title = null;
            _iconTitle = null;
        }

        bool isTitle = title is not null && (_isReasserting || !string.Equals(title, _title, StringComparison.Ordinal));
        bool isIcon = iconTitle is not null && (_isReasserting || !string.Equals(iconTitle, _iconTitle, StringComparison.Ordinal));
        _title = title ?? _title;
        _iconTitle = iconTitle ?? _iconTitle;

        if (isTitle && isIcon && string.Equals(title, iconTitle, StringComparison.Ordinal))
        {
            AddText(output, "\e]0;"u8, title!);
            return;
        }

        if (isTitle)
        {
            AddText(output, "\e]2;"u8, title!);
        }

        if (isIcon)
        {
            AddText(output, "\e]1;"u8, iconTitle!);
        }
    }

    private void UpdateColors(Frame next, OutputBytes output)
    {
        UpdateColor(ref _foreground, next.DefaultForeground, "\e]10;#"u8, "\e]110\e\\"u8, output);
        UpdateColor(ref _background, next.DefaultBackground, "\e]11;#"u8, "\e]111\e\\"u8, output);
        UpdateColor(ref _cursorColor, next.CursorColor, "\e]12;#"u8, "\e]112\e\\"u8, output);
    }

    private void UpdateColor(ref Color current, Color next, ReadOnlySpan<byte> set, ReadOnlySpan<byte> reset, OutputBytes output)
    {
        if (!IsChanged(ref current, next, TerminalAbilities.DynamicColors))
        {
            return;
        }

        if (next.IsDefault)
        {
            output.Add(reset);
        }
        else
        {
            AddColor(output, set, next);
        }
    }

    private void UpdateModes(FrameModes next, OutputBytes output)
    {
        FrameModes changed = _isReasserting ? ~FrameModes.None : _frameModes ^ next;
        if (changed == FrameModes.None)
        {
            return;
        }

        foreach ((FrameModes mode, string on, string off, TerminalAbilities ability) in s_modes)
        {
            if ((changed & mode) != 0 && Profile.Can(ability))
            {
                _frameModes = (_frameModes & ~mode) | (next & mode);
                output.AddAscii((next & mode) != 0 ? on : off);
            }
        }
    }

    private void UpdateMouse(MouseTracking tracking, MouseEncoding encoding, OutputBytes output)
    {
        // Without events their encoding does not matter; keeping it away leaves the terminal as it was found.
        encoding = tracking == MouseTracking.None ? MouseEncoding.X10 : encoding;
        bool isSame = !_isReasserting && tracking == _tracking && encoding == _encoding;
        if (isSame || !Profile.Can(TerminalAbilities.Mouse))
        {
            return;
        }

        if (tracking != _tracking || _isReasserting)
        {
            AddMode(output, s_tracking[(int)_tracking], isOn: false);
        }

        if (encoding != _encoding)
        {
            AddMode(output, s_encoding[(int)_encoding], isOn: false);
        }

        AddMode(output, s_encoding[(int)encoding], isOn: true);
        AddMode(output, s_tracking[(int)tracking], isOn: true);

        _tracking = tracking;
        _encoding = encoding;
    }

    private void UpdateKeyboard(byte kittyFlags, byte modifyOtherKeys, OutputBytes output)
    {
        if (kittyFlags != _kittyFlags && Profile.Can(TerminalAbilities.KittyKeyboard))
        {
            // The terminal keeps a stack: one entry is ours while any flag is set.
            output.AddAscii(kittyFlags == 0 ? "\e[<" : _kittyFlags == 0 ? "\e[>" : "\e[=");
            if (kittyFlags != 0)
            {
                output.AddNumber(kittyFlags);
            }

            output.Add((byte)'u');
            _kittyFlags = kittyFlags;
        }

        if (IsChanged(ref _modifyOtherKeys, modifyOtherKeys, TerminalAbilities.ModifyOtherKeys))
        {
            output.Add("\e[>4"u8);
            if (modifyOtherKeys != 0)
            {
                output.Add((byte)';');
                output.AddNumber(modifyOtherKeys);
            }

            output.Add((byte)'m');
        }
    }

    private void UpdateCursor(Frame next, OutputBytes output)
    {
        if (next.CursorShape != _shape || _isReasserting)
        {
            _shape = next.CursorShape;
            if (Profile.Can(TerminalAbilities.CursorShape))
            {
                _hasWrittenShape = true;
                output.Add("\e["u8);
                output.AddNumber((int)_shape);
                output.Add(" q"u8);
            }
        }

        if ((next.CursorVisible != IsCursorShown || _isReasserting) && Profile.Can(TerminalAbilities.CursorVisibility))
        {
            IsCursorShown = next.CursorVisible;
            output.Add(IsCursorShown ? "\e[?25h"u8 : "\e[?25l"u8);
        }
    }
}
