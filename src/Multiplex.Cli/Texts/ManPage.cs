using System.Text;
using Multiplex.Cli.Options;
using Multiplex.Server.Composition;

namespace Multiplex.Cli.Texts;

/// <summary>The manual page, in man(7)'s macros: prose from here, options and commands from their tables.</summary>
internal static class ManPage
{
    private const string Introduction = """
        .SH NAME
        mux \- terminal multiplexer whose jobs survive
        .SH SYNOPSIS
        .B mux
        [\fIoptions\fR] [\fIprogram\fR [\fIarguments\fR]]
        .br
        .B mux \-r
        [\fIsession\fR]
        .br
        .B mux \-dmS
        \fIname\fR \fIprogram\fR [\fIarguments\fR]
        .br
        .B mux \-S
        \fIname\fR \fB\-X\fR \fIcommand\fR [\fIarguments\fR]
        .SH DESCRIPTION
        .B mux
        keeps programs running in sessions that outlive the terminal they were started from. A session has numbered windows, each with
        a program of its own; it can be left with C\-a d, and found again from another terminal with
        .BR "mux \-r" .
        Command line, keys and configuration are those of GNU screen.
        .PP
        Everything that a program draws is interpreted by a daemon, one for each user, which
        .B mux
        starts when it is needed and which leaves when the last session has ended. The programs are not its children: each session has a small
        process, its holder, that keeps their terminals. When the daemon is killed or replaced by a newer one the programs go on, and
        what they printed meanwhile is shown by the next daemon.
        .PP
        A window is started with the environment, working directory, umask and resource limits of the
        .B mux
        that asked for it.
        .SH OPTIONS
        Options of one letter that take no argument may be joined, as in \fB\-dmS\fR \fIname\fR.

        """;

    private const string Subjects = """
        .SH COPY MODE
        C\-a [ stops the view and leaves the program running. The keys are those of vi, with a few of emacs:
        .TP
        .B h j k l, 0 ^ $, w b e, g G, H M L, C\-u C\-d, C\-b C\-f
        Move; a number before a key repeats it. f F t T and ; , look for a character in the line.
        .TP
        .B / ? n N, C\-s C\-r
        Search forwards and backwards, and while typing; matches are shown. A pattern that is nowhere as it stands is taken as a regular expression.
        .TP
        .B Space
        Set the first mark, then the second one, which copies. Y marks the line, W the word; y marks from the beginning of the line, c and C set
        margins, C\-v marks a rectangle.
        .TP
        .B a, A, >, J, v
        Append to what was copied, write it to the exchange file, choose how lines are joined, and number the lines.
        .TP
        .B Esc, q
        Leave.
        .PP
        C\-a ] types what was copied. The clipboard of the outer terminal gets it too, where that takes it.
        .SH WINDOW LIST
        C\-a \(dq lists the windows, and is up to date while it is shown.
        .TP
        .B j k, C\-d C\-u, C\-f C\-b, 0 to 9
        Move, by lines, half pages and pages; a digit goes to the window of that number.
        .TP
        .B Space, Return
        Show the window; a group shows the list of its windows, from which Backspace leads out again.
        .TP
        .B / n N
        Search the titles, and search on.
        .TP
        .B m, g, a
        Most recently shown windows first, what is in groups below them, and all windows.
        .TP
        .B , .
        Swap numbers with the window above or below.
        .TP
        .B K
        End the window.
        .TP
        .B Esc
        Go back.
        .SH SERIAL LINES
        .B screen
        /dev/ttyS0 9600,cs8,\-ixon opens a window on a line instead of a program. The words are those of
        .BR stty (1):
        a speed, cs5 to cs8, parenb, parodd, cstopb, crtscts, clocal, hupcl, istrip, ixon, ixoff, ixany. C\-a b sends a break, in windows of
        .B screen //telnet
        too.
        .SH OTHER USERS
        .B multiuser on
        lets other users of the machine into a session once
        .B acladd
        has named them; they attach with
        .BR "mux \-x" " \fIowner\fR/\fIsession\fR."
        Who they are is what the kernel says of their connection.
        .BR aclchg ,
        .B aclumask
        and
        .B writelock
        take rights away: r to see a window, w to type into it, x to run a command. A program that a guest starts runs as the owner.
        .SH JSON
        With \fB\-\-json\fR,
        .BR \-ls ,
        .BR "\-Q windows" ,
        .B \-Q info
        and
        .B \-Q displays
        answer with one object. Its
        .B version
        is 1; fields may be added in the same version, and none changes its meaning or goes away.
        .TP
        .B \-ls
        directory; sessions: pid, name, session (PID.NAME), created (RFC 3339), state (attached, detached, dead and others), multiuser, displays, windows, stopped.
        .TP
        .B \-Q windows
        session; windows: number, title, hardstatus, current, group, inGroup, pid, tty, command, monitor, activity, bell, silence, logging, zombie, stopped,
        waitStatus, encoding, flow, columns, rows, cursorColumn, cursorRow, scrollback, wrap, alternateScreen, mouse.
        .TP
        .B \-Q info
        session; window: one of these, or null.
        .TP
        .B \-Q displays
        session; displays: user, tty, term, pid, columns, rows, window, regions, layout.
        .SH STATUS STRINGS
        Captions, the hardstatus line, window lists and
        .B echo \-p
        replace these; a number, a minus, a plus, 0 or L between % and the letter changes the form of some.

        """;

