using System.Collections.Frozen;
using Multiplex.Server.Input;

namespace Multiplex.Server.Commands;

/// <summary>
/// The values of <c>$:xx:</c>: what the outer terminal gets for a capability, by its termcap name (terminfo(5), "Predefined Capabilities", column TCap). The
/// sequences are those of xterm's entry, whatever the terminal is, in the notation of termcap(5) where they take a number.
/// </summary>
internal static class OuterStrings
{
    private static readonly FrozenDictionary<string, string> s_byName = new Dictionary<string, string>
    {
        ["AB"] = "\e[48;5;%dm",
        ["AF"] = "\e[38;5;%dm",
        ["AL"] = "\e[%dL",
        ["DC"] = "\e[%dP",
        ["DL"] = "\e[%dM",
        ["DO"] = "\e[%dB",
        ["IC"] = "\e[%d@",
        ["LE"] = "\e[%dD",
        ["RI"] = "\e[%dC",
        ["SF"] = "\e[%dS",
        ["SR"] = "\e[%dT",
        ["UP"] = "\e[%dA",
        ["ZH"] = "\e[3m",
        ["ZR"] = "\e[23m",
        ["ae"] = "\e(B",
        ["al"] = "\e[L",
        ["as"] = "\e(0",
        ["bl"] = "\a",
        ["bt"] = "\e[Z",
        ["cd"] = "\e[J",
        ["ce"] = "\e[K",
        ["cb"] = "\e[1K",
        ["cl"] = "\e[H\e[2J",
        ["cm"] = "\e[%i%d;%dH",
        ["cr"] = "\r",
        ["cs"] = "\e[%i%d;%dr",
        ["ct"] = "\e[3g",
        ["dc"] = "\e[P",
        ["dl"] = "\e[M",
        ["do"] = "\n",
        ["ec"] = "\e[%dX",
        ["ei"] = "\e[4l",
        ["ho"] = "\e[H",
        ["im"] = "\e[4h",
        ["ke"] = "\e[?1l\e>",
        ["ks"] = "\e[?1h\e=",
        ["le"] = "\b",
        ["mb"] = "\e[5m",
        ["md"] = "\e[1m",
        ["me"] = "\e[m",
        ["mh"] = "\e[2m",
        ["mk"] = "\e[8m",
        ["mr"] = "\e[7m",
        ["nd"] = "\e[C",
        ["op"] = "\e[39;49m",
        ["rc"] = "\e8",
        ["sc"] = "\e7",
        ["se"] = "\e[27m",
        ["sf"] = "\n",
        ["so"] = "\e[7m",
        ["sr"] = "\eM",
        ["st"] = "\eH",
        ["ta"] = "\t",
        ["te"] = "\e[?1049l",
        ["ti"] = "\e[?1049h",
        ["ue"] = "\e[24m",
        ["up"] = "\e[A",
        ["us"] = "\e[4m",
        ["vb"] = "\e[?5h\e[?5l",
        ["ve"] = "\e[?25h",
        ["vi"] = "\e[?25l",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The string of a capability.</summary>
    /// <param name="name">Its termcap name; case matters.</param>
    /// <returns>Null when the terminal has no such string.</returns>
    public static string? Find(string name) =>
        s_byName.TryGetValue(name, out string? text) ? text
            : KeyNames.Find(name) is { } key ? key.Application ?? (key.Sequences.Count > 0 ? key.Sequences[0] : null)
            : null;
}
