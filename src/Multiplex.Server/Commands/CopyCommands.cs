using System.Text;
using Multiplex.Server.Input;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>Copy mode, registers, the paste buffer and its exchange file, and what is typed into windows from there.</summary>
internal static class CopyCommands
{
    private const string KeyExpected = "character, ^x, or (octal) \\032 expected.";

    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new(
            "bufferfile", Arity.ZeroOrOne, Needs.None, "[exchange-file]",
            "Set the file through which paste buffers are exchanged.", BufferFile)
        { Completion = CompletionKind.File },
        new("copy", Arity.None, Needs.Window | Needs.Display, string.Empty, "Enter copy mode.", Copy) { Keys = ["[", "^["] },
        new(
            "digraph", Arity.UpToTwo, Needs.Layer, "[preset [unicode]]",
            "Type a character made of two, or define one.", Digraph)
        { Keys = ["^V"] },
        new(
            "history", Arity.None, Needs.Window | Needs.Display, string.Empty,
            "Complete the line from an earlier one that began so.", History)
        {
            Keys = ["{", "}"], Access = CommandAccess.WriteWindow,
        },
        new(
            "paste", Arity.UpToTwo, Needs.Layer, "[registers [dest_reg]]",
            "Type registers into the window, or join them in another.", Paste)
        {
            Keys = [("]", "."), ("^]", ".")], Access = CommandAccess.WriteWindow, Completion = CompletionKind.Register,
        },
        new(
            "process", Arity.ZeroOrOne, Needs.Display, "[key]",
            "Take a register's content as typed keys.", Process)
        { Completion = CompletionKind.Register },
        new(
            "readbuf", Arity.UpToThree, Needs.None, "[-e encoding] [file]",
            "Read a file into the paste buffer.", ReadBuffer)
        { Keys = ["<"], Completion = CompletionKind.File },
        new(
            "readreg", Arity.Any, Needs.None, "[-e encoding] [register [file]]",
            "Copy the paste buffer or a file into a register.", ReadRegister)
        { Completion = CompletionKind.Register },
        new(
            "register", Arity.TwoOrFour, Needs.None, "[-e encoding] key string",
            "Keep a text in a register.", Register)
        { Completion = CompletionKind.Register },
        new("removebuf", Arity.None, Needs.None, string.Empty, "Delete the exchange file.", RemoveBuffer) { Keys = ["="] },
        new(
            "slowpaste", Arity.ZeroOrOne, Needs.Window, "[msec]",
            "Set a pause between pasted characters.", SlowPaste)
        { Access = CommandAccess.CommandWindow },
        new(
            "stuff", Arity.UpToTwo, Needs.Layer, "[-k] [string]",
            "Type a text into the window.", Stuff)
        { Access = CommandAccess.WriteWindow },
        new(
            "writebuf", Arity.UpToThree, Needs.None, "[-e encoding] [file]",
            "Write the paste buffer to a file.", WriteBuffer)
        { Keys = [">"], Completion = CompletionKind.File },
    ];

    private static CommandResult BufferFile(CommandContext context)
    {
        string file = context.Argument(0) ?? SessionSettings.DefaultBufferFile;
        return Switches.Applied(context, () => context.Settings.BufferFile = file, $"Bufferfile is now '{file}'");
    }

    private static CommandResult Copy(CommandContext context)
    {
        DisplayRequests.EnterCopyMode(context.RequiredDisplay);
        return CommandResult.Success;
    }

    private static CommandResult Digraph(CommandContext context)
    {
        if (context.Count == 2)
        {
            string pair = context.Arguments[0];
            if (pair.Length != 2)
            {
                return CommandResult.Failure("Two characters expected to define a digraph");
            }

            return Digraphs.TryCode(context.Arguments[1], out int code)
                ? Switches.Applied(context, () => context.Session.Digraphs.Define(pair[0], pair[1], code), null)
                : CommandResult.Failure("Two characters expected to define a digraph");
        }

        if (context.Display is { } display)
        {
            DisplayRequests.AskDigraph(
                display,
                context.Argument(0) ?? string.Empty,
                static (answering, text) => Typing.Type(CommandRunner.ContextOf(answering, SourceKind.Prompt), Encoding.UTF8.GetBytes(text)));
        }

        return CommandResult.Success;
    }

    private static CommandResult History(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (window.Terminal is { } terminal && LineHistory.Completion(terminal) is { Length: > 0 } rest)
        {
            Typing.Type(context, Encoding.UTF8.GetBytes(rest));
        }

        return CommandResult.Success;
    }

    private static CommandResult Paste(CommandContext context)
    {
        if (context.Argument(0) is not { } keys)
        {
            if (context.Display is { } display)
            {
                DisplayRequests.AskKey(
                    display,
                    "Paste from register:",
                    static (answering, key) => PasteFrom(CommandRunner.ContextOf(answering, SourceKind.Prompt), key, null));
            }

            return CommandResult.Success;
        }

        return PasteFrom(context, keys, context.Argument(1));
    }

    private static CommandResult PasteFrom(CommandContext context, string keys, string? destination)
    {
        Registers registers = context.Session.Registers;
        RegisterText content = keys.Length == 1 ? registers[keys[0]] : RegisterText.Of([.. keys.SelectMany(key => registers[key].ToArray())]);
        if (destination is not null)
        {
            if (!TryRegister(destination, out char target))
            {
                return context.Misuse(KeyExpected);
            }

            registers.Set(target, content);
            context.Session.Host.StateChanged(context.Session);
            return CommandResult.Success;
        }

        if (content.IsEmpty)
        {
            return Empty(context);
        }

        if (context.Window is { Process: not null } window && context.Display?.Overlay is null)
        {
            return Pasting.Paste(window, content, context.User)
                ? CommandResult.Success
                : CommandResult.Failure(Typing.Refusal(window));
        }

        return Typed(context, content.Span);
    }

    private static CommandResult Typed(CommandContext context, ReadOnlySpan<byte> bytes) =>
        Typing.Type(context, bytes) ? CommandResult.Success : CommandResult.Failure(Typing.Refusal(context.Window!));

    private static CommandResult Empty(CommandContext context) =>
        context.Source.Kind == SourceKind.Request ? CommandResult.Failure("empty buffer") : context.Message("empty buffer");

    private static CommandResult Process(CommandContext context)
    {
        Display display = context.RequiredDisplay;
        if (context.Argument(0) is not { } argument)
        {
            DisplayRequests.AskKey(display, "Process register:", static (answering, key) => answering.Keys.HandleTyped(answering.Session.Registers[key[0]].Span));
            return CommandResult.Success;
        }

        if (!TryRegister(argument, out char register))
        {
            return context.Misuse(KeyExpected);
        }

        display.Keys.HandleTyped(display.Session.Registers[register].Span);
        return CommandResult.Success;
    }

    /// <summary>Reads <c>-e encoding</c>: that of a file or a text, where buffers are UTF-8.</summary>
    private static CommandResult? ReadEncoding(CommandContext context, out int at, out string encoding)
    {
        at = 0;
        encoding = Encodings.Utf8;
        if (context.Argument(0) != "-e")
        {
            return null;
        }

        at = 2;
        string? found = Encodings.Find(context.Argument(1) ?? string.Empty);
        encoding = found ?? encoding;
        return found is null ? CommandResult.Misuse($"{context.Name}: unknown encoding") : null;
    }

    private static CommandResult ReadBuffer(CommandContext context)
    {
        if (ReadEncoding(context, out int at, out string encoding) is { } failure)
        {
            return failure;
        }

        return Slurp(context, Registers.PasteBuffer, context.Argument(at) ?? context.Settings.BufferFile, encoding);
    }

    private static CommandResult ReadRegister(CommandContext context)
    {
        if (ReadEncoding(context, out int at, out string encoding) is { } failure)
        {
            return failure;
        }

        if (context.Argument(at) is not { } argument)
        {
            if (context.Display is { } display)
            {
                DisplayRequests.AskKey(display, "Copy to register:", (answering, key) => FillRegister(context.AnsweredOn(answering), key[0]));
            }

            return CommandResult.Success;
        }

        if (!TryRegister(argument, out char register))
        {
            return context.Misuse(KeyExpected);
        }

        return context.Argument(at + 1) is { } file ? Slurp(context, register, file, encoding) : FillRegister(context, register);
    }

    private static CommandResult FillRegister(CommandContext context, char register)
    {
        RegisterText buffer = context.Session.Registers[Registers.PasteBuffer];
        context.Session.Registers.Set(register, buffer);
        context.Session.Host.StateChanged(context.Session);
        return context.Message($"Copied {Characters(buffer.Span)} characters into register {KeySyntax.Show((byte)register)}");
    }

    private static CommandResult Slurp(CommandContext context, char register, string file, string encoding)
    {
        Registers registers = context.Session.Registers;
        RegisterText text = RegisterText.Empty;
        if (!UserFiles.TryRead(
            CommandVariables.Resolve(context, file), Registers.MaxLength, length => (text = registers.Make(length)).Room, out int length, out string error))
        {
            return CommandResult.Failure($"no {file} -- no slurp: {error}");
        }

        text.Complete(length);
        registers.Set(register, text);
        if (encoding != Encodings.Utf8)
        {
            registers.Set(register, WindowCodec.ToUtf8(encoding, text.ToArray()));
        }

        context.Session.Host.StateChanged(context.Session);
        return Switches.Confirm(context, $"Slurped {Characters(registers[register].Span)} characters into buffer");
    }

    private static int Characters(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetCharCount(bytes);

    private static CommandResult Register(CommandContext context)
    {
        if (context.Count == 4 && context.Arguments[0] != "-e")
        {
            return context.Misuse("-e expected");
        }

        if (ReadEncoding(context, out int at, out string encoding) is { } failure)
        {
            return failure;
        }

        if (!TryRegister(context.Arguments[at], out char register))
        {
            return context.Misuse(KeyExpected);
        }

        context.Session.Registers.Set(register, WindowCodec.ToUtf8(encoding, CommandText.ToBytes(context.Arguments[at + 1])));
        context.Session.Host.StateChanged(context.Session);
        return CommandResult.Success;
    }

    private static bool TryRegister(string argument, out char register)
    {
        bool isKey = KeySyntax.TryParse(argument, out byte key);
        register = (char)key;
        return isKey;
    }

    private static CommandResult RemoveBuffer(CommandContext context)
    {
        string file = context.Settings.BufferFile;
        return UserFiles.TryRemove(CommandVariables.Resolve(context, file), out string error)
            ? Switches.Confirm(context, $"{file} removed")
            : CommandResult.Failure($"{file} not removed: {error}");
    }

    private static CommandResult WriteBuffer(CommandContext context)
    {
        if (ReadEncoding(context, out int at, out string encoding) is { } failure)
        {
            return failure;
        }

        RegisterText buffer = context.Session.Registers[Registers.PasteBuffer];
        if (buffer.IsEmpty)
        {
            return Empty(context);
        }

        string file = context.Argument(at) ?? context.Settings.BufferFile;
        return UserFiles.TryWrite(CommandVariables.Resolve(context, file), WindowCodec.FromUtf8(encoding, buffer.ToArray()), append: false, out string error)
            ? Switches.Confirm(context, $"Copybuffer written to \"{file}\".")
            : CommandResult.Failure($"Could not write \"{file}\": {error}");
    }

    private static CommandResult SlowPaste(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (context.Argument(0) is not { } argument)
        {
            return context.Message(window.SlowPasteMilliseconds > 0
                ? $"Slowpaste in window {window.Number} is {window.SlowPasteMilliseconds} milliseconds."
                : $"Slowpaste in window {window.Number} is unset.");
        }

        if (Switches.ParseNumber(context, argument, out int value) is { } failure)
        {
            return failure;
        }

        string text = value > 0 ? $"set to {value} milliseconds." : "now unset.";
        return Switches.Applied(context, () => window.SlowPasteMilliseconds = value, $"Slowpaste in window {window.Number} {text}");
    }

    private static CommandResult Stuff(CommandContext context)
    {
        if (context.Count == 0)
        {
            if (context.Display is { } display)
            {
                DisplayRequests.Ask(
                    display,
                    "Stuff:",
                    string.Empty,
                    static (answering, text) => Typing.Type(CommandRunner.ContextOf(answering, SourceKind.Prompt), CommandText.ToBytes(text)));
            }

            return CommandResult.Success;
        }

        bool isKey = context.Arguments[0] == "-k";
        if (context.Count == 2 && !isKey)
        {
            return context.Misuse("invalid option " + context.Arguments[0]);
        }

        if (!isKey || context.Count == 1)
        {
            return Typed(context, CommandText.ToBytes(context.Arguments[^1]));
        }

        if (KeyNames.Find(context.Arguments[1]) is not { } key)
        {
            return context.Misuse($"unknown key '{CommandText.Printable(context.Arguments[1])}'");
        }

        return Typed(context, Encoding.ASCII.GetBytes(Typing.SequenceOf(context.Window, key)));
    }
}