    private const string Ending = """
        .SH EXIT STATUS
        0 when the session was left or has ended, or the request was carried out; 1 otherwise. With
        .BR \-q :
        .B \-ls
        gives 9 for no session and 10 more than the number of sessions otherwise,
        .B \-r
        gives 10 when there is none to come back to and 10 more than their number when there are several.
        .SH ENVIRONMENT
        .TP
        .B MUXDIR
        Directory of the sockets, instead of $XDG_RUNTIME_DIR/mux or /tmp/mux\-UID. It must belong to the user and have mode 700.
        .TP
        .B MUXRC
        Configuration file, before ~/.muxrc, $SCREENRC and ~/.screenrc.
        .TP
        .B STY
        Set in windows to the session's PID.NAME. A
        .B mux
        that finds it talks to that session.
        .TP
        .B WINDOW
        Set in windows to the number that the window had when it was made.
        .TP
        .B TERM
        The terminal's type outside; screen\-256color inside, unless told otherwise.
        .SH FILES
        .TP
        .B ~/.muxrc, ~/.screenrc
        The user's configuration, in screen's language.
        .TP
        .B /etc/muxrc, /etc/screenrc
        The system's configuration, read before it.
        .SH SEE ALSO
        .BR screen (1),
        .BR tmux (1)

        """;

    /// <summary>The whole page.</summary>
    /// <param name="version">The version, for the page's footer.</param>
    /// <param name="commands">The commands, in the order in which they are to be shown.</param>
    public static string Text(string version, IReadOnlyList<CommandText> commands)
    {
        StringBuilder text = new($".TH MUX 1 \"\" \"mux {version}\" \"User Commands\"\n");
        text.Append(Introduction);
        foreach (OptionDefinition definition in OptionTable.Create())
        {
            if (definition.IsShown)
            {
                text.Append(".TP\n.B ").Append(Escape(definition.Form)).Append('\n').Append(Escape(definition.Summary)).Append('\n');
                if (definition.Details is not null)
                {
                    text.Append(Escape(definition.Details)).Append('\n');
                }
            }
        }

        AppendCommands(text, commands);
        text.Append(Subjects);
        AppendEscapes(text);
        return text.Append(Ending).ToString();
    }

    private static void AppendEscapes(StringBuilder text)
    {
        foreach (StatusEscape escape in StatusEscapes.Table.All)
        {
            (char letter, string meaning) = (escape.Letter, escape.Summary.Replace("Structure: ", string.Empty, StringComparison.Ordinal));
            text.Append(".TP\n.B ").Append(Escape($"%{letter}")).Append('\n').Append(Escape(char.ToUpperInvariant(meaning[0]) + meaning[1..])).Append(".\n");
        }
    }

    private static void AppendCommands(StringBuilder text, IReadOnlyList<CommandText> commands)
    {
        if (commands.Count == 0)
        {
            return;
        }

        text.Append(".SH COMMANDS\nCommands are typed at C\\-a :, bound to keys, written into the configuration file, or sent with ");
        text.Append("\\fB\\-X\\fR and \\fB\\-Q\\fR. Keys are typed behind C\\-a.\n");
        foreach (CommandText command in commands)
        {
            text.Append(".TP\n.B ").Append(Escape(command.Name));
            if (command.Usage.Length > 0)
            {
                text.Append(" \\fR").Append(Escape(command.Usage));
            }

            text.Append('\n').Append(Escape(command.Summary));
            text.Append(command.Difference.Length == 0 ? string.Empty : " " + Escape(command.Difference));
            text.Append(command.Keys.Length == 0 ? "\n" : $" Keys: {Escape(command.Keys)}.\n");
        }
    }

    /// <summary>Backslashes and dashes mean themselves, and a dot or quote at the start of a line is no request.</summary>
    private static string Escape(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
