namespace Multiplex.Protocol.Listing;

/// <summary>What the command line asks to be done with an existing session.</summary>
public enum SessionWish : byte
{
    /// <summary><c>-r</c>, <c>-R</c>, <c>-RR</c>: a detached session (with <c>-d</c> or <c>-D</c>, any).</summary>
    Resume,

    /// <summary><c>-x</c>: any session, besides those who are there.</summary>
    Share,

    /// <summary><c>-d</c> or <c>-D</c> alone: an attached session.</summary>
    Detach,

    /// <summary><c>-X</c> and <c>-Q</c>: any session.</summary>
    Command,
}

/// <summary>What is to happen.</summary>
public enum ChoiceKind : byte
{
    /// <summary>Use <see cref="SessionChoice.Session"/>.</summary>
    Use,

    /// <summary>Create a session.</summary>
    Create,

    /// <summary>Print <see cref="SessionChoice.Text"/> and leave with <see cref="SessionChoice.ExitCode"/>.</summary>
    Refuse,
}

/// <summary>A question to <see cref="SessionChoice.Decide"/>.</summary>
/// <param name="Wish">What the command line asks for.</param>
/// <param name="Match">Which session, or null for the only one.</param>
/// <param name="Detach"><c>-d</c> or <c>-D</c> was given beside a resume: an attached session will do too.</param>
/// <param name="CreateLevel">How often <c>-R</c> was given: 0, 1 (create when there is none) or 2 (and take the youngest of several).</param>
/// <param name="Quiet"><c>-q</c>: no text, exit codes instead.</param>
public readonly record struct SessionQuestion(SessionWish Wish, string? Match, bool Detach = false, int CreateLevel = 0, bool Quiet = false)
{
    /// <summary><c>-X</c> and <c>-Q</c> only: null for any session, true for attached ones (<c>-d</c>), false for detached ones (<c>-r</c>).</summary>
    public bool? MustBeAttached { get; init; }
}

/// <summary>Which session the command line means, with screen's texts and exit codes when there is none or there are several.</summary>
/// <param name="Kind">What is to happen.</param>
/// <param name="Session">The session to use.</param>
/// <param name="Text">For standard output.</param>
/// <param name="ExitCode">The client's exit code.</param>
public readonly record struct SessionChoice(ChoiceKind Kind, SessionEntry? Session, string Text, int ExitCode)
{
    /// <summary>Answers a question.</summary>
    /// <param name="sessions">All sessions, the youngest first.</param>
    /// <param name="question">What is asked for.</param>
    public static SessionChoice Decide(IReadOnlyList<SessionEntry> sessions, in SessionQuestion question)
    {
        IReadOnlyList<SessionEntry> matching = SessionMatch.Select(sessions, question.Match);
        List<SessionEntry> suitable = [];
        foreach (SessionEntry session in matching)
        {
            if (Suits(session, question))
            {
                suitable.Add(session);
            }
        }

        if (suitable.Count == 1 || (suitable.Count > 1 && question.CreateLevel >= 2))
        {
            return new SessionChoice(ChoiceKind.Use, suitable[0], string.Empty, 0);
        }

        if (suitable.Count == 0 && question.CreateLevel >= 1)
        {
            return new SessionChoice(ChoiceKind.Create, null, string.Empty, 0);
        }

        string text = question.Quiet ? string.Empty
            : SessionListing.Table(matching, suitable.Count, isListing: false) + Verdict(question, suitable.Count);
        return new SessionChoice(ChoiceKind.Refuse, null, text, ExitCodeFor(question, suitable.Count));
    }

    private static bool Suits(SessionEntry session, in SessionQuestion question)
    {
        if (!session.IsAlive)
        {
            return false;
        }

        bool attached = session.Condition == SessionCondition.Attached;
        return question.Wish switch
        {
            SessionWish.Resume => question.Detach || !attached,
            SessionWish.Detach => attached,
            SessionWish.Command => question.MustBeAttached is not { } wanted || wanted == attached,
            _ => true,
        };
    }

    // screen 4.9: -q -r leaves with 10 when there is none and 10 + n when there are n; -X and -Q know only 1.
    private static int ExitCodeFor(in SessionQuestion question, int suitable) =>
        question.Quiet && question.Wish != SessionWish.Command ? 10 + suitable : 1;

    private static string Verdict(in SessionQuestion question, int suitable)
    {
        if (question.Wish == SessionWish.Command)
        {
            return suitable == 0 ? "No screen session found.\r\n" : "Use -S to specify a session.\r\n";
        }

        if (suitable > 1)
        {
            return "Type \"mux [-d] -r [pid.]tty.host\" to resume one of them.\r\n";
        }

        string verb = question.Wish switch
        {
            SessionWish.Share => "attached",
            SessionWish.Resume when !question.Detach => "resumed",
            _ => "detached",
        };
        return string.IsNullOrEmpty(question.Match)
            ? $"There is no screen to be {verb}.\r\n"
            : $"There is no screen to be {verb} matching {SessionListing.Clean(question.Match)}.\r\n";
    }
}
