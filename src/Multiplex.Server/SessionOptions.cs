using System.Globalization;
using System.Text;
using Multiplex.Platform.Holding;
using Multiplex.Protocol.Messages;
using Multiplex.Server.Input;
using Multiplex.Server.Model;

namespace Multiplex.Server;

/// <summary>What the command line says about a new session, brought to the model. It comes before the rc file, which may change it, as in screen.</summary>
internal static class SessionOptions
{
    /// <summary>The name of a session that nobody named: the terminal and the host, as screen has it.</summary>
    /// <param name="terminalName">The client's terminal, or empty.</param>
    /// <param name="attaches">False for <c>-d -m</c>: then no terminal is part of it.</param>
    public static string DefaultName(string terminalName, bool attaches)
    {
        string host = Environment.MachineName.Split('.')[0];
        string terminal = !attaches || terminalName.Length == 0 ? string.Empty
            : terminalName.StartsWith("/dev/", StringComparison.Ordinal) ? terminalName[5..] : terminalName;
        return $"{terminal.Replace('/', '-')}.{host}";
    }

    /// <summary>Looks whether a name may be part of a socket's name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Null, or what to say.</returns>
    public static string? CheckName(string name)
    {
        if (name.Length == 0)
        {
            return "Empty session-name?";
        }

        if (Encoding.UTF8.GetByteCount(name) > HolderProtocol.MaxName)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Session-name is too long (max length is {HolderProtocol.MaxName} symbols)");
        }

        foreach (char character in name)
        {
            if (character == '/' || char.IsControl(character) || Commands.CommandText.IsDirection(character))
            {
                return "Bad session name: it may hold neither '/' nor control characters.";
            }
        }

        return name is "." or ".." ? "Bad session name." : null;
    }

    /// <summary>Applies what is not the first window's alone.</summary>
    /// <param name="session">The new session.</param>
    /// <param name="create">The options.</param>
    public static void Apply(Session session, CreateMessage create)
    {
        session.Settings.Shell = create.Shell ?? session.Settings.Shell;
        session.Settings.Term = create.Term ?? session.Settings.Term;
        session.Settings.LogFile = create.LogFile ?? session.Settings.LogFile;
        session.Settings.DefaultFlow = create.FlowControl switch
        {
            CreateChoice.Off => FlowControl.Off,
            CreateChoice.On => FlowControl.On,
            CreateChoice.Auto => FlowControl.Auto,
            _ => session.Settings.DefaultFlow,
        };
        if (create.Escape is { } escape && KeySyntax.TryParsePair(escape, out byte command, out byte literal))
        {
            session.Keys.SetEscape(command, literal);
        }
    }

    /// <summary>The window that the options ask for.</summary>
    /// <param name="create">The options.</param>
    /// <param name="context">The client's environment, directory and limits.</param>
    /// <param name="arguments">Program and arguments.</param>
    /// <param name="number">The wished number, or null.</param>
    public static WindowRequest FirstWindow(CreateMessage create, ClientContext context, IReadOnlyList<string> arguments, int? number) => new()
    {
        Arguments = arguments,
        Title = create.Title,
        Number = number,
        ScrollbackLines = create.Scrollback >= 0 ? create.Scrollback : null,
        Term = create.Term,
        Log = create.Flags.HasFlag(CreateFlags.Logging) ? true : null,
        Context = context,
    };
}
