using System.Collections.Frozen;

namespace Multiplex.Server.Input;

/// <summary>One named key: what outer terminals send for it and what a window's program gets for it.</summary>
/// <param name="Name">The termcap name (terminfo(5), "Predefined Capabilities", column TCap).</param>
/// <param name="Label">A word for the list of bindings.</param>
/// <param name="Sequences">What terminals send: xterm (normal, application), the Linux console, rxvt.</param>
/// <param name="Normal">What <c>$TERM</c>'s program expects (terminfo entry <c>screen</c>); null when mux sends nothing of its own.</param>
/// <param name="Application">The same under DECCKM or DECKPAM; null when it does not differ.</param>
internal sealed record KeyName(string Name, string Label, IReadOnlyList<string> Sequences, string? Normal, string? Application = null);

/// <summary>The termcap names of <c>bindkey -k</c>, <c>bind -k</c> and <c>stuff -k</c>.</summary>
internal static class KeyNames
{
    /// <summary>The back-tab key, to which <c>focus prev</c> is bound.</summary>
    public const string BackTab = "kB";

    /// <summary>All names in the order of screen's list.</summary>
    public static IReadOnlyList<KeyName> All { get; } =
    [
        new("Km", "Mouse", ["\e[<", "\e[M"], "\e[<"),
        new("k0", "F0", ["\e[10~"], "\e[10~"),
        new("k1", "F1", ["\eOP", "\e[11~", "\e[[A"], "\eOP"),
        new("k2", "F2", ["\eOQ", "\e[12~", "\e[[B"], "\eOQ"),
        new("k3", "F3", ["\eOR", "\e[13~", "\e[[C"], "\eOR"),
        new("k4", "F4", ["\eOS", "\e[14~", "\e[[D"], "\eOS"),
        new("k5", "F5", ["\e[15~", "\e[[E"], "\e[15~"),
        new("k6", "F6", ["\e[17~"], "\e[17~"),
        new("k7", "F7", ["\e[18~"], "\e[18~"),
        new("k8", "F8", ["\e[19~"], "\e[19~"),
        new("k9", "F9", ["\e[20~"], "\e[20~"),
        new("k;", "F10", ["\e[21~"], "\e[21~"),
        new("F1", "F11", ["\e[23~"], "\e[23~"),
        new("F2", "F12", ["\e[24~"], "\e[24~"),
        new("F3", "F13", ["\e[1;2P", "\e[25~"], null),
        new("F4", "F14", ["\e[1;2Q", "\e[26~"], null),
        new("F5", "F15", ["\e[1;2R", "\e[28~"], null),
        new("F6", "F16", ["\e[1;2S", "\e[29~"], null),
        new("F7", "F17", ["\e[15;2~", "\e[31~"], null),
        new("F8", "F18", ["\e[17;2~", "\e[32~"], null),
        new("F9", "F19", ["\e[18;2~", "\e[33~"], null),
        new("FA", "F20", ["\e[19;2~", "\e[34~"], null),
        new("FB", "F21", ["\e[20;2~"], null),
        new("FC", "F22", ["\e[21;2~"], null),
        new("FD", "F23", ["\e[23;2~"], null),
        new("FE", "F24", ["\e[24;2~"], null),
        new("kb", "Backspace", [], null),
        new(BackTab, "BackTab", ["\e[Z"], null),
        new("kh", "Home", ["\e[H", "\eOH", "\e[1~", "\e[7~"], "\e[1~"),
        new("kH", "End", ["\e[F", "\eOF", "\e[4~", "\e[8~"], "\e[4~"),
        new("@7", "End", ["\e[F", "\eOF", "\e[4~", "\e[8~"], "\e[4~"),
        new("kN", "PageDown", ["\e[6~"], "\e[6~"),
        new("kP", "PageUp", ["\e[5~"], "\e[5~"),
        new("kI", "Insert", ["\e[2~"], "\e[2~"),
        new("kD", "Delete", ["\e[3~"], "\e[3~"),
        new("kF", "ScrollDown", ["\e[1;2B"], null),
        new("kR", "ScrollUp", ["\e[1;2A"], null),
        new("ku", "Up", ["\e[A", "\eOA"], "\e[A", "\eOA"),
        new("kd", "Down", ["\e[B", "\eOB"], "\e[B", "\eOB"),
        new("kr", "Right", ["\e[C", "\eOC"], "\e[C", "\eOC"),
        new("kl", "Left", ["\e[D", "\eOD"], "\e[D", "\eOD"),
        new("*7", "ShiftEnd", ["\e[1;2F"], null),
        new("#2", "ShiftHome", ["\e[1;2H"], null),
        new("#4", "ShiftLeft", ["\e[1;2D"], null),
        new("%i", "ShiftRight", ["\e[1;2C"], null),
        new("%c", "ShiftPageDown", ["\e[6;2~"], null),
        new("%e", "ShiftPageUp", ["\e[5;2~"], null),
        new("f0", "Keypad 0", ["\eOp"], "0", "\eOp"),
        new("f1", "Keypad 1", ["\eOq"], "1", "\eOq"),
        new("f2", "Keypad 2", ["\eOr"], "2", "\eOr"),
        new("f3", "Keypad 3", ["\eOs"], "3", "\eOs"),
        new("f4", "Keypad 4", ["\eOt"], "4", "\eOt"),
        new("f5", "Keypad 5", ["\eOu"], "5", "\eOu"),
        new("f6", "Keypad 6", ["\eOv"], "6", "\eOv"),
        new("f7", "Keypad 7", ["\eOw"], "7", "\eOw"),
        new("f8", "Keypad 8", ["\eOx"], "8", "\eOx"),
        new("f9", "Keypad 9", ["\eOy"], "9", "\eOy"),
        new("f+", "Keypad +", ["\eOk"], "+", "\eOk"),
        new("f-", "Keypad -", ["\eOm"], "-", "\eOm"),
        new("f*", "Keypad *", ["\eOj"], "*", "\eOj"),
        new("f/", "Keypad /", ["\eOo"], "/", "\eOo"),
        new("fq", "Keypad =", ["\eOX"], "=", "\eOX"),
        new("f.", "Keypad .", ["\eOn"], ".", "\eOn"),
        new("f,", "Keypad ,", ["\eOl"], ",", "\eOl"),
        new("fe", "Keypad Enter", ["\eOM"], "\r", "\eOM"),
    ];

    private static FrozenDictionary<string, KeyName> ByName { get; } = All.ToFrozenDictionary(
        static key => key.Name,
        StringComparer.Ordinal);

    /// <summary>The key of a termcap name, or null when there is none.</summary>
    /// <param name="name">The name; case matters.</param>
    public static KeyName? Find(string name) => ByName.GetValueOrDefault(name);
}
