using System.Text;
using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal;

/// <content>Titles and other texts that a program sets, freed of control characters at this boundary.</content>
internal sealed partial class TerminalCore
{
    /// <summary>OSC 0 and 2.</summary>
    public string Title { get; private set; } = string.Empty;

    /// <summary>OSC 0 and 1.</summary>
    public string IconTitle { get; private set; } = string.Empty;

    /// <summary>screen's ESC _.</summary>
    public string Hardstatus { get; private set; } = string.Empty;

    /// <summary>OSC 7.</summary>
    public string WorkingDirectory { get; private set; } = string.Empty;

    /// <summary>Sets the title.</summary>
    public void SetTitle(ReadOnlySpan<byte> text)
    {
        Title = CleanText(text);
        Events.TitleChanged();
    }

    /// <summary>Sets the icon title.</summary>
    public void SetIconTitle(ReadOnlySpan<byte> text)
    {
        IconTitle = CleanText(text);
        Events.IconTitleChanged();
    }

    private void ResetTitles()
    {
        Title = string.Empty;
        IconTitle = string.Empty;
    }

    /// <summary>UTF-8 without C0, DEL, C1 and controls of direction, cut at the cap.</summary>
    public static string CleanText(ReadOnlySpan<byte> text)
    {
        Span<char> clean = stackalloc char[ParserLimits.MaxTitleLength];
        int length = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int used);
            text = text[used..];
            int value = rune.Value;
            bool isControl = value < 0x20 || value is (>= 0x7F and <= 0x9F) or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            if (isControl)
            {
                continue;
            }

            if (length + rune.Utf16SequenceLength > clean.Length)
            {
                break;
            }

            length += rune.EncodeToUtf16(clean[length..]);
        }

        return length == 0 ? string.Empty : new string(clean[..length]);
    }
}
