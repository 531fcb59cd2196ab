using System.Globalization;
using System.Text;
using Multiplex.Protocol.Messages;
using Multiplex.Rendering;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Client.Probing;

/// <summary>Collects what the terminal answered to <see cref="ProbeQueries"/>, and says what follows from it.</summary>
/// <param name="found">Gets what the terminal had before it was changed.</param>
internal sealed class TerminalReplies(FoundState found)
{
    /// <summary>Most parameters of DA1 that are kept.</summary>
    private const int MostAttributes = 32;

    private readonly List<ushort> _attributes = [];
    private readonly List<PaletteEntry> _palette = [];
    private TerminalAbilities _found;
    private TerminalAbilities _missing;
    private bool _isTrueColor;
    private string _name = string.Empty;
    private Color _foreground;
    private Color _background;
    private int _expected;

    /// <summary>True from the questions to DA1's answer, which comes last.</summary>
    public bool IsExpecting => _expected > 0;

    /// <summary>True when DA1's answer has come: everything is known that will be.</summary>
    public bool IsComplete => Rounds > 0;

    /// <summary>How often DA1 was answered: each time, all that was asked before it is known.</summary>
    public int Rounds { get; private set; }

    /// <summary>What the terminal calls itself (XTVERSION); empty when it did not say.</summary>
    public string Name => _name;

    /// <summary>Pixels of a cell; 0 when the terminal did not say.</summary>
    public (ushort Width, ushort Height) CellSize { get; private set; }

    /// <summary>The questions were sent.</summary>
    public void Expect() => _expected++;

