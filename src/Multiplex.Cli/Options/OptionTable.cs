using System.Globalization;
using Multiplex.Protocol.Messages;

namespace Multiplex.Cli.Options;

/// <summary>The single list of options, in the order in which the usage text shows them.</summary>
internal static class OptionTable
{
    /// <summary>Longest session name, as in screen; PID.NAME must fit into a socket's path.</summary>
    public const int MaximumSessionName = 80;

    /// <summary>Makes the list. It is built once by whoever parses or prints.</summary>
    public static OptionDefinition[] Create() =>
    [
        new("-4", OptionArgument.None, "", "Accepted for screen's sake; telnet windows take any address.", static (_, _) => null),
        new("-6", OptionArgument.None, "", "Accepted for screen's sake; telnet windows take any address.", static (_, _) => null),
        new("-a", OptionArgument.None, "", "Put every capability into the windows' termcap.", static (o, _) => Set(o.AllCapabilities = true)),
        new("-A", OptionArgument.None, "", "When attaching, give all windows the size of this terminal.", static (o, _) => Set(o.AdaptSize = true)),
        new("-c", OptionArgument.Attached, "file", "Read this file instead of ~/.muxrc or ~/.screenrc.", static (o, a) => Set(o.RcFile = a))
        {
            Missing = "Specify an alternate rc-filename with -c", Completion = CompletionKind.File,
        },
        new("-d", OptionArgument.LastSession, "[session]", "Detach a session that is attached elsewhere; with -r attach it here.",
            static (o, a) => Detach(o, DetachKind.Detach, a))
        {
            Synopsis = "-d (-r)", Completion = CompletionKind.Session,
            Details = "With -m: start the session without attaching to it, which is what scripts want: mux -dmS name program.",
        },
        new("-D", OptionArgument.LastSession, "[session]", "The same, and log the other client out.", static (o, a) => Detach(o, DetachKind.Power, a))
        {
            Synopsis = "-D (-r)", Completion = CompletionKind.Session,
            Details = "With -m: start the session without attaching to it, and return when it ends. With -RR: attach whatever it takes.",
        },
        new("-e", OptionArgument.Attached, "xy", "Use x as the command key and y as what types it; ^A is control-A.", static (o, a) => Set(o.Escape = a))
        {
            Missing = "Specify command characters with -e",
        },
        new("-f", OptionArgument.Letter, "", "Flow control on for new windows; -fn is off, -fa automatic.", FlowControl),
        new("-h", OptionArgument.Next, "lines", "Lines of scrollback of the first window.", Scrollback) { Missing = null },
        new("-i", OptionArgument.None, "", "The interrupt key stops output to the display at once.", static (o, _) => Set(o.InterruptAtOnce = true)),
        new("-l", OptionArgument.Letter, "", "Mark windows as logged in; -ln is off.", Login),
        new("-ls", OptionArgument.Match, "[match]", "List sessions and do nothing else.", static (o, a) => List(o, false, a))
        {
            Completion = CompletionKind.Session,
        },
        new("-list", OptionArgument.Match, "[match]", "The same.", static (o, a) => List(o, false, a)) { Completion = CompletionKind.Session },
        new("-L", OptionArgument.None, "", "Log the output of the first window.", static (o, _) => Set(o.Logging = true)),
        new("-Logfile", OptionArgument.Next, "file", "Name of log files; % escapes are replaced.", static (o, a) => Set(o.LogFile = a))
        {
            Missing = "Specify logfile path with -Logfile", Completion = CompletionKind.File,
        },
        new("-m", OptionArgument.None, "", "Inside a session: start another one all the same.", static (o, _) => Set(o.IgnoreInside = true)),
        new("-O", OptionArgument.None, "", "Accepted for screen's sake; output is always optimal.", static (o, _) => Set(o.OptimalOutput = true)),
        new("-p", OptionArgument.Attached, "window", "Choose a window by number or title; - is none, = the list, + a new one.",
            static (o, a) => Set(o.Preselect = a))
        {
            Missing = "Specify a window to preselect with -p",
        },
        new("-q", OptionArgument.None, "", "Print nothing; the exit code tells.", static (o, _) => Set(o.Quiet = true)),
        new("-Q", OptionArgument.None, "", "Ask a session: run one of the commands that answer, and print the answer.",
            static (o, _) => Set(o.Command = CommandRequest.Query))
        {
            Synopsis = "-Q command", Completion = CompletionKind.Command,
        },
        new("-r", OptionArgument.Session, "[session]", "Come back to a detached session.", static (o, a) => Resume(o, 1, a))
        {
            Completion = CompletionKind.Session,
            Details = "A session is named by its process id, its name, both (PID.NAME), or the beginning of one of these.",
        },
        new("-R", OptionArgument.Session, "[session]", "Come back to a detached session, or start one; -RR takes the youngest of several.",
            static (o, a) => Resume(o, 2, a))
        {
            Completion = CompletionKind.Session,
        },
        new("-s", OptionArgument.Next, "shell", "Run this shell in windows instead of $SHELL.", static (o, a) => Set(o.Shell = a))
        {
            Missing = "Specify shell with -s", Completion = CompletionKind.Program,
        },
        new("-S", OptionArgument.SessionName, "name", "Name the new session, or choose one for -X, -Q, -r, -d.", NameSession)
        {
            Missing = "Specify session-name with -S", Completion = CompletionKind.Session,
        },
        new("-t", OptionArgument.Next, "title", "Title of the first window.", static (o, a) => Set(o.Title = a))
        {
            Missing = "Specify a new window-name with -t",
        },
        new("-T", OptionArgument.Next, "term", "$TERM inside windows, instead of screen-256color.", static (o, a) => Set(o.Term = a))
        {
            Missing = "Specify terminal-type with -T",
        },
        new("-U", OptionArgument.None, "", "The terminal shows UTF-8.", static (o, _) => Set(o.Utf8 = true)),
        new("-v", OptionArgument.None, "", "Print the version.", static (o, _) => Ask(o, Question.Version, "")),
        new("-wipe", OptionArgument.Match, "[match]", "As -ls, and remove what dead sessions left behind.", static (o, a) => List(o, true, a))
        {
            Completion = CompletionKind.Session,
        },
        new("-x", OptionArgument.Session, "[session]", "Attach a session besides whoever is attached to it.", Share) { Completion = CompletionKind.Session },
        new("-X", OptionArgument.None, "", "Run a command in a session.", static (o, _) => Set(o.Command = CommandRequest.Execute))
        {
            Synopsis = "-X command", Completion = CompletionKind.Command,
        },
        new("--json", OptionArgument.None, "", "With -ls or -Q: answer as JSON.", static (o, _) => Set(o.Json = true)),
        new("--completions", OptionArgument.Next, "shell", "Print completions for bash, zsh or fish.", static (o, a) => Ask(o, Question.Completions, a))
        {
            Missing = "Specify bash, zsh or fish with --completions", Completion = CompletionKind.ShellName,
        },
        new("--man", OptionArgument.None, "", "Print the manual page.", static (o, _) => Ask(o, Question.Manual, "")),
        new("--doctor", OptionArgument.None, "", "Check the surroundings, and say what to do.", static (o, _) => Ask(o, Question.Doctor, "")),
        new("--version", OptionArgument.None, "", "Print the version.", static (o, _) => Ask(o, Question.Version, "")),
        new("--help", OptionArgument.None, "", "Print this text.", static (o, _) => Ask(o, Question.Help, "")),
        new("--telnet", OptionArgument.Next, "host:port", "Be the program of a telnet window; mux starts it by itself.", static (o, a) => Ask(o, Question.Telnet, a))
        { IsShown = false },
        new("--lock", OptionArgument.None, "", "Be the lock of a terminal; mux starts it by itself.", static (o, _) => Ask(o, Question.Lock, "")) { IsShown = false },
        new("--daemon", OptionArgument.None, "", "Be the daemon; mux starts it by itself.", static (o, _) => Ask(o, Question.Daemon, "")) { IsShown = false },
        new("--take-over", OptionArgument.None, "", "With --daemon: take the sessions over from the daemon that lives.", static (o, _) => Set(o.TakesOver = true))
        {
            IsShown = false,
        },
        new("--ready", OptionArgument.None, "", "With --daemon: say on descriptor 3 when clients may connect.", static (o, _) => Set(o.SaysReady = true))
        {
            IsShown = false,
        },
    ];

