using Multiplex.Server.Commands;
using Multiplex.Server.Services;

namespace Multiplex.Server.Model;

/// <summary>Users, their passwords and backticks in the stored state.</summary>
internal static class UserState
{
    /// <summary>Writes the users, their rights on commands and their groups.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">The section.</param>
    public static void WriteUsers(Session session, StateWriter writer)
    {
        foreach (User user in session.Users)
        {
            writer.Text(user.Name);
            writer.Text(user.Group?.Name ?? string.Empty);
            writer.Number(user.Escape is { } escape ? (escape.Command << 8) | escape.Literal : -1);
            writer.Number(user.CommandAccess.Count);
            foreach ((string command, bool allowed) in user.CommandAccess)
            {
                writer.Text(command);
                writer.Number(allowed ? 1 : 0);
            }
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The section.</param>
    public static void ReadUsers(Session session, ref StateReader reader)
    {
        var groups = new List<(User User, string Group)>();
        while (!reader.IsAtEnd)
        {
            string name = reader.Text();
            string group = reader.Text();
            int escape = reader.Int();
            User user = UserCommands.FindOrAdd(session, name) ?? new User(name);
            user.Escape = escape >= 0 ? ((byte)(escape >> 8), (byte)escape) : null;
            groups.Add((user, group));
            for (int count = reader.Int(); count > 0 && !reader.IsAtEnd; count--)
            {
                string command = reader.Text();
                user.CommandAccess[command] = reader.Number() != 0;
            }
        }

        foreach ((User user, string group) in groups)
        {
            User? target = session.Users.Find(candidate => candidate.Name == group);
            user.Group = ReferenceEquals(target, user) ? null : target;
        }
    }

    /// <summary>Writes the hashes of users' passwords.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">The section.</param>
    public static void WritePasswords(Session session, StateWriter writer)
    {
        foreach (User user in session.Users.Where(static user => user.Password.Length > 0))
        {
            writer.Text(user.Name);
            writer.Text(user.Password);
        }
    }

    /// <summary>Reads them; the users stand in a section before.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The section.</param>
    public static void ReadPasswords(Session session, ref StateReader reader)
    {
        while (!reader.IsAtEnd)
        {
            string name = reader.Text();
            string hash = reader.Text();
            if (UserCommands.FindOrAdd(session, name) is { } user)
            {
                user.Password = hash;
            }
        }
    }

    /// <summary>Writes the backticks; their programs are started anew.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">The section.</param>
    public static void WriteBackticks(Session session, StateWriter writer)
    {
        foreach (Backtick backtick in session.Backticks.Values)
        {
            writer.Number(backtick.Id);
            writer.Number(backtick.Lifespan);
            writer.Number(backtick.Refresh);
            writer.Number(backtick.Arguments.Count);
            foreach (string argument in backtick.Arguments)
            {
                writer.Text(argument);
            }
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The section.</param>
    public static void ReadBackticks(Session session, ref StateReader reader)
    {
        while (!reader.IsAtEnd)
        {
            int id = reader.Int();
            int lifespan = reader.Int();
            int refresh = reader.Int();
            var arguments = new List<string>();
            for (int count = reader.Int(); count > 0 && !reader.IsAtEnd; count--)
            {
                arguments.Add(reader.Text());
            }

            if (arguments.Count > 0)
            {
                session.Backticks[id] = new Backtick(session, id, lifespan, refresh, arguments);
            }
        }
    }
}
