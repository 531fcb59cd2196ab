using System.Text;
using Multiplex.Server.Commands;
using Multiplex.Server.Input;

namespace Multiplex.Server.Model;

/// <summary>Key maps in the stored state. Commands are stored as words, so that another version finds them in its own table.</summary>
internal static class KeyState
{
    private const int NoKey = -1;

    /// <summary>Writes the command key, and the bindings of all classes.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">The section.</param>
    public static void WriteKeys(Session session, StateWriter writer)
    {
        KeyMaps keys = session.Keys;
        writer.Number(keys.Command ?? NoKey);
        writer.Number(keys.Literal ?? NoKey);
        writer.Number(keys.DefaultEscape?.Command ?? NoKey);
        writer.Number(keys.DefaultEscape?.Literal ?? NoKey);
        WriteClass(null, keys.Prefix, writer);
        foreach ((string name, KeyClass bindings) in keys.Classes)
        {
            WriteClass(name, bindings, writer);
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The section.</param>
    public static void ReadKeys(Session session, ref StateReader reader)
    {
        KeyMaps keys = session.Keys;
        byte? command = Key(reader.Int());
        byte? literal = Key(reader.Int());
        byte? otherCommand = Key(reader.Int());
        byte? otherLiteral = Key(reader.Int());
        keys.UnbindAll();
        keys.RestoreEscape(command, literal);
        keys.DefaultEscape = otherCommand is { } first && otherLiteral is { } second ? (first, second) : null;
        while (!reader.IsAtEnd)
        {
            string name = reader.Text();
            KeyClass target = keys.ClassFor(name.Length == 0 ? null : name[1..]);
            for (int count = reader.Int(); count > 0 && !reader.IsAtEnd; count--)
            {
                string key = reader.Text();
                ReadBinding(target, key, ReadCommand(ref reader));
            }
        }
    }

    /// <summary>Writes the tables of <c>bindkey</c>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">The section.</param>
    public static void WriteSequences(Session session, StateWriter writer)
    {
        WriteTable('u', session.Keys.User, writer);
        WriteTable('d', session.Keys.Default, writer);
        WriteTable('m', session.Keys.CopyMode, writer);
    }

    /// <summary>Reads them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The section.</param>
    public static void ReadSequences(Session session, ref StateReader reader)
    {
        while (!reader.IsAtEnd)
        {
            SequenceTable table = (char)reader.Number() switch { 'd' => session.Keys.Default, 'm' => session.Keys.CopyMode, _ => session.Keys.User };
            table.Clear();
            for (int count = reader.Int(); count > 0 && !reader.IsAtEnd; count--)
            {
                string key = reader.Text();
                byte[] sequence = reader.Bytes().ToArray();
                CommandInvocation? normal = ReadCommand(ref reader);
                CommandInvocation? application = ReadCommand(ref reader);
                bool hasTimeout = reader.Number() != 0;
                table.Set(new SequenceBinding(key.Length == 0 ? null : key, sequence, normal, application, hasTimeout));
            }
        }
    }

    /// <summary>Writes the digraphs that the user defined.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">The section.</param>
    public static void WriteDigraphs(Session session, StateWriter writer)
    {
        foreach ((string pair, Rune rune) in session.Digraphs.Defined)
        {
            writer.Text(pair);
            writer.Number(rune.Value);
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The section.</param>
    public static void ReadDigraphs(Session session, ref StateReader reader)
    {
        while (!reader.IsAtEnd)
        {
            string pair = reader.Text();
            int code = reader.Int();
            if (pair.Length == 2)
            {
                session.Digraphs.Define(pair[0], pair[1], code);
            }
        }
    }

    private static void WriteClass(string? name, KeyClass bindings, StateWriter writer)
    {
        writer.Text(name is null ? string.Empty : "c" + name);
        writer.Number(bindings.Count + bindings.Named.Count);
        for (int key = 0; key < 256; key++)
        {
            if (bindings[(byte)key] is { } command)
            {
                writer.Text(KeySyntax.Show((byte)key));
                WriteCommand(command, writer);
            }
        }

        foreach ((string key, CommandInvocation command) in bindings.Named)
        {
            writer.Text("-k" + key);
            WriteCommand(command, writer);
        }
    }

    private static void ReadBinding(KeyClass target, string key, CommandInvocation? command)
    {
        if (command is null)
        {
            return;
        }

        if (key.StartsWith("-k", StringComparison.Ordinal) && key.Length > 2)
        {
            target.Set(key[2..], command);
        }
        else if (KeySyntax.TryParse(key is "^" or "\\" ? $"\\{key}" : key, out byte value))
        {
            target[value] = command;
        }
    }

    private static void WriteTable(char name, SequenceTable table, StateWriter writer)
    {
        writer.Number(name);
        writer.Number(table.Bindings.Count);
        foreach (SequenceBinding binding in table.Bindings)
        {
            writer.Text(binding.Key ?? string.Empty);
            writer.Bytes(binding.Sequence);
            WriteCommand(binding.Command, writer);
            WriteCommand(binding.Application, writer);
            writer.Number(binding.HasTimeout ? 1 : 0);
        }
    }

    private static void WriteCommand(CommandInvocation? command, StateWriter writer)
    {
        writer.Number(command is null ? 0 : command.Arguments.Count + 1);
        if (command is not null)
        {
            writer.Text((command.IsQuiet ? "@" : string.Empty) + command.Name);
            foreach (string argument in command.Arguments)
            {
                writer.Text(argument);
            }
        }
    }

    private static CommandInvocation? ReadCommand(ref StateReader reader)
    {
        var words = new List<string>();
        for (int count = reader.Int(); count > 0 && !reader.IsAtEnd && words.Count < CommandLine.MaxWords; count--)
        {
            words.Add(reader.Text());
        }

        return words.Count == 0 ? null : CommandInvocation.Create(words, out _);
    }

    private static byte? Key(int value) => value is >= 0 and <= 255 ? (byte)value : null;
}