    /// <summary>Takes a control sequence that began with CSI ?.</summary>
    /// <param name="parameters">Its parameters and intermediates.</param>
    /// <param name="final">Its final byte.</param>
    /// <returns>False when it answers none of our questions and belongs to a program.</returns>
    public bool TryAddSequence(ReadOnlySpan<byte> parameters, byte final)
    {
        switch (final)
        {
            case (byte)'c' when !parameters.Contains((byte)'$'):
                AddDeviceAttributes(parameters);
                return true;
            case (byte)'y' when parameters.EndsWith("$"u8):
                AddMode(parameters[..^1]);
                return true;
            case (byte)'u' when !parameters.ContainsAnyExceptInRange((byte)'0', (byte)'9'):
                _found |= TerminalAbilities.KittyKeyboard;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Takes a control sequence that began with CSI 6.</summary>
    /// <param name="parameters">Its parameters and intermediates.</param>
    /// <param name="final">Its final byte.</param>
    /// <returns>False when it is not the size of a cell but a key.</returns>
    public bool TryAddSize(ReadOnlySpan<byte> parameters, byte final)
    {
        int separator = parameters.LastIndexOf((byte)';');
        if (final != (byte)'t'
            || !parameters.StartsWith("6;"u8)
            || separator < 2
            || !ushort.TryParse(parameters[2..separator], CultureInfo.InvariantCulture, out ushort height)
            || !ushort.TryParse(parameters[(separator + 1)..], CultureInfo.InvariantCulture, out ushort width))
        {
            return false;
        }

        CellSize = (width, height);
        return true;
    }

    /// <summary>Takes a control string.</summary>
    /// <param name="text">What stands between ESC and the terminator: P or ], then the content.</param>
    public void AddString(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("P>|"u8))
        {
            _name = Encoding.Latin1.GetString(text[3..]);
            _found |= TerminalProfile.HasModifyOtherKeys(_name) ? TerminalAbilities.ModifyOtherKeys : TerminalAbilities.None;
            _found |= TerminalProfile.HasStringQueries(_name) ? TerminalAbilities.StringQueries : TerminalAbilities.None;
        }
        else if (text.StartsWith("P1+r"u8))
        {
            AddCapability(text[4..]);
        }
        else if (text.StartsWith("P1$r"u8) && text.EndsWith(" q"u8))
        {
            AddShape(text[4..^2]);
        }
        else if (text.StartsWith("P1$r"u8) && text.EndsWith("m"u8))
        {
            AddRendition(text[4..^1]);
        }
        else if (text.SequenceEqual("_Gi=31;OK"u8))
        {
            _found |= TerminalAbilities.KittyGraphics;
        }
        else if (text.StartsWith("]10;"u8))
        {
            _foreground = found.Answer(FoundState.Foreground, ParseColor(text[4..]));
        }
        else if (text.StartsWith("]11;"u8))
        {
            _background = found.Answer(FoundState.Background, ParseColor(text[4..]));
        }
        else if (text.StartsWith("]12;"u8))
        {
            found.Answer(FoundState.CursorColor, ParseColor(text[4..]));
        }
        else if (text.StartsWith("]4;"u8))
        {
            AddPalette(text[3..]);
        }
    }

    /// <summary>The profile with what was found.</summary>
    /// <param name="profile">What was assumed.</param>
    public TerminalProfile Improve(TerminalProfile profile) => profile with
    {
        Abilities = (profile.Abilities | _found) & ~_missing,
        ColorDepth = _isTrueColor ? ColorDepth.TrueColor : profile.ColorDepth,
    };

    /// <summary>What the daemon is told.</summary>
    /// <param name="profile">The improved profile.</param>
    /// <param name="cellSize">Pixels of a cell, 0 when unknown.</param>
    public TerminalInfoMessage ToMessage(TerminalProfile profile, (ushort Width, ushort Height) cellSize) => new()
    {
        DrawsPictures = true,
        CellWidth = cellSize.Width,
        CellHeight = cellSize.Height,
        Abilities = (ulong)profile.Abilities,
        ColorDepth = (byte)profile.ColorDepth,
        Foreground = _foreground,
        Background = _background,
        Name = _name,
        DeviceAttributes = _attributes,
        Palette = _palette,
    };

    /// <summary>A colour as terminals answer it: rgb:RR/GG/BB with one to four hexadecimal digits each, or #RRGGBB (XParseColor).</summary>
    /// <param name="text">The text.</param>
    /// <returns>The colour, default when the text is none.</returns>
    internal static Color ParseColor(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("#"u8) && text.Length == 7 && TryHex(text[1..], out int value))
        {
            return Color.FromRgb((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        }

        bool isRgb = text.StartsWith("rgb:"u8) || text.StartsWith("rgba:"u8);
        if (!isRgb)
        {
            return Color.Default;
        }

        text = text[(text.IndexOf((byte)':') + 1)..];
        Span<byte> parts = stackalloc byte[3];
        for (int i = 0; i < parts.Length; i++)
        {
            int end = text.IndexOf((byte)'/');
            ReadOnlySpan<byte> part = end < 0 ? text : text[..end];
            if (part.Length is 0 or > 4 || !TryHex(part, out int component))
            {
                return Color.Default;
            }

            parts[i] = (byte)(component * 255 / ((1 << (4 * part.Length)) - 1));
            text = end < 0 ? default : text[(end + 1)..];
        }

        return Color.FromRgb(parts[0], parts[1], parts[2]);
    }

    private static bool TryHex(ReadOnlySpan<byte> text, out int value) =>
        int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private void AddDeviceAttributes(ReadOnlySpan<byte> parameters)
    {
        _expected = Math.Max(0, _expected - 1);
        found.EndRound();
        Rounds++;
        _attributes.Clear();
        foreach (Range range in parameters.Split((byte)';'))
        {
            if (_attributes.Count < MostAttributes
                && ushort.TryParse(parameters[range], CultureInfo.InvariantCulture, out ushort attribute))
            {
                _attributes.Add(attribute);
            }
        }

        if (_attributes.Contains(4))
        {
            _found |= TerminalAbilities.Sixel;
        }
    }

    /// <summary>DECRPM: 0 is "not recognized", 3 and 4 are "permanently"; 1 and 2 can be changed.</summary>
    private void AddMode(ReadOnlySpan<byte> parameters)
    {
        int separator = parameters.IndexOf((byte)';');
        if (separator < 0
            || !int.TryParse(parameters[..separator], CultureInfo.InvariantCulture, out int mode)
            || !int.TryParse(parameters[(separator + 1)..], CultureInfo.InvariantCulture, out int state))
        {
            return;
        }

        found.AnswerMode(mode, state);
        TerminalAbilities ability = mode switch
        {
            69 => TerminalAbilities.LeftRightMargins,
            2026 => TerminalAbilities.SynchronizedOutput,
            2027 => TerminalAbilities.GraphemeClusters,
            2048 => TerminalAbilities.InBandResize,
            _ => TerminalAbilities.None,
        };

        // Grapheme clusters count only when they are on; the others only when they can be switched.
        bool isThere = mode == 2027 ? state is 1 or 3 : state is 1 or 2;
        if (isThere)
        {
            _found |= ability;
        }
        else
        {
            _missing |= ability;
        }
    }

    /// <summary>XTGETTCAP's positive answers: a name in hexadecimal, and perhaps a value.</summary>
    private void AddCapability(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'=');
        ReadOnlySpan<byte> name = end < 0 ? text : text[..end];
        if (name.SequenceEqual("524742"u8) || name.SequenceEqual("5463"u8))
        {
            _isTrueColor = true;
        }
        else if (Ascii.EqualsIgnoreCase(name, "536d756c78"u8))
        {
            _found |= TerminalAbilities.StyledUnderline;
        }
        else if (Ascii.EqualsIgnoreCase(name, "536574756c63"u8))
        {
            _found |= TerminalAbilities.UnderlineColor;
        }
        else if (Ascii.EqualsIgnoreCase(name, "536d6f6c"u8))
        {
            _found |= TerminalAbilities.Overline;
        }
    }

    /// <summary>DECRQSS DECSCUSR.</summary>
    private void AddShape(ReadOnlySpan<byte> text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int shape) && shape is > 0 and <= 6)
        {
            found.Answer((CursorShape)shape);
        }
    }

    /// <summary>DECRQSS m: what the terminal kept of the rendition that <see cref="ProbeQueries"/> gave it.</summary>
    private void AddRendition(ReadOnlySpan<byte> text)
    {
        foreach (Range range in text.Split((byte)';'))
        {
            ReadOnlySpan<byte> parameter = text[range];
            _found |= parameter.SequenceEqual("4:3"u8) ? TerminalAbilities.StyledUnderline
                : parameter.SequenceEqual("9"u8) ? TerminalAbilities.CrossedOut
                : parameter.SequenceEqual("53"u8) ? TerminalAbilities.Overline
                : parameter.StartsWith("58"u8) ? TerminalAbilities.UnderlineColor
                : TerminalAbilities.None;
        }
    }

    private void AddPalette(ReadOnlySpan<byte> text)
    {
        int separator = text.IndexOf((byte)';');
        if (separator > 0 && byte.TryParse(text[..separator], CultureInfo.InvariantCulture, out byte index))
        {
            Color color = ParseColor(text[(separator + 1)..]);
            found.Answer(index, color);
            _palette.RemoveAll(entry => entry.Index == index);
            _palette.Add(new PaletteEntry(index, color));
        }
    }
}
