using Multiplex.Server.Commands;
using Multiplex.Server.Input;

namespace Multiplex.Server.Layers;

/// <summary>The key bindings of a class as text: commands without arguments with all their keys, then each key of the others.</summary>
internal static class BindingPages
{
    /// <summary>The name of a key as screen writes it.</summary>
    /// <param name="key">The byte.</param>
    public static string NameOf(byte key) => (char)key switch
    {
        ' ' => "sp",
        '\x7f' => "^?",
        < ' ' => "^" + (char)(key + '@'),
        < '\x7f' => ((char)key).ToString(),
        _ => "\\" + Convert.ToString(key, 8).PadLeft(3, '0'),
    };

    /// <summary>Commands that keys call without arguments, by name, with the names of their keys.</summary>
    /// <param name="bindings">The class.</param>
    public static SortedDictionary<string, List<string>> Commands(KeyClass bindings)
    {
        var commands = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach ((string key, CommandInvocation invocation) in Bindings(bindings))
        {
            if (invocation.Arguments.Count == 0)
            {
                if (!commands.TryGetValue(invocation.Name, out List<string>? keys))
                {
                    commands.Add(invocation.Name, keys = []);
                }

                keys.Add(key);
            }
        }

        return commands;
    }

    /// <summary>One line for each key whose command has arguments.</summary>
    /// <param name="bindings">The class.</param>
    /// <param name="keyColumns">The width of the column of keys.</param>
    public static List<string> WithArguments(KeyClass bindings, int keyColumns)
    {
        var lines = new List<string>();
        foreach ((string key, CommandInvocation invocation) in Bindings(bindings))
        {
            if (invocation.Arguments.Count > 0)
            {
                lines.Add($"{key.PadRight(keyColumns)}{invocation.Name} {string.Join(' ', invocation.Arguments.Select(Show))}");
            }
        }

        return lines;
    }

    /// <summary>An argument with control characters as <c>^X</c>, in quotes where it has blanks.</summary>
    private static string Show(string argument)
    {
        string shown = KeySyntax.Show(CommandText.ToBytes(argument));
        bool needsQuotes = argument.Length == 0 || argument.Contains(' ', StringComparison.Ordinal);
        string quote = !needsQuotes ? string.Empty : argument.Contains('\'', StringComparison.Ordinal) ? "\"" : "'";
        return quote + shown + quote;
    }

    private static IEnumerable<(string Key, CommandInvocation Invocation)> Bindings(KeyClass bindings)
    {
        for (int key = 0; key < 256; key++)
        {
            if (bindings[(byte)key] is { } invocation)
            {
                yield return (NameOf((byte)key), invocation);
            }
        }

        foreach ((string name, CommandInvocation invocation) in bindings.Named)
        {
            yield return ($":{name}:", invocation);
        }
    }
}
