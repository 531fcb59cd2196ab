using System.Text;
using Multiplex.Protocol.Messages;
using Multiplex.Server.Composition;
using Multiplex.Server.Model;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Tests.KeyLayer;

/// <summary>A session with displays and windows that tests type into and look at.</summary>
internal sealed class TestSession
{
    private ulong _offset;

    public TestSession(int columns = 80, int rows = 24)
    {
        Session = new Session(Host, 17427, "main");
        Display = AddDisplay(columns, rows);
    }

    /// <summary>A terminal that has answered that it can everything.</summary>
    public static TerminalInfoMessage ModernTerminal { get; } = new() { Abilities = ulong.MaxValue };

    public FakeDisplayHost Host { get; } = new();

    public Session Session { get; }

    public Display Display { get; }

    /// <summary>The state in which the facts about status strings were recorded: three windows, the second one in front.</summary>
    public static TestSession Recorded()
    {
        var test = new TestSession();
        test.AddWindow("first");
        Window second = test.AddWindow("second", "sh", "-c", "exec sleep 1000");
        second.Hardstatus = "myhs";
        Window third = test.AddWindow("third");
        test.Display.Regions.ShowInFocus(second);
        test.Display.Other = third;
        return test;
    }

    public Display AddDisplay(int columns, int rows)
    {
        var display = new Display(Session, columns, rows) { ClientId = 7, User = new User("alice") };
        Session.Displays.Add(display);
        return display;
    }

    public Window AddWindow(string title, params string[] arguments)
    {
        var window = new Window(Session, new WindowRequest { Arguments = arguments })
        {
            Number = Session.Windows.FreeNumber(),
            Title = title,
            Terminal = new TerminalEmulator(new TerminalOptions { ScrollbackLines = 100 }, new NullTerminalEvents()),
            Process = new FakeProcess { HolderId = Session.Windows.Count + 1 },
        };
        Session.Windows.Add(window);
        return window;
    }

    public Window Show(string title, string output = "")
    {
        Window window = AddWindow(title);
        Display.Regions.ShowInFocus(window);
        window.Terminal!.Feed(Encoding.UTF8.GetBytes(output));
        return window;
    }

    public static FakeProcess ProcessOf(Window window) => (FakeProcess)window.Process!;

    public void Type(string keys) => TypeBytes(Encoding.UTF8.GetBytes(keys));

    public void TypeBytes(params byte[] bytes)
    {
        Display.Keys.HandleInput(bytes, _offset);
        _offset += (ulong)bytes.Length;
    }

    /// <summary>The display's rows without the blanks at their ends.</summary>
    public string[] Picture(Display? display = null)
    {
        display ??= Display;
        Compositor.Compose(display);
        var rows = new string[display.Rows];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = Text(display.Next, row).TrimEnd();
        }

        return rows;
    }

    /// <summary>The text of the cells of a row that are drawn in reverse; blanks elsewhere.</summary>
    public string Reversed(int row)
    {
        Compositor.Compose(Display);
        Frame frame = Display.Next;
        var text = new StringBuilder();
        foreach (Cell cell in frame.Row(row))
        {
            bool isReversed = frame.Tables.Renditions[cell.Rendition].Has(RenditionAttributes.Inverse);
            text.Append(isReversed ? cell.IsEmpty ? '_' : (char)cell.Content : ' ');
        }

        return text.ToString().TrimEnd();
    }

    private static string Text(Frame frame, int row)
    {
        var text = new StringBuilder();
        foreach (Cell cell in frame.Row(row))
        {
            if (cell.Width == CellWidth.WideTail)
            {
                continue;
            }

            text.Append(cell.IsGrapheme ? frame.Tables.Graphemes[cell.Content] : cell.IsEmpty ? " " : new Rune(cell.Content).ToString());
        }

        return text.ToString();
    }
}
