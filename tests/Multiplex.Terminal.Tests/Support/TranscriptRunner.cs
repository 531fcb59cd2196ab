using System.Buffers;
using System.Globalization;
using System.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Input;
using Multiplex.Terminal.Parsing;
using Xunit.Sdk;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>How the bytes of a block reach the emulator; every block must come out the same in each way.</summary>
internal enum FeedWay
{
    Whole,
    ByteByByte,
    RandomPieces,
    SavedAndLoaded,

    /// <summary>With so much behind it that nothing is at the end of the input, which the bulk loop wants.</summary>
    Padded,
}

/// <summary>Runs the steps of one block against one emulator.</summary>
internal sealed class TranscriptRunner
{
    private readonly TranscriptBlock _block;
    private readonly FeedWay _way;
    private readonly Random _random;
    private readonly EventRecorder _events = new();
    private readonly TerminalOptions _options = new() { Columns = 10, Rows = 4, ScrollbackLines = 100 };
    private readonly ArrayBufferWriter<byte> _typed = new();
    private TerminalEmulator? _terminal;
    private int _bytesUntilReload;

    private TranscriptRunner(TranscriptBlock block, FeedWay way, int seed)
    {
        _block = block;
        _way = way;
        _random = new Random(seed);
        int total = block.Steps.Where(static s => s.Verb == "feed").Sum(static s => TranscriptBlock.Bytes(Quoted(s)).Length);
        _bytesUntilReload = _random.Next(total + 1);
    }

    private TerminalEmulator Terminal => _terminal ??= new TerminalEmulator(_options, _events);

    /// <summary>Runs a block in one way.</summary>
    /// <exception cref="XunitException">A step saw something else.</exception>
    public static void Run(TranscriptBlock block, FeedWay way, int seed)
    {
        var runner = new TranscriptRunner(block, way, seed);
        foreach (TranscriptStep step in block.Steps)
        {
            runner.Run(step);
            if (runner._terminal is { } terminal)
            {
                runner.Expect(step, Invariants.FirstBroken(terminal) is null, Invariants.FirstBroken(terminal) ?? "");
            }
        }
    }

    private void Run(TranscriptStep step)
    {
        switch (step.Verb)
        {
            case "size":
                (_options.Columns, _options.Rows) = Pair(step.Text, 'x');
                break;
            case "scrollback":
                _options.ScrollbackLines = Number(step.Text);
                break;
            case "option":
                SetOption(step);
                break;
            case "fill":
                Fill(step);
                break;
            case "feed":
                Feed(TranscriptBlock.Bytes(Quoted(step)));
                break;
            case "point":
                Point(step);
                break;
            case "resize":
                (int columns, int rows) = Pair(step.Text, 'x');
                Terminal.Resize(columns, rows);
                break;
            default:
                Look(step);
                break;
        }
    }

    /// <summary>The mouse does something; what the program gets for it is looked at by "typed".</summary>
    private void Point(TranscriptStep step)
    {
        string[] words = step.Text.Split(' ');
        (int row, int column) = Pair(words[2], ',');
        MouseEncoder.Encode(
            Terminal, new MouseEvent(Enum.Parse<MouseButton>(words[1]), Enum.Parse<MouseAction>(words[0]), row, column), _typed);
    }

    private void SetOption(TranscriptStep step)
    {
        switch (step.Text)
        {
            case "ambiguous":
                _options.AmbiguousWide = true;
                break;
            case "bottomstays":
                _options.BottomStays = true;
                break;
            case "latin1":
                _options.Utf8 = false;
                break;
            case "noaltscreen":
                _options.AllowAlternateScreen = false;
                break;
            case "userkeys":
                _options.UserDefinedKeys = true;
                break;
            case "printer":
                _options.Printer = true;
                break;
            case "sixel":
                _options.Sixel = true;
                break;
            case "kitty":
                _options.KittyGraphics = true;
                break;
            case "titlereport":
                _options.TitleReport = true;
                break;
            default:
                throw new FormatException($"unknown option {step.Text}");
        }
    }

    /// <summary>Writes rows as a program would; they give the screen its size when nothing did before.</summary>
    private void Fill(TranscriptStep step)
    {
        if (_terminal is null && !_block.Steps.Any(static s => s.Verb == "size"))
        {
            _options.Rows = step.Rows.Count;
            _options.Columns = ScreenText.Characters(step.Rows[0]).Sum(static c => char.ConvertToUtf32(c, 0) >= 0x2E80 ? 2 : 1);
        }

        for (int row = 0; row < step.Rows.Count; row++)
        {
            Terminal.Feed(Encoding.UTF8.GetBytes($"\e[{row + 1}H{TranscriptBlock.Row(step.Rows[row])}"));
        }

        Terminal.Feed("\e[H"u8);
    }

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        if (_way == FeedWay.Padded)
        {
            FeedPadded(bytes);
            return;
        }

