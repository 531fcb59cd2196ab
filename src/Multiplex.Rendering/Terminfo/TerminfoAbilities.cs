namespace Multiplex.Rendering.Terminfo;

/// <summary>Which capability of terminfo(5) means which ability.</summary>
internal static class TerminfoAbilities
{
    /// <summary>
    /// String capabilities of the standard part. Rendering writes ECMA-48's form of a sequence; a capability whose string does not end
    /// in the same way is another terminal family's and does not count.
    /// </summary>
    public static readonly (TerminfoString Name, string Ending, TerminalAbilities Ability)[] Strings =
    [
        (TerminfoString.EraseCharacters, "X", TerminalAbilities.EraseCharacters),
        (TerminfoString.RepeatCharacter, "b", TerminalAbilities.RepeatCharacter),
        (TerminfoString.ChangeScrollRegion, "r", TerminalAbilities.ScrollRegion),
        (TerminfoString.DeleteLines, "M", TerminalAbilities.InsertDeleteLine),
        (TerminfoString.ScrollForward, "S", TerminalAbilities.ScrollUpDown),
        (TerminfoString.InsertCharacters, "@", TerminalAbilities.InsertDeleteCharacter),
        (TerminfoString.ColumnAddress, "G", TerminalAbilities.ColumnAbsolute),
        (TerminfoString.RowAddress, "d", TerminalAbilities.RowAbsolute),
        (TerminfoString.SaveCursor, "\e7", TerminalAbilities.SaveCursor),
        (TerminfoString.EnterBold, "m", TerminalAbilities.Bold),
        (TerminfoString.EnterDim, "m", TerminalAbilities.Faint),
        (TerminfoString.EnterItalics, "m", TerminalAbilities.Italic),
        (TerminfoString.EnterUnderline, "m", TerminalAbilities.Underline),
        (TerminfoString.EnterBlink, "m", TerminalAbilities.Blink),
        (TerminfoString.EnterReverse, "m", TerminalAbilities.Inverse),
        (TerminfoString.EnterSecure, "m", TerminalAbilities.Invisible),
        (TerminfoString.CursorInvisible, "l", TerminalAbilities.CursorVisibility),
        (TerminfoString.EnterAlternateScreen, "", TerminalAbilities.AlternateScreen),
        (TerminfoString.KeypadTransmit, "", TerminalAbilities.ApplicationKeys),
        (TerminfoString.KeyMouse, "", TerminalAbilities.Mouse),
    ];

    /// <summary>Names of the extended part, as xterm, tmux and others agreed on them.</summary>
    public static readonly (string Name, TerminalAbilities Ability)[] Extended =
    [
        ("smxx", TerminalAbilities.CrossedOut),
        ("Smol", TerminalAbilities.Overline),
        ("Smulx", TerminalAbilities.StyledUnderline),
        ("Setulc", TerminalAbilities.UnderlineColor),
        ("Su", TerminalAbilities.StyledUnderline | TerminalAbilities.UnderlineColor),
        ("Sync", TerminalAbilities.SynchronizedOutput),
        ("Ss", TerminalAbilities.CursorShape),
        ("Cs", TerminalAbilities.DynamicColors),
        ("Ms", TerminalAbilities.Clipboard),
        ("XM", TerminalAbilities.Mouse),
        ("BE", TerminalAbilities.BracketedPaste),
        ("fe", TerminalAbilities.FocusEvents),
        ("fullkbd", TerminalAbilities.KittyKeyboard),
        ("Clmg", TerminalAbilities.LeftRightMargins),
        ("Hls", TerminalAbilities.Hyperlinks),
    ];
}
