using Multiplex.Cli.Options;
using Multiplex.Protocol.Messages;

namespace Multiplex.Cli.Actions;

/// <summary>Decides what a command line means. Pure: everything it depends on is an argument.</summary>
internal static class Decision
{
    /// <summary>Longest terminal name that screen takes.</summary>
    private const int MaximumTermName = 40;

    /// <summary>Decides.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="surroundings">Where mux was called.</param>
    public static MuxAction Decide(in ParseResult parsed, in Surroundings surroundings)
    {
        if (parsed.ShowUsage)
        {
            return new MuxAction.Refuse(parsed.Error, true);
        }

        ParsedOptions options = parsed.Options;
        return options.Question switch
        {
            Question.None => Check(options) ?? DecideWork(options, surroundings),
            Question.Daemon => new MuxAction.RunDaemon(options.TakesOver, options.SaysReady),
            _ => new MuxAction.Answer(options.Question, options.QuestionArgument),
        };
    }

    private static MuxAction.Refuse? Check(ParsedOptions options)
    {
        if (options.Escape is not null && !EscapeCharacters.AreTwo(options.Escape))
        {
            return Refuse($"Two characters are required with -e option, not '{options.Escape}'.");
        }

        return options.Term?.Length > MaximumTermName ? Refuse($"-T: terminal name too long. (max. {MaximumTermName} char)") : null;
    }

    private static MuxAction DecideWork(ParsedOptions options, in Surroundings surroundings)
    {
        bool startsDetached = options.Detach != DetachKind.None && options.IgnoreInside;
        if (!startsDetached && NeedsTerminal(options, surroundings) && !surroundings.HasTerminal)
        {
            return Refuse("Must be connected to a terminal.");
        }

        if (options.List)
        {
            return new MuxAction.List(List(options, surroundings));
        }

        if (options.Command != CommandRequest.None)
        {
            return options.Arguments switch
            {
                [] => Refuse("Please specify a command."),

                // As in screen, which asks for a name before it looks for a session.
                ["sessionname"] => Refuse("Please specify a parameter."),
                _ => new MuxAction.Request(Command(options, surroundings)),
            };
        }

        if (startsDetached)
        {
            return new MuxAction.Start(Create(options, options.Detach == DetachKind.Power ? CreateFlags.WaitForEnd : CreateFlags.Detached));
        }

        if (options.ResumeLevel > 0)
        {
            return HasTerm(surroundings) as MuxAction ?? new MuxAction.Attach(Attach(options, surroundings));
        }

        if (options.Detach != DetachKind.None)
        {
            return new MuxAction.Detach(Detach(options));
        }

        if (IsRequestFromInside(options, surroundings))
        {
            return new MuxAction.Request(NewWindow(options, surroundings));
        }

        return HasTerm(surroundings) as MuxAction ?? new MuxAction.StartAndAttach(Create(options, CreateFlags.None));
    }

    private static MuxAction.Refuse? HasTerm(in Surroundings surroundings) => surroundings.Term.Length == 0 ? Refuse("Please set a terminal type.") : null;

    /// <summary>Screen looks for a terminal before anything else, also where it only asks the session around it for a window.</summary>
    private static bool NeedsTerminal(ParsedOptions options, in Surroundings surroundings) =>
        !options.List
        && options.Command == CommandRequest.None
        && (options.Detach == DetachKind.None || options.ResumeLevel > 0)
        && !IsRequestFromInside(options, surroundings);

    private static bool IsRequestFromInside(ParsedOptions options, in Surroundings surroundings) =>
        surroundings.Inside.Length > 0 && !options.IgnoreInside && options.Session is null && options.ResumeLevel == 0;

    private static MuxAction.Refuse Refuse(string text) => new(text, false);

    private static ListMessage List(ParsedOptions options, in Surroundings surroundings) => new()
    {
        Match = options.Session ?? string.Empty,
        InsideOf = surroundings.Inside,
        Flags = Flag(options.Wipe, ListFlags.Wipe) | Flag(options.Json, ListFlags.Json) | Flag(options.Quiet, ListFlags.Quiet),
    };

