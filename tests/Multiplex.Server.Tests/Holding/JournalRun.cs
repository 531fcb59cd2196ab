using System.Text;
using Multiplex.Server.Holding;
using Multiplex.Server.Model;
using Multiplex.Server.Tests.KeyLayer;
using Multiplex.Server.Tests.Core;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Tests.Holding;

/// <summary>A fake window and the daemon's side of it, which can be killed and started anew.</summary>
internal sealed class JournalRun : IJournalOwner, IDisposable
{
    private readonly FakeTime _time = new();
    private readonly CheckpointBuffer _scratch = new();
    private readonly List<WindowJournal> _endOfTurn = [];

    public JournalRun(int ringSize = 65536)
    {
        Fake = new FakeWindow(ringSize);
        Timers = new TimerQueue(_time);
        Window = new Window(new TestSession().Session, new WindowRequest());
        Journal = new WindowJournal(Fake, this, Window, Timers, _time, _scratch);
        Window.Process = Journal;
        Window.Terminal = new TerminalEmulator(Options(), new Events(this));
        Journal.Spawned(Fake.Info, Fake.Open());
    }

    public FakeWindow Fake { get; }

    public TimerQueue Timers { get; }

    public Window Window { get; private set; }

    public WindowJournal Journal { get; private set; }

    public int Bells { get; private set; }

    public int? Status { get; private set; }

    public bool HasEnded { get; private set; }

    public List<(ulong Offset, byte[] Bytes)> Quarantines { get; } = [];

    /// <summary>Thrown by the emulator's owner at a bell, as a bug in the daemon would be.</summary>
    public bool FailsAtBell { get; set; }

    /// <summary>The screen, the cursor and the title.</summary>
    public string Dump
    {
        get
        {
            TerminalEmulator terminal = Window.Terminal!;
            StringBuilder text = new();
            text.Append(terminal.CursorRow).Append(',').Append(terminal.CursorColumn).Append(' ').Append(terminal.Title).Append(' ')
                .Append(terminal.Modes).Append('\n');
            for (int row = 0; row < terminal.Rows; row++)
            {
                foreach (Cell cell in terminal.Row(row))
                {
                    text.Append(cell.IsGrapheme ? terminal.Tables.Graphemes[cell.Content] : cell.Content == 0 ? " " : char.ConvertFromUtf32(cell.Content));
                    text.Append(terminal.Tables.Renditions[cell.Rendition].GetHashCode() & 0xff);
                }

                text.Append('\n');
            }

            Cell[] line = new Cell[terminal.Columns];
            for (int index = 0; index < terminal.ScrollbackCount; index++)
            {
                terminal.ReadScrollbackLine(index, line, out bool _);
                foreach (Cell cell in line)
                {
                    text.Append(cell.Content).Append(' ');
                }
            }

            return text.ToString();
        }
    }

    /// <summary>Parses all that is there.</summary>
    public void Parse(int budget = int.MaxValue / 2)
    {
        while (Journal.Backlog > 0)
        {
            Journal.Parse(budget);
        }

        Journal.Parse(budget);
        foreach (WindowJournal journal in _endOfTurn)
        {
            journal.EndTurn();
        }

        _endOfTurn.Clear();
    }

    /// <summary>Lets time pass; the timers that are due are called.</summary>
    public void Pass(TimeSpan time)
    {
        _time.Advance(time);
        Timers.RunDue();
    }

    /// <summary>The daemon dies as by SIGKILL, and the next one takes over.</summary>
    /// <returns>Whether a checkpoint could be read.</returns>
    public bool Restart()
    {
        Journal.Dispose();
        Fake.Begin();
        Window = new Window(new TestSession().Session, new WindowRequest());
        Journal = new WindowJournal(Fake, this, Window, Timers, _time, _scratch);
        Window.Process = Journal;
        return Journal.Recover(Fake.Info, Fake.Open(), Options(), new Events(this));
    }

    public void Printed(Window window, ReadOnlySpan<byte> bytes)
    {
    }

    public void Ended(Window window, int? status)
    {
        HasEnded = true;
        Status = status;
    }

    public void Quarantined(Window window, ulong offset, ReadOnlySpan<byte> bytes) => Quarantines.Add((offset, bytes.ToArray()));

    public void Continued(WindowJournal journal)
    {
    }

    public void BeforeKeys(WindowJournal journal)
    {
    }

    public void AtEndOfTurn(WindowJournal journal) => _endOfTurn.Add(journal);

    public void Dispose()
    {
        Journal.Dispose();
        Fake.Dispose();
    }

    private TerminalOptions Options() => new() { Columns = 80, Rows = 24, ScrollbackLines = 200, Storage = Journal.Scrollback };

    private sealed class Events(JournalRun run) : NullTerminalEvents
    {
        public override void Reply(ReadOnlySpan<byte> bytes) => run.Journal.Reply(bytes);

        public override void Bell()
        {
            if (run.FailsAtBell)
            {
                throw new InvalidOperationException("a bug");
            }

            run.Bells += run.Journal.TryEffect() ? 1 : 0;
        }
    }
}
