using System.Text;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;

namespace Multiplex.Terminal;

/// <content>Titles and other texts that a program sets, freed of control characters at this boundary.</content>
internal sealed partial class TerminalCore
{
    private readonly List<TitlePair> _titleStack = [];

    /// <summary>OSC 0 and 2.</summary>
    public string Title { get; private set; } = string.Empty;

    /// <summary>OSC 0 and 1.</summary>
    public string IconTitle { get; private set; } = string.Empty;

    /// <summary>screen's ESC _.</summary>
    public string Hardstatus { get; private set; } = string.Empty;

    /// <summary>OSC 7.</summary>
    public string WorkingDirectory { get; private set; } = string.Empty;

    /// <summary>XTSMTITLE's modes, one bit each: 0 sets titles in hexadecimal, 1 asks for them so, 2 and 3 are UTF-8, which they always
    /// are.</summary>
    public int TitleModes { get; set; }

    /// <summary>The parts of a notification that are there.</summary>
    public PendingNotification PendingNotification { get; } = new();

    /// <summary>What CSI 22 t kept, the oldest first.</summary>
    public List<TitlePair> TitleStack => _titleStack;

    /// <summary>Sets the title.</summary>
    public void SetTitle(ReadOnlySpan<byte> text)
    {
        Title = DecodeTitle(text);
        Events.TitleChanged();
    }

    /// <summary>Sets the icon title.</summary>
    public void SetIconTitle(ReadOnlySpan<byte> text)
    {
        IconTitle = DecodeTitle(text);
        Events.IconTitleChanged();
    }

    /// <summary>Sets the hardstatus of the window.</summary>
    public void SetHardstatus(ReadOnlySpan<byte> text)
    {
        Hardstatus = CleanText(text);
        Events.HardstatusChanged();
    }

    /// <summary>Sets the working directory.</summary>
    public void SetWorkingDirectory(ReadOnlySpan<byte> text)
    {
        WorkingDirectory = CleanText(text);
        Events.WorkingDirectoryChanged();
    }

    /// <summary>Puts texts back from a snapshot; nobody is told.</summary>
    public void LoadTexts(string title, string iconTitle, string hardstatus, string workingDirectory)
    {
        Title = title;
        IconTitle = iconTitle;
        Hardstatus = hardstatus;
        WorkingDirectory = workingDirectory;
    }

    /// <summary>CSI 22 t: 0 both titles, 1 the icon title, 2 the title.</summary>
    public void PushTitles(int which)
    {
        if (which > 2)
        {
            return;
        }

        if (_titleStack.Count >= ParserLimits.MaxTitleStack)
        {
            _titleStack.RemoveAt(0);
        }

        _titleStack.Add(new TitlePair(which == 1 ? null : Title, which == 2 ? null : IconTitle));
    }

    /// <summary>CSI 23 t.</summary>
    public void PopTitles(int which)
    {
        if (which > 2 || _titleStack.Count == 0)
        {
            return;
        }

        (string? title, string? iconTitle) = _titleStack[^1];
        _titleStack.RemoveAt(_titleStack.Count - 1);
        if (which != 1 && title is not null)
        {
            Title = title;
            Events.TitleChanged();
        }

        if (which != 2 && iconTitle is not null)
        {
            IconTitle = iconTitle;
            Events.IconTitleChanged();
        }
    }

    private void ResetTitles()
    {
        TitleModes = 0;
        _titleStack.Clear();
        PendingNotification.Clear();
        if (Title.Length != 0)
        {
            Title = string.Empty;
            Events.TitleChanged();
        }

        if (IconTitle.Length != 0)
        {
            IconTitle = string.Empty;
            Events.IconTitleChanged();
        }
    }

    private string DecodeTitle(ReadOnlySpan<byte> text)
    {
        if ((TitleModes & 1) == 0 || text.Length % 2 != 0 || text.Length > 2 * ParserLimits.MaxTitleLength)
        {
            return CleanText(text);
        }

        Span<byte> bytes = stackalloc byte[ParserLimits.MaxTitleLength];
        return HexText.TryDecode(text, bytes, out int length) ? CleanText(bytes[..length]) : CleanText(text);
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
            if (IsUnfit(rune.Value))
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

    private static bool IsUnfit(int value) =>
        value < 0x20 || value is (>= 0x7F and <= 0x9F) or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}

/// <summary>An entry of the title stack.</summary>
/// <param name="Title">Null when it was not asked for.</param>
/// <param name="IconTitle">Null when it was not asked for.</param>
internal readonly record struct TitlePair(string? Title, string? IconTitle);
