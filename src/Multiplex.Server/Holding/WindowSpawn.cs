using System.Globalization;
using System.Text;
using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Server.Model;

namespace Multiplex.Server.Holding;

/// <summary>Turns what a window was asked for into what the holder starts: program, environment, directory, umask, limits.</summary>
internal static class WindowSpawn
{
    /// <summary>The umask of a window whose requester's is not known: what login gives.</summary>
    private const uint UsualUmask = 0x12;

    /// <summary>ENOTTY.</summary>
    private const int NotTerminal = 25;

    /// <summary>What runs in a window without a program, and how it is called.</summary>
    /// <param name="session">The session.</param>
    /// <param name="context">The requester's.</param>
    /// <returns>A path or a name; a leading '-' asks for a login shell.</returns>
    public static string Shell(Session session, ClientContext context) =>
        session.Settings.Shell is { Length: > 0 } chosen ? chosen
        : WindowEnvironment.FindText(context.Environment, "SHELL") is { Length: > 0 } own && !IsMux(session, own) ? own
        : "/bin/sh";

    /// <summary>A login shell that is mux would open windows in windows without end.</summary>
    private static bool IsMux(Session session, string program) =>
        Path.GetFileName(program.AsSpan()).SequenceEqual(Path.GetFileName(session.Host.ProgramPath.AsSpan()));

    /// <summary>The title that a window has when nobody gave it one: the program's name.</summary>
    /// <param name="program">The program as it was asked for.</param>
    public static string TitleOf(string program)
    {
        string name = program[(program.LastIndexOf('/') + 1)..].TrimStart('-');
        return name.Length > 0 ? Commands.CommandText.Printable(name) : "sh";
    }

    /// <summary>Lays a window's program out for the holder.</summary>
    /// <param name="window">The window; its number and request are set.</param>
    /// <param name="size">The terminal's size.</param>
    /// <param name="message">What is sent with the block.</param>
    /// <returns>The block, to be sent and closed.</returns>
    /// <exception cref="PosixException">It is too large, or there is no memory.</exception>
    public static FileDescriptor CreateBlock(Window window, (int Columns, int Rows) size, out SpawnRequest message)
    {
        Session session = window.Session;
        WindowRequest request = window.Request;
        ClientContext context = request.Context ?? session.Context;
        string program = request.Arguments.Count > 0 ? request.Arguments[0] : Shell(session, context);
        byte[] environment = Environment(window, context);
        byte[] arguments = Arguments(program, request.Arguments);
        SpawnDescription description = new()
        {
            Arguments = arguments,
            ArgumentCount = arguments.AsSpan().Count((byte)0),
            Environment = environment,
            EnvironmentCount = environment.AsSpan().Count((byte)0),
            File = Encoding.UTF8.GetBytes(program.StartsWith('-') ? program[1..] : program),
            Directory = request.Directory is { Length: > 0 } directory ? Encoding.UTF8.GetBytes(directory) : context.WorkingDirectory,
            Umask = context.Umask < 0 ? UsualUmask : (uint)context.Umask,
            Limits = Limits(context.Limits),
            IsLine = request.IsLine,
            IsUtf8 = Services.Encodings.IsUtf8(session.Settings.DefaultEncoding),
            Size = new Platform.Holding.WindowSize((ushort)size.Rows, (ushort)size.Columns),
        };
        return SpawnBlock.Create(description, out message);
    }

    /// <summary>The environment of a window: the requester's, and what makes it a window of this session.</summary>
    /// <param name="window">The window.</param>
    /// <param name="context">The requester's.</param>
    public static byte[] Environment(Window window, ClientContext context)
    {
        Session session = window.Session;
        WindowEnvironment changes = new();
        changes.Set("TERM", window.Request.Term ?? session.Settings.Term);
        changes.Set("STY", session.FullName);
        changes.Set("WINDOW", window.Number.ToString(CultureInfo.InvariantCulture));
        changes.Set("MUX", "1");

        // They describe the outer terminal, and a program that finds them does not ask for the window's own size.
        changes.Set("LINES", (string?)null);
        changes.Set("COLUMNS", (string?)null);
        changes.Set("TERMCAP", (string?)null);
        if (session.Settings.Shell is { Length: > 0 } shell)
        {
            changes.Set("SHELL", shell.TrimStart('-'));
        }

        foreach ((string name, string? value) in session.Environment)
        {
            changes.Set(name, value);
        }

        return changes.Apply(context.Environment);
    }

    /// <summary>What the window shows when its program could not be started.</summary>
    /// <param name="window">The window.</param>
    /// <param name="failure">Why.</param>
    public static string Describe(Window window, SpawnFailure failure)
    {
        string program = window.Request.Arguments.Count > 0
            ? window.Request.Arguments[0]
            : Shell(window.Session, window.Request.Context ?? window.Session.Context);
        string reason = Errno.Describe(failure.Error);
        return failure.Stage switch
        {
            SpawnStage.Exec => $"Cannot exec '{program}': {reason}",
            SpawnStage.Pty when window.Request.IsLine && failure.Error == NotTerminal => $"'{program}' is not a tty",
            SpawnStage.Pty when window.Request.IsLine => $"Cannot open line '{program}' for R/W: {reason}",
            SpawnStage.Pty => $"No more PTYs: {reason}",
            SpawnStage.Table => "No more windows.",
            _ => $"Cannot start '{program}': {reason}",
        };
    }

    private static byte[] Arguments(string program, IReadOnlyList<string> arguments)
    {
        using MemoryStream output = new();
        Append(output, program.StartsWith('-') ? "-" + program[(program.LastIndexOf('/') + 1)..].TrimStart('-') : program);
        for (int index = 1; index < arguments.Count; index++)
        {
            Append(output, arguments[index]);
        }

        return output.ToArray();
    }

    private static void Append(MemoryStream output, string argument)
    {
        // A NUL cannot be part of an argument; what follows it would become another one.
        output.Write(Encoding.UTF8.GetBytes(argument.Replace("\0", string.Empty, StringComparison.Ordinal)));
        output.WriteByte(0);
    }

    private static ResourceLimits? Limits(ulong[] pairs)
    {
        if (pairs.Length < 2 * HolderProtocol.ResourceLimitCount)
        {
            return null;
        }

        ResourceLimits limits = default;
        for (int index = 0; index < HolderProtocol.ResourceLimitCount; index++)
        {
            limits[index] = new ResourceLimit(pairs[2 * index], pairs[(2 * index) + 1]);
        }

        return limits;
    }
}
