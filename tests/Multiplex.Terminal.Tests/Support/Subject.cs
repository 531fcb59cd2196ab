using System.Buffers;
using System.Globalization;
using System.Text;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>A terminal with what it told its owner, so that two of them can be compared.</summary>
internal sealed class Subject
{
    private readonly EventRecorder _events = new();

    /// <summary>A terminal whose size and options follow from a seed.</summary>
    public Subject(int seed)
    {
        var random = new Random(seed);
        Options = new TerminalOptions
        {
            Columns = random.Next(1, 90),
            Rows = random.Next(1, 30),
            ScrollbackLines = random.Next(3) * 40,
            AmbiguousWide = random.Next(8) == 0,
            Utf8 = random.Next(10) != 0,
            Printer = random.Next(4) == 0,
            BottomStays = random.Next(2) == 0,
        };
        Terminal = new TerminalEmulator(Options, _events);
    }

    private Subject(TerminalOptions options, EventRecorder events, TerminalEmulator terminal)
    {
        Options = options;
        _events = events;
        Terminal = terminal;
    }

    public TerminalOptions Options { get; }

    public TerminalEmulator Terminal { get; }

    public void FeedInPieces(ReadOnlySpan<byte> bytes, Random random)
    {
        while (bytes.Length > 0)
        {
            int length = random.Next(1, Math.Min(bytes.Length, 50) + 1);
            Terminal.Feed(bytes[..length]);
            bytes = bytes[length..];
        }
    }

    public byte[] Save()
    {
        var bytes = new ArrayBufferWriter<byte>();
        Terminal.Save(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Another terminal from this one's snapshot, which was told the same so far.</summary>
    public Subject SaveAndLoad()
    {
        var events = new EventRecorder();
        events.CopyFrom(_events);
        return new Subject(Options, events, Snapshots.SaveAndLoad(Terminal, Options, events));
    }

    /// <summary>The whole state and everything that was told, in text.</summary>
    public string Describe()
    {
        var text = new StringBuilder(TerminalDump.ToText(Terminal));
        text.Append(CultureInfo.InvariantCulture, $"\nbells {_events.Bells}\nreplies {Encoding.Latin1.GetString(_events.Replies)}\n");
        text.AppendJoin('\n', _events.Events);
        return text.ToString();
    }
}
