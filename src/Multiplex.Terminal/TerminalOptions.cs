using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal;

/// <summary>What the owner of an emulator chooses. Settings that may change while it lives are read at each use.</summary>
public sealed class TerminalOptions
{
    /// <summary>Width in cells at the start, 1..10000.</summary>
    public int Columns { get; set; } = 80;

    /// <summary>Height in lines at the start, 1..10000.</summary>
    public int Rows { get; set; } = 24;

    /// <summary>How many lines that left the screen are kept, 0..int.MaxValue.</summary>
    public int ScrollbackLines { get; set; }

    /// <summary>Where scrollback is kept; null for the emulator's own memory.</summary>
    public ScrollbackStorage? Storage { get; set; }

    /// <summary>Characters of East Asian width A take two columns.</summary>
    public bool AmbiguousWide { get; set; }

    /// <summary>CSI 20 t and CSI 21 t answer with the title and not with an empty one. Off, because a program's text must not be typed
    /// into a shell.</summary>
    public bool TitleReport { get; set; }

    /// <summary>CSI 5 i turns the printer on, and text goes to <see cref="ITerminalEvents.Print"/> instead of the screen until CSI 4 i. Off,
    /// because without a printer the text would be lost.</summary>
    public bool Printer { get; set; }

    /// <summary>DECUDK is obeyed: a program says what F6 to F20 type with Shift. Off, because a file that is shown could put a command
    /// under a key.</summary>
    public bool UserDefinedKeys { get; set; }

    /// <summary>OSC 52 queries are handed to the owner. Off, because the clipboard would be typed into the program.</summary>
    public bool ClipboardReport { get; set; }

    /// <summary>Modes 47, 1047 and 1049 switch to an alternate screen (screen's altscreen).</summary>
    public bool AllowAlternateScreen { get; set; } = true;

    /// <summary>CSI 8 t and DECCOLM may ask the owner for another size.</summary>
    public bool AllowResize { get; set; } = true;

    /// <summary>State of DECAWM after a reset (screen's defwrap).</summary>
    public bool Wrap { get; set; } = true;

    /// <summary>State of LNM after a reset: LF also returns the carriage.</summary>
    public bool NewLineMode { get; set; }

    /// <summary>Controls 0x80..0x9F are obeyed (screen's defc1).</summary>
    public bool C1 { get; set; } = true;

    /// <summary>Input is UTF-8; else bytes above 0x9F are characters of the set in GR (screen's encoding).</summary>
    public bool Utf8 { get; set; } = true;

    /// <summary>Erased cells take the current background (screen's defbce).</summary>
    public bool BackgroundColorErase { get; set; } = true;

    /// <summary>What ED erases from all of the primary screen goes to the scrollback first, as GNU screen has it.</summary>
    public bool KeepErased { get; set; }

    /// <summary>
    /// A change of height moves the top edge, as GNU screen has it: a lower screen hides its top rows, and a higher one shows them again. Else the
    /// bottom edge moves, as in xterm, until the cursor meets it.
    /// </summary>
    public bool BottomStays { get; set; }

    /// <summary>The name that XTVERSION answers with.</summary>
    public string Name { get; set; } = "mux";

    /// <summary>The version that XTVERSION and DA2 answer with: digits and dots.</summary>
    public string Version { get; set; } = "0.1.0";

    /// <summary>The terminfo entry that the program was told, for XTGETTCAP.</summary>
    public string TerminalName { get; set; } = "screen-256color";

    /// <summary>The outer terminal's foreground, for colour queries; default when unknown.</summary>
    public Color OuterForeground { get; set; }

    /// <summary>The outer terminal's background, for colour queries and the colour scheme; default when unknown.</summary>
    public Color OuterBackground { get; set; }

    /// <summary>A terminal that shows sixel pictures is attached now: DA1 and XTSMGRAPHICS say so.</summary>
    public bool Sixel { get; set; }

    /// <summary>A terminal that shows kitty's pictures is attached now: kitty's queries are answered.</summary>
    public bool KittyGraphics { get; set; }

    /// <summary>Width of a cell in pixels for window reports; 0 when unknown.</summary>
    public int CellPixelWidth { get; set; } = 10;

    /// <summary>Height of a cell in pixels for window reports; 0 when unknown.</summary>
    public int CellPixelHeight { get; set; } = 20;
}
