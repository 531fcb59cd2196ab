using Multiplex.Server.Commands;

namespace Multiplex.Server.Input;

/// <summary>The key maps that a session starts with, derived from the commands' entries and the names of keys.</summary>
internal static class DefaultBindings
{
    /// <summary>Fills the maps of a new session.</summary>
    /// <param name="maps">Empty maps.</param>
    public static void Apply(KeyMaps maps)
    {
        foreach ((DefaultKey key, CommandInvocation invocation) in Entries())
        {
            if (KeySyntax.TryParse(key.Key, out byte value))
            {
                maps.Prefix[value] = invocation;
            }
            else
            {
                maps.Prefix.Set(key.Key, invocation);
            }
        }

        foreach (KeyName key in KeyNames.All)
        {
            if (key.Normal is { } normal)
            {
                maps.Default.Set(
                    new SequenceBinding(key.Name, [], Stuff(normal), key.Application is { } other ? Stuff(other) : null, HasTimeout: true));
            }
        }

        foreach ((string key, string text) in CopyModeKeys)
        {
            maps.CopyMode.Set(new SequenceBinding(key, [], Stuff(text), null, HasTimeout: true));
        }
    }

    /// <summary>What a key does when no one has changed it; used when the command key moves away from a key.</summary>
    /// <param name="key">The byte.</param>
    /// <param name="except">A command that has just left the key.</param>
    /// <returns>Null for nothing.</returns>
    public static CommandInvocation? Of(byte key, string except)
    {
        foreach ((DefaultKey candidate, CommandInvocation invocation) in Entries())
        {
            if (invocation.Name != except && KeySyntax.TryParse(candidate.Key, out byte value) && value == key)
            {
                return invocation;
            }
        }

        return null;
    }

    /// <summary>
    /// Keys of copy mode by their termcap names; the bytes above 127 are screen's own codes for "first line", "last line" and the arrows.
    /// </summary>
    private static readonly (string Key, string Text)[] CopyModeKeys =
    [
        ("Km", Code(0x92)), ("kF", "\x04"), ("kR", "\x15"), ("kh", Code(0x81)), ("kH", Code(0x85)), ("@7", Code(0x85)), ("kN", "\x06"), ("kP", "\x02"),
        ("ku", Code(0x90)), ("kd", Code(0x8e)), ("kr", Code(0x86)), ("kl", Code(0x82)),
    ];

    private static string Code(byte value) => CommandText.FromBytes([value]);

    private static IEnumerable<(DefaultKey Key, CommandInvocation Invocation)> Entries()
    {
        foreach (CommandDefinition definition in CommandTable.All)
        {
            foreach (DefaultKey key in definition.Keys)
            {
                string[] arguments = key.Argument is null ? [] : [key.Argument];
                yield return (key, new CommandInvocation(definition, definition.Name, arguments));
            }
        }
    }

    private static CommandInvocation? Stuff(string text) => CommandInvocation.Create(["stuff", text], out _);
}
