using System.Text;
using Multiplex.Cli.Options;

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
        return text.Append(Ending).ToString();
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
            text.Append(command.Keys.Length == 0 ? "\n" : $" Keys: {Escape(command.Keys)}\n");
        }
    }

    /// <summary>Backslashes and dashes mean themselves, and a dot or quote at the start of a line is no request.</summary>
    private static string Escape(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