        while (bytes.Length > 0)
        {
            int length = _way switch
            {
                FeedWay.Whole => bytes.Length,
                FeedWay.ByteByByte => 1,
                FeedWay.RandomPieces => _random.Next(1, Math.Min(bytes.Length, 7) + 1),
                _ => Math.Min(bytes.Length, Math.Max(_bytesUntilReload, 1)),
            };
            if (_way == FeedWay.SavedAndLoaded && _bytesUntilReload == 0)
            {
                Reload();
            }

            Terminal.Feed(bytes[..length]);
            bytes = bytes[length..];
            _bytesUntilReload -= length;
        }
    }

    /// <summary>Adds bytes that do nothing where nothing is begun; whether it is, another terminal tells.</summary>
    private void FeedPadded(ReadOnlySpan<byte> bytes)
    {
        TerminalEmulator probe = Snapshots.SaveAndLoad(Terminal, _options, new NullTerminalEvents());
        probe.Feed(bytes);
        bool isBetween = probe.Parser.State == ParserState.Ground && bytes[^1] < 0x80;
        Terminal.Feed(isBetween ? [.. bytes, .. Enumerable.Repeat((byte)0x7F, 64)] : bytes);
    }

    private void Reload()
    {
        _bytesUntilReload = -1;
        TerminalEmulator loaded = Snapshots.SaveAndLoad(Terminal, _options, _events);
        string before = TerminalDump.ToText(Terminal);
        string after = TerminalDump.ToText(loaded);
        if (before != after)
        {
            throw new XunitException($"{Where(_block.Line)}: a snapshot changed the state\n--- before\n{before}\n--- after\n{after}");
        }

        _terminal = loaded;
    }

    private void Look(TranscriptStep step)
    {
        switch (step.Verb)
        {
            case "cursor":
                Equal(step, Pair(step.Text, ','), (Terminal.CursorRow, Terminal.CursorColumn));
                break;
            case "pending":
                Equal(step, step.Text == "yes", Terminal.PendingWrap);
                break;
            case "screen":
                LookAtRows(step, 0, Terminal.Rows);
                break;
            case "row":
                LookAtRows(step, Number(step.Text), 1);
                break;
            case "contains":
                Expect(step, ScreenAsText().Contains(QuotedText(step), StringComparison.Ordinal), ScreenAsText());
                break;
            case "notcontains":
                Expect(step, !ScreenAsText().Contains(QuotedText(step), StringComparison.Ordinal), ScreenAsText());
                break;
            case "history":
                Equal(step, string.Join('|', step.Rows.Select(TranscriptBlock.Row)), string.Join('|', History()));
                break;
            case "wrapped":
                string[] words = step.Text.Split(' ');
                Equal(step, words[1] == "yes", Terminal.IsWrapped(Number(words[0])));
                break;
            case "rendition":
                LookAtRendition(step);
                break;
            case "protected":
            case "unprotected":
                LookAtProtection(step);
                break;
            default:
                LookAtOutside(step);
                break;
        }
    }

    /// <summary>What the owner of the terminal sees besides the screen.</summary>
    private void LookAtOutside(TranscriptStep step)
    {
        switch (step.Verb)
        {
            case "title":
                Equal(step, QuotedText(step), Terminal.Title);
                break;
            case "icon":
                Equal(step, QuotedText(step), Terminal.IconTitle);
                break;
            case "hardstatus":
                Equal(step, QuotedText(step), Terminal.Hardstatus);
                break;
            case "workingdirectory":
                Equal(step, QuotedText(step), Terminal.WorkingDirectory);
                break;
            case "bell":
                Equal(step, Number(step.Text), _events.TakeBells());
                break;
            case "event":
                Expect(step, _events.Events.Remove(QuotedText(step)), string.Join(", ", _events.Events));
                break;
            case "noevent":
                Expect(step, !_events.Events.Contains(QuotedText(step)), string.Join(", ", _events.Events));
                break;
            case "mode":
                LookAtMode(step);
                break;
            case "linesize":
                string[] words = step.Text.Split(' ');
                Equal(step, words[1], Terminal.LineSizeOf(Number(words[0])).ToString());
                break;
            case "mouse":
                Equal(step, step.Text, Terminal.MouseTracking.ToString());
                break;
            case "typed":
                Equal(step, Visible(TranscriptBlock.Bytes(Quoted(step))), Visible(_typed.WrittenSpan.ToArray()));
                _typed.ResetWrittenCount();
                break;
            case "skip":
                break;
            default:
                LookAtReply(step);
                break;
        }
    }

    private void LookAtReply(TranscriptStep step)
    {
        string expected = Visible(TranscriptBlock.Bytes(Quoted(step)));
        string actual = Visible(_events.TakeReplies());
        switch (step.Verb)
        {
            case "reply":
                Equal(step, expected, actual);
                break;
            case "replylike":
                Expect(step, actual.StartsWith(expected, StringComparison.Ordinal), actual);
                break;
            case "replynot":
                Expect(step, !actual.Contains(expected, StringComparison.Ordinal), actual);
                break;
            default:
                throw new FormatException($"{Where(step.Line)}: unknown verb {step.Verb}");
        }
    }

    private void LookAtRows(TranscriptStep step, int first, int count)
    {
        Equal(step, count, step.Rows.Count);
        bool same = true;
        for (int i = 0; i < count; i++)
        {
            List<string> drawn = ScreenText.Characters(TranscriptBlock.Row(step.Rows[i]));
            List<string> held = ScreenText.Characters(Terminal.Row(first + i), Terminal.Tables);
            same &= drawn.Count == held.Count && drawn.Zip(held).All(static pair => ScreenText.Matches(pair.First, pair.Second));
        }

        Expect(step, same, $"expected\n{string.Join('\n', step.Rows.Select(static r => $"|{r}|"))}\nactual\n{ScreenAsText()}");
    }

    private void LookAtRendition(TranscriptStep step)
    {
        string[] words = step.Text.Split(' ', 2);
        string expected = RenditionText.Normalize(words[1]);
        foreach (Cell cell in Cells(words[0]))
        {
            Equal(step, expected, RenditionText.Of(Terminal.Tables, cell.Rendition));
        }
    }

    private void LookAtProtection(TranscriptStep step)
    {
        foreach (Cell cell in Cells(step.Text))
        {
            Equal(step, step.Verb == "protected", cell.IsProtected);
        }
    }

    /// <summary>Asks as a program would (DECRQM), and keeps the answer out of the answers that the block looks at.</summary>
    private void LookAtMode(TranscriptStep step)
    {
        string[] words = step.Text.Split(' ');
        byte[] earlier = _events.TakeReplies();
        Terminal.Feed(Encoding.ASCII.GetBytes($"\e[{words[0]}$p"));
        string answer = Visible(_events.TakeReplies());
        _events.PutBack(earlier);
        int state = Array.IndexOf(["unknown", "set", "reset", "always", "never"], words[1]);
        Equal(step, Visible(Encoding.ASCII.GetBytes($"\e[{words[0]};{state}$y")), answer);
    }

    private List<Cell> Cells(string place)
    {
        string[] parts = place.Split(',', '-');
        int row = Number(parts[0]);
        int first = Number(parts[1]);
        int last = parts.Length > 2 ? Number(parts[2]) : first;
        return [.. Terminal.Row(row)[first..(last + 1)]];
    }

    private IEnumerable<string> History() =>
        Snapshots.ScrollbackText(Terminal).Select(static line => line.TrimEnd());

    private string ScreenAsText()
    {
        var builder = new StringBuilder();
        for (int row = 0; row < Terminal.Rows; row++)
        {
            builder.Append('|').Append(ScreenText.Plain(ScreenText.Characters(Terminal.Row(row), Terminal.Tables))).Append("|\n");
        }

        return builder.ToString();
    }

    private void Equal<T>(TranscriptStep step, T expected, T actual) =>
        Expect(step, EqualityComparer<T>.Default.Equals(expected, actual), $"expected {expected}, but it is {actual}");

    private void Expect(TranscriptStep step, bool holds, string actual)
    {
        if (!holds)
        {
            throw new XunitException($"{Where(step.Line)} ({_way}): {step.Verb} {step.Text}\n{actual}\n{_block.Title}");
        }
    }

    private string Where(int line) => $"{_block.File}({line})";

    private static string Quoted(TranscriptStep step) => step.Text[1..^1];

    private static string QuotedText(TranscriptStep step) => Encoding.UTF8.GetString(TranscriptBlock.Bytes(Quoted(step)));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static (int First, int Second) Pair(string text, char separator)
    {
        string[] parts = text.Split(separator);
        return (Number(parts[0]), Number(parts[1]));
    }

    private static string Visible(byte[] bytes)
    {
        var builder = new StringBuilder();
        foreach (byte b in bytes)
        {
            builder.Append(b is >= 0x20 and < 0x7F ? ((char)b).ToString() : b == 0x1B ? "\\e" : $"\\x{b:x2}");
        }

        return builder.ToString();
    }
}