    private static DetachRequestMessage Detach(ParsedOptions options) => new()
    {
        Target = options.Session ?? string.Empty,
        Flags = Flag(options.Detach == DetachKind.Power, DetachFlags.Power) | Flag(options.Quiet, DetachFlags.Quiet),
    };

    private static CommandMessage Command(ParsedOptions options, in Surroundings surroundings) => new()
    {
        Request = options.Command,
        Target = options.Session ?? (options.IgnoreInside ? string.Empty : surroundings.Inside),
        Preselect = options.Preselect,
        Arguments = options.Arguments,
        CallerWindow = surroundings.Window,
        Flags = Flag(options.Json, CommandFlags.Json)
            | Flag(options.Quiet, CommandFlags.Quiet)
            | Flag(options.Detach != DetachKind.None, CommandFlags.AttachedOnly)
            | Flag(options.ResumeLevel > 0 && !options.Multi, CommandFlags.DetachedOnly),
    };

    private static CommandMessage NewWindow(ParsedOptions options, in Surroundings surroundings) => new()
    {
        Request = CommandRequest.NewWindow,
        Target = surroundings.Inside,
        Preselect = options.Preselect,
        Arguments = options.Arguments,
        CallerWindow = surroundings.Window,
        Flags = Flag(options.Quiet, CommandFlags.Quiet),
        Create = Create(options, CreateFlags.None),
    };

    private static AttachMessage Attach(ParsedOptions options, in Surroundings surroundings)
    {
        // Screen counts: -r is 1, -R is 2, and each one after the first adds to 2. Even numbers make a session, those from 3 take the youngest.
        bool creates = options.ResumeLevel % 2 == 0;
        return new AttachMessage
        {
            Target = options.Session ?? string.Empty,
            Preselect = options.Preselect,
            Escape = options.Escape,
            InsideOf = surroundings.Inside,
            Create = creates ? Create(options, CreateFlags.SayNewScreen) : null,
            Flags = Flag(options.Detach == DetachKind.Detach, AttachFlags.DetachOther)
                | Flag(options.Detach == DetachKind.Power, AttachFlags.DetachOther | AttachFlags.PowerDetach)
                | Flag(options.Multi, AttachFlags.Multi)
                | Flag(creates, AttachFlags.CreateIfNone)
                | Flag(options.ResumeLevel > 2, AttachFlags.Youngest)
                | Flag(options.AdaptSize, AttachFlags.AdaptSize)
                | Flag(options.Quiet, AttachFlags.Quiet),
        };
    }

    private static CreateMessage Create(ParsedOptions options, CreateFlags flags) => new()
    {
        Name = options.Session,
        Title = options.Title,
        Term = options.Term,
        Shell = options.Shell,
        Escape = options.Escape,
        RcFile = options.RcFile,
        LogFile = options.LogFile,
        Preselect = options.Preselect,
        Scrollback = options.Scrollback,
        FlowControl = options.FlowControl,
        Login = options.Login,
        Arguments = options.Arguments,
        Flags = flags
            | Flag(options.Logging, CreateFlags.Logging)
            | Flag(options.Quiet, CreateFlags.Quiet)
            | Flag(options.Utf8, CreateFlags.Utf8)
            | Flag(options.AdaptSize, CreateFlags.AdaptSize)
            | Flag(options.IsEmpty, CreateFlags.IsBareStart)
            | Flag(options.AllCapabilities, CreateFlags.AllCapabilities)
            | Flag(options.InterruptAtOnce, CreateFlags.InterruptAtOnce)
            | Flag(options.OptimalOutput, CreateFlags.OptimalOutput),
    };

    private static TFlags Flag<TFlags>(bool condition, TFlags flag)
        where TFlags : struct, Enum => condition ? flag : default;
}
