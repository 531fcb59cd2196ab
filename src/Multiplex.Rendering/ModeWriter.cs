using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>
/// The modes of the outer terminal that follow the focused window: cursor, colours, titles, mouse, paste, focus, keyboard. Writes only what
/// changed, and knows how to bring back what was found.
/// </summary>
internal sealed class ModeWriter(TerminalProfile profile, FoundState found)
{
    /// <summary>Longest title, in UTF-16 units; terminals cut earlier.</summary>
    private const int LongestTitle = 1024;

    private static readonly (FrameModes Mode, int Number, string On, string Off, TerminalAbilities Ability)[] s_modes =
    [
        (FrameModes.ApplicationCursorKeys, 1, "\e[?1h", "\e[?1l", TerminalAbilities.ApplicationKeys),
        (FrameModes.ApplicationKeypad, 66, "\e=", "\e>", TerminalAbilities.ApplicationKeys),
        (FrameModes.BracketedPaste, 2004, "\e[?2004h", "\e[?2004l", TerminalAbilities.BracketedPaste),
        (FrameModes.FocusEvents, 1004, "\e[?1004h", "\e[?1004l", TerminalAbilities.FocusEvents),
        (FrameModes.ReverseVideo, 5, "\e[?5h", "\e[?5l", TerminalAbilities.PrivateModes),
        (FrameModes.ColorSchemeReports, 2031, "\e[?2031h", "\e[?2031l", TerminalAbilities.PrivateModes),
        (FrameModes.BackarrowSendsBackspace, 67, "\e[?67h", "\e[?67l", TerminalAbilities.PrivateModes),
        (FrameModes.AlternateScroll, 1007, "\e[?1007h", "\e[?1007l", TerminalAbilities.PrivateModes),
    ];

    private static readonly int[] s_tracking = [0, 9, 1000, 1002, 1003];
    private static readonly int[] s_encoding = [0, 1005, 1006, 1015, 1016];

    private bool _isReasserting;
    private bool _isLeaving;
    private CursorShape _shape;
    private bool _hasWrittenShape;
    private Color _cursorColor;
    private Color _foreground;
    private Color _background;
    private string? _title;
    private string? _iconTitle;
    private FrameModes _frameModes;
    private FrameModes _touched;
    private MouseTracking _tracking;
    private MouseEncoding _encoding;
    private byte _kittyFlags;
    private byte _modifyOtherKeys;

    /// <summary>The terminal.</summary>
    public TerminalProfile Profile { get; set; } = profile;

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
        Frame plain = new(1, 1, new FrameTables()) { CursorShape = _hasWrittenShape ? CursorShape.Default : _shape };
        foreach ((FrameModes mode, int number, _, _, _) in s_modes)
        {
            plain.Modes |= found.WasModeSet(number) ? mode : FrameModes.None;
        }

        _isLeaving = true;
        Update(plain, output);
        _isLeaving = false;
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
        _touched = ~FrameModes.None;
        _modifyOtherKeys = 1;
        IsCursorShown = false;
        _isReasserting = true;
        Leave(output);
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
        UpdateColor(ref _foreground, next.DefaultForeground, FoundState.Foreground, output);
        UpdateColor(ref _background, next.DefaultBackground, FoundState.Background, output);
        UpdateColor(ref _cursorColor, next.CursorColor, FoundState.CursorColor, output);
    }

    private void UpdateColor(ref Color current, Color next, int index, OutputBytes output)
    {
        // What nobody changed is the user's own, also when everything is written again.
        bool isUntouched = current.IsDefault && next.IsDefault && !found.WasAsked(index);
        if (isUntouched || !IsChanged(ref current, next, TerminalAbilities.DynamicColors))
        {
            return;
        }

        if (!_isLeaving)
        {
            found.AskColor(index, Profile, output);
        }

        if (next.IsDefault)
        {
            found.AddRestored(output, index);
        }
        else
        {
            FoundState.AddColor(output, index, next);
        }
    }

    private void UpdateModes(FrameModes next, OutputBytes output)
    {
        // What was never written is the user's own, also when everything is written again.
        FrameModes changed = _isReasserting ? _touched | (_frameModes ^ next) : _frameModes ^ next;
        if (changed == FrameModes.None)
        {
            return;
        }

        foreach ((FrameModes mode, int number, string on, string off, TerminalAbilities ability) in s_modes)
        {
            if ((changed & mode) != 0 && Profile.Can(ability))
            {
                if (!_isLeaving && (_frameModes & mode) != (next & mode))
                {
                    found.AskMode(number, Profile, output);
                }

                _frameModes = (_frameModes & ~mode) | (next & mode);
                _touched |= mode;
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
        if (next.CursorShape != _shape || (_isReasserting && _hasWrittenShape))
        {
            _shape = next.CursorShape;
            if (Profile.Can(TerminalAbilities.CursorShape))
            {
                _hasWrittenShape = true;
                if (!_isLeaving)
                {
                    found.AskShape(Profile, output);
                }

                output.Add("\e["u8);
                output.AddNumber((int)(_shape == CursorShape.Default ? found.CursorShape : _shape));
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
