using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;
using static Multiplex.Terminal.Sequences.SequenceDefinition;

namespace Multiplex.Terminal.Sequences;

/// <summary>DEC's locator.</summary>
internal static class LocatorSequences
{
    /// <summary>The family's entries.</summary>
    public static SequenceDefinition[] Definitions { get; } =
    [
        Csi("'z", "DECELR", "Enable Locator Reporting", "VT510 RM, DECELR; xterm ctlseqs", static (t, p) =>
        {
            t.EnableLocator(p[0]);
            t.Locator.IsPixels = p[1] == 1;
        }),
        Csi("'{", "DECSLE", "Select Locator Events", "VT510 RM, DECSLE; xterm ctlseqs", Select),
        Csi("'w", "DECEFR", "Enable Filter Rectangle", "VT510 RM, DECEFR; xterm ctlseqs", Filter),
        Csi("'|", "DECRQLP", "Request Locator Position", "VT510 RM, DECRQLP; xterm ctlseqs", static (t, p) =>
        {
            if (p[0] < 2)
            {
                Answer(t);
            }
        }),
    ];

    private static void Select(TerminalCore terminal, SequenceParameters parameters)
    {
        Locator locator = terminal.Locator;
        for (int i = 0; i < parameters.Count; i++)
        {
            switch (parameters[i])
            {
                case 0:
                    locator.ReportsDown = false;
                    locator.ReportsUp = false;
                    locator.Filter = null;
                    break;
                case 1 or 2:
                    locator.ReportsDown = parameters[i] == 1;
                    break;
                case 3 or 4:
                    locator.ReportsUp = parameters[i] == 3;
                    break;
                default:
                    break;
            }
        }
    }

    private static void Filter(TerminalCore terminal, SequenceParameters parameters)
    {
        Locator locator = terminal.Locator;
        if (!locator.IsEnabled)
        {
            return;
        }

        int number = locator.SetFilter(new LocatorArea(parameters[0], parameters[1], parameters[2], parameters[3]));
        if (number < 0)
        {
            locator.EndOneShot();
            terminal.Reply("\e[0&w"u8);
        }
        else if (number > 0)
        {
            Report(terminal, number);
        }
    }

    private static void Answer(TerminalCore terminal)
    {
        Locator locator = terminal.Locator;
        if (locator.Filter is not null)
        {
            // Asking while there is a rectangle turns the locator off (DECterm; xterm).
            locator.Disable();
        }

        if (locator.IsEnabled && locator.Row != 0)
        {
            Report(terminal, 1);
        }
        else
        {
            terminal.Reply("\e[0&w"u8);
        }

        locator.EndOneShot();
    }

    private static void Report(TerminalCore terminal, int number) => terminal.ReplyNumbers(
        "\e["u8, [number, terminal.Locator.Buttons, terminal.Locator.Row, terminal.Locator.Column], "&w"u8);
}
