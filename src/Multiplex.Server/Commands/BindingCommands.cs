using System.Globalization;
using Multiplex.Server.Input;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>Key bindings, the command key, and what keys of the outer terminal mean.</summary>
internal static class BindingCommands
{
    private const string KeyExpected = "character, ^x, or (octal) \\032 expected.";

    /// <summary>Most classes of bindings; each holds 256 keys.</summary>
    private const int MaxClasses = 64;

    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new(
            "bind", Arity.OneOrMore, Needs.None, "[-c class] [-k] key [command [args]]",
            "Bind a key after the command key, or unbind it.", Bind)
        {
            Completion = CompletionKind.Command,
        },
        new(
            "bindkey", Arity.Any, Needs.None, "[-d|-m] [-a] [-t] [[-k] string [command args]]",
            "Bind a key or a sequence of bytes, or list such bindings.", BindKey)
        {
            Completion = CompletionKind.Command,
        },
        new(
            "defescape", Arity.One, Needs.None, "xy",
            "Set the command key of users who attach later.", static c => Escape(c, isDefault: true)),
        new(
            "escape", Arity.One, Needs.None, "xy",
            "Set the command key and the key that types it.", static c => Escape(c, isDefault: false)),
        new(
            "maptimeout", Arity.ZeroOrOne, Needs.None, "[msec]",
            "Show or set how long the rest of a key's sequence is waited for.", MapTimeout),
        new("markkeys", Arity.One, Needs.None, "string", "Give keys of copy mode other places.", MarkKeys),
        new("unbindall", Arity.None, Needs.None, string.Empty, "Remove all key bindings.", UnbindAll),
    ];

    private static CommandResult Bind(CommandContext context)
    {
        int at = 0;
        string? name = null;
        bool isNamed = false;
        while (context.Argument(at) is "-c" or "-k")
        {
            if (context.Arguments[at++] == "-k")
            {
                isNamed = true;
            }
            else if (context.Argument(at++) is { } className)
            {
                name = className;
            }
            else
            {
                return context.Misuse("-c: class expected");
            }
        }

        if (context.Argument(at) is not { } key)
        {
            return context.Misuse("key expected");
        }

        KeyMaps keys = context.Session.Keys;
        if (name is not null && keys.Class(name) is null && keys.Classes.Count >= MaxClasses)
        {
            return context.Misuse("too many classes");
        }

        byte value = 0;
        if (isNamed ? KeyNames.Find(key) is null : !KeySyntax.TryParse(key, out value))
        {
            return context.Misuse(isNamed ? $"unknown key '{CommandText.Printable(key)}'" : KeyExpected);
        }

        if (Command(context, at + 1, out CommandInvocation? invocation) is { } failure)
        {
            return failure;
        }

        KeyClass target = keys.ClassFor(name);
        if (isNamed)
        {
            target.Set(key, invocation);
        }
        else
        {
            target[value] = invocation;
        }

        context.Session.Host.StateChanged(context.Session);
        return CommandResult.Success;
    }

    /// <summary>The command that a binding runs; null when the rest of the arguments is empty.</summary>
    private static CommandResult? Command(CommandContext context, int at, out CommandInvocation? invocation)
    {
        invocation = null;
        if (at >= context.Count)
        {
            return null;
        }

        List<string> words = [.. context.Arguments.Skip(at)];
        invocation = CommandInvocation.Create(words, out string? error);
        if (invocation is not null)
        {
            return null;
        }

        // Wrong arguments are reported as the bound command's own mistake, an unknown command as that of bind.
        return error!.StartsWith("unknown", StringComparison.Ordinal) ? context.Misuse(error) : CommandResult.Misuse(error);
    }

    private static CommandResult BindKey(CommandContext context)
    {
        char table = 'u';
        bool isApplication = false;
        bool hasTimeout = true;
        bool isNamed = false;
        int at = 0;
        while (context.Argument(at) is { Length: 2 } option && option[0] == '-')
        {
            at++;
            switch (option[1])
            {
                case 'd' or 'm' when table != 'u':
                    return context.Misuse("-d does not work with -m");
                case 'd' or 'm':
                    table = option[1];
                    break;
                case 'a':
                    isApplication = true;
                    break;
                case 't':
                    hasTimeout = false;
                    break;
                case 'k':
                    isNamed = true;
                    break;
                default:
                    return context.Misuse($"bad option {option}");
            }
        }

        if (isApplication && !isNamed && table != 'd')
        {
            return context.Misuse("-a only works with -k");
        }

        KeyMaps keys = context.Session.Keys;
        SequenceTable target = table switch { 'd' => keys.Default, 'm' => keys.CopyMode, _ => keys.User };
        if (context.Argument(at) is not { } key)
        {
            return List(context, table);
        }

        if (isNamed && KeyNames.Find(key) is null)
        {
            return context.Misuse($"unknown key '{CommandText.Printable(key)}'");
        }

        byte[] sequence = isNamed ? [] : CommandText.ToBytes(key);
        if (!isNamed && sequence.Length == 0)
        {
            return context.Misuse("empty string makes no sense");
        }

        return Command(context, at + 1, out CommandInvocation? invocation)
            ?? Change(context, target, isNamed ? key : null, sequence, invocation, isApplication, hasTimeout);
    }

    private static CommandResult Change(
        CommandContext context, SequenceTable table, string? key, byte[] sequence, CommandInvocation? invocation, bool isApplication, bool hasTimeout)
    {
        SequenceBinding? former = table.Find(key, sequence);
        CommandInvocation? normal = isApplication ? former?.Command : invocation;
        CommandInvocation? application = isApplication ? invocation : null;
        bool isFull = false;
        if (normal is null && application is null)
        {
            table.Remove(key, sequence);
        }
        else
        {
            isFull = !table.Set(new SequenceBinding(key, sequence, normal, application, hasTimeout));
        }

        context.Session.Host.StateChanged(context.Session);
        return isFull ? context.Misuse("no more space") : CommandResult.Success;
    }

    private static CommandResult List(CommandContext context, char table)
    {
        if (context.Display is { } display)
        {
            DisplayRequests.ShowBindKeys(display, table);
        }

        return CommandResult.Success;
    }

    private static CommandResult Escape(CommandContext context, bool isDefault)
    {
        string argument = context.Arguments[0];
        KeyMaps keys = context.Session.Keys;
        byte command = 0;
        byte literal = 0;
        if (argument.Length > 0 && !KeySyntax.TryParsePair(argument, out command, out literal))
        {
            return CommandResult.Misuse($"two characters required after {context.Name}.");
        }

        if (isDefault)
        {
            keys.DefaultEscape = argument.Length == 0 ? null : (command, literal);
        }
        else if (argument.Length == 0)
        {
            keys.SetEscape(null, null);
        }
        else if (context.Display?.User is { } user && Services.Rights.Guest(context.Display) is not null)
        {
            // A guest changes the guest's own command key only.
            user.Escape = (command, literal);
        }
        else
        {
            keys.SetEscape(command, literal);
        }

        context.Session.Host.StateChanged(context.Session);
        return CommandResult.Success;
    }

    private static CommandResult MapTimeout(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        if (context.Argument(0) is not { } argument)
        {
            return context.Message($"maptimeout is {Milliseconds(settings)}ms");
        }

        if (Switches.ParseNumber(context, argument, out int value) is { } failure)
        {
            return failure;
        }

        return Switches.Applied(context, () => settings.MapTimeout = TimeSpan.FromMilliseconds(value), $"maptimeout is {value}ms");
    }

    private static string Milliseconds(SessionSettings settings) =>
        ((int)settings.MapTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static CommandResult MarkKeys(CommandContext context) =>
        Input.MarkKeyMap.TryParse(context.Arguments[0], out _)
            ? Switches.Applied(context, () => context.Settings.MarkKeys = context.Arguments[0], null)
            : context.Misuse("syntax error.");

    private static CommandResult UnbindAll(CommandContext context)
    {
        context.Session.Keys.UnbindAll();
        context.Session.Host.StateChanged(context.Session);
        return context.Display is null ? CommandResult.Success : Switches.Confirm(context, "Unbound all keys.");
    }
}
