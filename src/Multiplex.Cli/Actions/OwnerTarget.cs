namespace Multiplex.Cli.Actions;

/// <summary>A session of a named user: <c>-x user/session</c>.</summary>
/// <param name="Owner">The login name in front of the slash.</param>
/// <param name="Action">The action with what follows it.</param>
internal readonly record struct OwnerTarget(string Owner, MuxAction Action)
{
    /// <summary>Takes an action's target apart.</summary>
    /// <param name="action">The action.</param>
    /// <returns>Null when it names no user.</returns>
    public static OwnerTarget? Of(MuxAction action)
    {
        string target = action switch
        {
            MuxAction.List list => list.Message.Match,
            MuxAction.Detach detach => detach.Message.Target,
            MuxAction.Request request => request.Message.Target,
            MuxAction.Attach attach => attach.Message.Target,
            MuxAction.Start start => start.Message.Name ?? string.Empty,
            MuxAction.StartAndAttach start => start.Message.Name ?? string.Empty,
            _ => string.Empty,
        };
        int slash = target.IndexOf('/', StringComparison.Ordinal);
        return slash <= 0 ? null : new OwnerTarget(target[..slash], Replace(action, target[(slash + 1)..]));
    }

    private static MuxAction Replace(MuxAction action, string session) => action switch
    {
        MuxAction.List list => new MuxAction.List(list.Message with { Match = session }),
        MuxAction.Detach detach => new MuxAction.Detach(detach.Message with { Target = session }),
        MuxAction.Request request => new MuxAction.Request(request.Message with { Target = session }),
        MuxAction.Attach attach => new MuxAction.Attach(attach.Message with
        {
            Target = session,
            Create = attach.Message.Create is { } create ? create with { Name = session } : null,
        }),
        MuxAction.Start start => new MuxAction.Start(start.Message with { Name = session }),
        MuxAction.StartAndAttach start => new MuxAction.StartAndAttach(start.Message with { Name = session }),
        _ => action,
    };
}
