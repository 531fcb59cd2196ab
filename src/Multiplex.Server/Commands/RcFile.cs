using Multiplex.Server.Services;

namespace Multiplex.Server.Commands;

/// <summary>Files of commands: the system's and the user's rc file, and <c>source</c>.</summary>
internal static class RcFile
{
    /// <summary>Largest file that is read; far above any screenrc, far below what a mistaken name could hold.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>The system-wide files, in the order in which they are looked for; the first that exists is read.</summary>
    public static IReadOnlyList<string> SystemFiles { get; } = ["/etc/muxrc", "/etc/screenrc"];

    /// <summary>Reads the system's file and the user's file for a new session.</summary>
    /// <param name="context">The session, and who started it.</param>
    /// <param name="file">The file of <c>-c</c>, or null for the usual places.</param>
    public static void ReadStartup(CommandContext context, string? file)
    {
        string? system = CommandVariables.Environment(context, "SYSSCREENRC");
        foreach (string candidate in system is null ? SystemFiles : [system])
        {
            if (UserFiles.Exists(candidate))
            {
                Read(context, candidate, candidate);
                break;
            }
        }

        if (file is not null)
        {
            if (!Read(context, file, CommandVariables.Resolve(context, file)))
            {
                context.Output?.Add($"Unable to open \"{file}\".");
            }

            return;
        }

        if (UserFile(context) is { } found)
        {
            Read(context, found, found);
        }
    }

    /// <summary>The user's rc file: $MUXRC, ~/.muxrc, $SCREENRC or ~/.screenrc, whichever exists first.</summary>
    /// <param name="context">Whose environment.</param>
    public static string? UserFile(CommandContext context)
    {
        string home = CommandVariables.Environment(context, "HOME") ?? "/";
        string?[] candidates =
        [
            CommandVariables.Environment(context, "MUXRC"), $"{home}/.muxrc",
            CommandVariables.Environment(context, "SCREENRC"), $"{home}/.screenrc",
        ];
        return candidates
            .Where(static name => !string.IsNullOrEmpty(name))
            .Select(name => CommandVariables.Resolve(context, name!))
            .FirstOrDefault(UserFiles.Exists);
    }

    /// <summary><c>source</c>: a name is looked for beside the file that names it first, then in the directory of whoever asks.</summary>
    /// <param name="context">The command.</param>
    /// <param name="name">The file's name.</param>
    public static CommandResult Source(CommandContext context, string name)
    {
        if (context.Depth >= CommandRunner.MaxDepth)
        {
            return context.Misuse("too many levels");
        }

        string? beside = context.Source.Kind == SourceKind.RcFile && !name.StartsWith('/') && !name.StartsWith('~')
            ? Path.Combine(Path.GetDirectoryName(CommandVariables.Resolve(context, context.Source.File)) ?? "/", name)
            : null;
        string path = beside is not null && UserFiles.Exists(beside) ? beside : CommandVariables.Resolve(context, name);
        if (UserFiles.TryRead(path, MaxLength, out byte[] bytes, out string error))
        {
            Run(context, path, bytes);
            return CommandResult.Success;
        }

        return CommandResult.Misuse($"source {name}: {error}");
    }

    private static bool Read(CommandContext context, string name, string path)
    {
        if (!UserFiles.TryRead(path, MaxLength, out byte[] bytes, out _))
        {
            return false;
        }

        Run(context, name, bytes);
        return true;
    }

    /// <summary>Runs the lines of a file: at once, or, while a session starts, in their turn among those of the file that names it.</summary>
    private static void Run(CommandContext context, string name, byte[] bytes)
    {
        CommandContext inner = context.Within(new CommandSource(SourceKind.RcFile, name));
        if (context.Session.Script is { } script && script.Takes(context))
        {
            script.Push(inner, name, bytes);
            return;
        }

        int number = 0;
        foreach (Range range in bytes.AsSpan().Split((byte)'\n'))
        {
            RunLine(inner, name, ++number, bytes.AsSpan(range));
            if (context.Session.IsTerminating)
            {
                return;
            }
        }
    }

    /// <summary>Runs one line.</summary>
    /// <param name="context">The file's context.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="number">The line's number, from 1.</param>
    /// <param name="line">The line; borrowed for the call.</param>
    public static void RunLine(CommandContext context, string name, int number, ReadOnlySpan<byte> line) => CommandRunner.RunLine(
        context.At(new CommandSource(SourceKind.RcFile, name, number)), CommandText.FromBytes(line.TrimEnd((byte)'\r')));
}
