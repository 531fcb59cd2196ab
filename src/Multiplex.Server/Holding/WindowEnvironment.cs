using System.Text;

namespace Multiplex.Server.Holding;

/// <summary>
/// The environment of a window: exactly the requester's, entry for entry and in its order, with what mux sets for itself and what <c>setenv</c> and
/// <c>unsetenv</c> changed. Bytes are never decoded: an environment need not be UTF-8.
/// </summary>
internal sealed class WindowEnvironment
{
    private readonly Dictionary<string, byte[]?> _changes = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>The variables that belong to a connection and not to a login: an attach refreshes them for windows made later.</summary>
    public static IReadOnlyList<string> ConnectionVariables { get; } =
    [
        "SSH_AUTH_SOCK", "SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "KRB5CCNAME", "XDG_SESSION_ID",
    ];

    /// <summary>Sets a variable, or removes it.</summary>
    /// <param name="name">Its name, without '='.</param>
    /// <param name="value">Its value, or null to remove it.</param>
    public void Set(string name, string? value) => Set(name, value is null ? null : Encoding.UTF8.GetBytes(value));

    /// <summary>Sets a variable to bytes, or removes it.</summary>
    /// <param name="name">Its name, without '='.</param>
    /// <param name="value">Its value without NUL, or null to remove it.</param>
    public void Set(string name, byte[]? value)
    {
        if (!_changes.ContainsKey(name))
        {
            _order.Add(name);
        }

        _changes[name] = value;
    }

    /// <summary>Applies the changes: a changed variable keeps its place, further entries of its name are dropped, new ones come last.</summary>
    /// <param name="environment">NUL-terminated <c>NAME=value</c> entries.</param>
    /// <returns>Entries in the same form.</returns>
    public byte[] Apply(ReadOnlySpan<byte> environment)
    {
        using MemoryStream output = new(environment.Length + 256);
        HashSet<string> written = new(StringComparer.Ordinal);
        foreach (Range range in Entries(environment))
        {
            ReadOnlySpan<byte> entry = environment[range];
            string? name = NameOf(entry);
            if (name is null || !_changes.TryGetValue(name, out byte[]? value))
            {
                output.Write(entry);
                output.WriteByte(0);
            }
            else if (written.Add(name) && value is not null)
            {
                Write(output, name, value);
            }
        }

        foreach (string name in _order)
        {
            if (_changes[name] is { } value && !written.Contains(name))
            {
                Write(output, name, value);
            }
        }

        return output.ToArray();
    }

    /// <summary>The value of a variable: the first entry counts, as in getenv.</summary>
    /// <param name="environment">NUL-terminated entries.</param>
    /// <param name="name">The variable.</param>
    /// <returns>A copy of the bytes, or null when it is not set.</returns>
    public static byte[]? Find(ReadOnlySpan<byte> environment, string name)
    {
        byte[] prefix = Encoding.UTF8.GetBytes(name + "=");
        foreach (Range range in Entries(environment))
        {
            ReadOnlySpan<byte> entry = environment[range];
            if (entry.StartsWith(prefix))
            {
                return entry[prefix.Length..].ToArray();
            }
        }

        return null;
    }

    /// <summary>The value of a variable as text.</summary>
    /// <param name="environment">NUL-terminated entries.</param>
    /// <param name="name">The variable.</param>
    public static string? FindText(ReadOnlySpan<byte> environment, string name) =>
        Find(environment, name) is { } value ? Encoding.UTF8.GetString(value) : null;

    /// <summary>An environment with another one's connection variables: those that it lacks are removed.</summary>
    /// <param name="environment">What is kept otherwise.</param>
    /// <param name="connection">The environment of whoever attached.</param>
    public static byte[] Refresh(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> connection)
    {
        WindowEnvironment changes = new();
        foreach (string name in ConnectionVariables)
        {
            changes.Set(name, Find(connection, name));
        }

        return changes.Apply(environment);
    }

    private static List<Range> Entries(ReadOnlySpan<byte> environment)
    {
        List<Range> entries = [];
        int start = 0;
        while (start < environment.Length)
        {
            int length = environment[start..].IndexOf((byte)0);
            int end = length < 0 ? environment.Length : start + length;
            if (end > start)
            {
                entries.Add(start..end);
            }

            start = end + 1;
        }

        return entries;
    }

    private static string? NameOf(ReadOnlySpan<byte> entry)
    {
        int equals = entry.IndexOf((byte)'=');
        return equals < 0 ? null : Encoding.UTF8.GetString(entry[..equals]);
    }

    private static void Write(MemoryStream output, string name, byte[] value)
    {
        output.Write(Encoding.UTF8.GetBytes(name));
        output.WriteByte((byte)'=');
        output.Write(value);
        output.WriteByte(0);
    }
}
