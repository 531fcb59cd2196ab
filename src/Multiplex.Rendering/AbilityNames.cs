namespace Multiplex.Rendering;

/// <summary>What the abilities that differ between terminals are called when they are shown to the user.</summary>
public static class AbilityNames
{
    private static readonly (TerminalAbilities Ability, string Name)[] s_names =
    [
        (TerminalAbilities.AlternateScreen, "alternate screen"),
        (TerminalAbilities.SynchronizedOutput, "synchronized output"),
        (TerminalAbilities.GraphemeClusters, "grapheme clusters"),
        (TerminalAbilities.InBandResize, "in-band resize"),
        (TerminalAbilities.BackColorErase, "background colour erase"),
        (TerminalAbilities.RepeatCharacter, "repeat"),
        (TerminalAbilities.LeftRightMargins, "left and right margins"),
        (TerminalAbilities.StyledUnderline, "underline styles"),
        (TerminalAbilities.UnderlineColor, "underline colours"),
        (TerminalAbilities.Overline, "overline"),
        (TerminalAbilities.CrossedOut, "crossed out"),
        (TerminalAbilities.Italic, "italics"),
        (TerminalAbilities.Hyperlinks, "hyperlinks"),
        (TerminalAbilities.Title, "titles"),
        (TerminalAbilities.CursorShape, "cursor shapes"),
        (TerminalAbilities.DynamicColors, "colour changes"),
        (TerminalAbilities.Clipboard, "clipboard"),
        (TerminalAbilities.Mouse, "mouse"),
        (TerminalAbilities.FocusEvents, "focus events"),
        (TerminalAbilities.BracketedPaste, "bracketed paste"),
        (TerminalAbilities.KittyKeyboard, "kitty keyboard"),
        (TerminalAbilities.ModifyOtherKeys, "modifyOtherKeys"),
        (TerminalAbilities.Sixel, "sixel"),
        (TerminalAbilities.KittyGraphics, "kitty graphics"),
    ];

    /// <summary>The names of those that a terminal has, or of those that it lacks, with commas between.</summary>
    /// <param name="profile">The terminal.</param>
    /// <param name="isThere">True for what it has.</param>
    public static string Of(TerminalProfile profile, bool isThere)
    {
        ArgumentNullException.ThrowIfNull(profile);
        List<string> names = [];
        foreach ((TerminalAbilities ability, string name) in s_names)
        {
            if (profile.Can(ability) == isThere)
            {
                names.Add(name);
            }
        }

        return names.Count == 0 ? "none" : string.Join(", ", names);
    }

    /// <summary>A depth of colour in words.</summary>
    /// <param name="depth">The depth.</param>
    public static string Of(ColorDepth depth) => depth switch
    {
        ColorDepth.TrueColor => "RGB",
        ColorDepth.Colors256 => "256",
        ColorDepth.Colors16 => "16",
        ColorDepth.Colors8 => "8",
        _ => "none",
    };
}
