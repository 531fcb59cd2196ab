using System.Globalization;
using System.Text;
using Multiplex.Server.Model;

namespace Multiplex.Server.Commands;

/// <summary>
/// The values of <c>$NAME</c> in commands: six of screen's own, else the environment of whoever asks, as <c>setenv</c> changed it.
/// </summary>
internal static class CommandVariables
{
    /// <summary>The value of a variable.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="name">The name without <c>$</c>.</param>
    /// <returns>Null when it is not set.</returns>
    public static string? Value(CommandContext context, string name) => name switch
    {
        "TERM" => context.Display is { } display ? display.TerminalType : "unknown",
        "COLUMNS" => (context.Display?.Columns ?? -1).ToString(CultureInfo.InvariantCulture),
        "LINES" => (context.Display?.Rows ?? -1).ToString(CultureInfo.InvariantCulture),
        "PID" => context.Session.Pid.ToString(CultureInfo.InvariantCulture),
        "PWD" => Directory(context),
        "STY" => context.Session.Name,
        [CommandLine.CapabilityMark, ..] => context.Display is null ? null : OuterStrings.Find(name[1..]),
        _ => Environment(context, name),
    };

    /// <summary>A variable of the environment that a new window would get.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="name">Its name.</param>
    public static string? Environment(CommandContext context, string name) =>
        context.Session.Environment.TryGetValue(name, out string? changed) ? changed : Lookup(ClientOf(context), name);

    /// <summary>The directory of files named in commands: <c>chdir</c>'s, else that of whoever asks.</summary>
    /// <param name="context">Who asks.</param>
    public static string Directory(CommandContext context) =>
        context.Session.Directory ?? CommandText.FromBytes(ClientOf(context).WorkingDirectory);

    /// <summary>Environment and directory of whoever asks.</summary>
    /// <param name="context">The context.</param>
    public static ClientContext ClientOf(CommandContext context) => context.Client ?? context.Display?.Context ?? context.Session.Context;

    /// <summary>Finds a variable among NUL-terminated entries.</summary>
    /// <param name="client">Whose environment.</param>
    /// <param name="name">The name.</param>
    public static string? Lookup(ClientContext client, string name)
    {
        byte[] prefix = Encoding.UTF8.GetBytes(name + "=");
        ReadOnlySpan<byte> rest = client.Environment;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)0);
            ReadOnlySpan<byte> entry = end < 0 ? rest : rest[..end];
            if (entry.StartsWith(prefix))
            {
                return CommandText.FromBytes(entry[prefix.Length..]);
            }

            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return null;
    }

    /// <summary>A file named in a command: <c>~</c> and relative names are resolved as screen does.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="name">The name.</param>
    public static string Resolve(CommandContext context, string name)
    {
        if (name == "~" || name.StartsWith("~/", StringComparison.Ordinal))
        {
            return (Environment(context, "HOME") ?? "/") + name[1..];
        }

        return name.StartsWith('/') ? name : Path.Combine(Directory(context), name);
    }
}
