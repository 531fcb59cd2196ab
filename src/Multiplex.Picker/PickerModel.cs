using System.Globalization;

namespace Multiplex.Picker;

/// <summary>How the picker ends.</summary>
internal enum PickerEnd
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>Nothing was chosen.</summary>
    Quit,

    /// <summary>The session in <see cref="PickerModel.Chosen"/> is to be attached.</summary>
    Attach,

    /// <summary>A new session is to be started.</summary>
    New,
}

/// <summary>What the picker knows and does, without a terminal: the list, the selection, the question that stands, and how it ends.</summary>
internal sealed class PickerModel
{
    private readonly ISessions _sessions;
    private readonly TimeProvider _time;

    /// <summary>Reads the list.</summary>
    /// <param name="sessions">Whom to ask.</param>
    /// <param name="time">The clock that ages are told by.</param>
    public PickerModel(ISessions sessions, TimeProvider time)
    {
        _sessions = sessions;
        _time = time;
        Refresh();
    }

    /// <summary>The sessions as they were last read.</summary>
    public IReadOnlyList<PickerSession> Sessions { get; private set; } = [];

    /// <summary>The chosen line, -1 without sessions.</summary>
    public int Selected { get; private set; } = -1;

    /// <summary>What was last done or went wrong; empty for nothing.</summary>
    public string Message { get; private set; } = string.Empty;

    /// <summary>How it ends, once it does.</summary>
    public PickerEnd End { get; private set; }

    /// <summary>The session under the cursor.</summary>
    public PickerSession? Chosen => Selected >= 0 ? Sessions[Selected] : null;

    /// <summary>What mux is to be called with at the end; empty for nothing.</summary>
    public IReadOnlyList<string> Arguments => End switch
    {
        // An attached session is joined and not taken: whoever sits there may be somebody else.
        PickerEnd.Attach when Chosen is { } session => [session.IsAttached ? "-x" : "-r", session.FullName],
        PickerEnd.New => ["-m"],
        _ => [],
    };

    /// <summary>The lines of the list.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            int width = 0;
            foreach (PickerSession session in Sessions)
            {
                width = Math.Max(width, session.FullName.Length);
            }

            List<string> lines = [];
            foreach (PickerSession session in Sessions)
            {
                string windows = session.Windows < 0 ? string.Empty : session.Windows == 1 ? "1 window" : $"{session.Windows} windows";
                lines.Add($"{Clean(session.FullName).PadRight(width)}  {session.State,-8}  {windows,-10}  {Age(session.Created)}".TrimEnd());
            }

            return lines;
        }
    }

    /// <summary>Reads the list again and keeps the selection on its session.</summary>
    public void Refresh()
    {
        string? selected = Chosen?.FullName;
        Sessions = _sessions.List();
        int at = 0;
        while (at < Sessions.Count && Sessions[at].FullName != selected)
        {
            at++;
        }

        Selected = Sessions.Count == 0 ? -1 : at < Sessions.Count ? at : Math.Clamp(Selected, 0, Sessions.Count - 1);
    }

    /// <summary>Puts the cursor on a line.</summary>
    /// <param name="line">Any number; it is brought into the list.</param>
    public void Select(int line) => Selected = Sessions.Count == 0 ? -1 : Math.Clamp(line, 0, Sessions.Count - 1);

    /// <summary>Attaches what the cursor is on.</summary>
    public void Attach()
    {
        if (Chosen is not { } session)
        {
            Message = "There is no session; n starts one.";
        }
        else if (!session.IsAlive)
        {
            Message = $"{Clean(session.FullName)} is dead; k removes it.";
        }
        else
        {
            End = PickerEnd.Attach;
        }
    }

    /// <summary>Starts a new session.</summary>
    public void StartNew() => End = PickerEnd.New;

    /// <summary>Leaves.</summary>
    public void Quit() => End = PickerEnd.Quit;

    /// <summary>Detaches what the cursor is on.</summary>
    public void Detach()
    {
        if (Chosen is not { } session)
        {
            return;
        }

        Message = session.IsAttached ? _sessions.Detach(session) ?? $"{Clean(session.FullName)} detached." : $"{Clean(session.FullName)} is not attached.";
        Refresh();
    }

    /// <summary>The question to ask before <see cref="Kill"/>, or null when there is nothing to end.</summary>
    public string? KillQuestion => Chosen is not { } session ? null
        : session.IsAlive ? $"End {Clean(session.FullName)} and all of its programs?"
        : $"Remove what {Clean(session.FullName)} left behind?";

    /// <summary>Ends what the cursor is on; the question has been answered with yes.</summary>
    public void Kill()
    {
        if (Chosen is { } session)
        {
            // Removing the last socket makes -wipe say that there are none, which is what was wanted.
            string? complaint = _sessions.Kill(session);
            Refresh();
            bool isGone = !Sessions.Any(left => left.FullName == session.FullName);
            Message = isGone || complaint is null ? $"{Clean(session.FullName)} ended." : complaint;
        }
    }

    private string Age(DateTimeOffset created)
    {
        if (created == default)
        {
            return string.Empty;
        }

        TimeSpan age = _time.GetUtcNow() - created;
        return age.TotalMinutes < 1 ? "just now"
            : age.TotalHours < 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalMinutes} min")
            : age.TotalDays < 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours} h")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays} d");
    }

    /// <summary>A name may hold anything; controls would reach the terminal.</summary>
    private static string Clean(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
}