    /// <summary>Lets an assignment be an option's handler: nothing is wrong with it.</summary>
    private static string? Set<T>(T value)
    {
        _ = value;
        return null;
    }

    private static string? Ask(ParsedOptions options, Question question, string argument)
    {
        options.Question = question;
        options.QuestionArgument = argument;
        return question == Question.Completions && argument is not ("bash" or "zsh" or "fish")
            ? "Specify bash, zsh or fish with --completions"
            : null;
    }

    private static string? Detach(ParsedOptions options, DetachKind kind, string session)
    {
        // As in screen the first of -d and -D counts.
        options.Detach = options.Detach == DetachKind.None ? kind : options.Detach;
        if (session.Length > 0 && options.Session is null)
        {
            options.Session = session;
            options.SessionFromDetach = true;
        }

        return null;
    }

    private static string? Resume(ParsedOptions options, int level, string session)
    {
        options.Session ??= session.Length > 0 ? session : null;
        options.ResumeLevel = (options.ResumeLevel == 0 ? 0 : 2) + level;
        return null;
    }

    private static string? Share(ParsedOptions options, string session)
    {
        options.Multi = true;
        return Resume(options, 1, session);
    }

    private static string? List(ParsedOptions options, bool wipe, string match)
    {
        options.List = true;
        options.Wipe |= wipe;
        options.Session ??= match.Length > 0 ? match : null;
        return null;
    }

    private static string? NameSession(ParsedOptions options, string name)
    {
        options.Session = name;
        options.SessionFromDetach = false;
        return name.Length switch
        {
            0 => "Empty session-name?",
            > MaximumSessionName => $"Session-name is too long (max length is {MaximumSessionName} symbols)",
            _ => null,
        };
    }

    private static string? Scrollback(ParsedOptions options, string lines)
    {
        // Screen reads as many digits as there are and passes over the rest.
        int end = lines.StartsWith('-') ? 1 : 0;
        while (end < lines.Length && char.IsAsciiDigit(lines[end]))
        {
            end++;
        }

        _ = long.TryParse(lines.AsSpan(0, end), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count);
        options.Scrollback = (int)Math.Clamp(count, -1, int.MaxValue);
        return count < 0 ? $"-h: {lines}: negative scrollback size?" : null;
    }

    private static string? FlowControl(ParsedOptions options, string letter)
    {
        if (!TryChoose(letter, out CreateChoice choice))
        {
            return $"Unknown flow option -{letter}";
        }

        options.FlowControl = choice;
        return null;
    }

    private static string? Login(ParsedOptions options, string letter)
    {
        if (!TryChoose(letter, out CreateChoice choice))
        {
            return $"{letter}: Unknown suboption to -l";
        }

        options.Login = choice;
        return null;
    }

    private static bool TryChoose(string letter, out CreateChoice choice)
    {
        choice = letter switch
        {
            "" or "y" or "1" => CreateChoice.On,
            "n" or "0" => CreateChoice.Off,
            "a" => CreateChoice.Auto,
            _ => CreateChoice.Unset,
        };
        return choice != CreateChoice.Unset;
    }
}
