namespace Multiplex.Rendering.Tests;

/// <summary>The terminals that the law is tested with.</summary>
internal static class Profiles
{
    private const TerminalAbilities Everything = ~(TerminalAbilities.None | TerminalAbilities.Sixel | TerminalAbilities.KittyGraphics);

    public static readonly TheoryData<string> Names =
        ["modern", "xterm-256color", "xterm", "screen-256color", "screen", "vt100", "linux", "xterm-mono", "dumb", "vt220"];

    public static TerminalProfile Get(string name) => name == "modern"
        ? new TerminalProfile(name, Everything, ColorDepth.TrueColor)
        : TerminalProfile.Create(name, null, string.Empty, isUtf8: true);
}
