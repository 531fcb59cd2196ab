using System.Text;
using Multiplex.Cli.Options;

namespace Multiplex.Cli.Texts;

/// <summary>Completions for the usual shells, made from the table of options and the names of the commands.</summary>
internal static class Completions
{
    /// <summary>How each shell asks for the sessions, each as PID.NAME and as NAME; they stand in the lines that begin with a tab.</summary>
    private const string SessionsCommand = "mux -ls 2>/dev/null | sed -n 's/^\\t\\([0-9]*\\)\\.\\([^\\t]*\\)\\t.*/\\1.\\2\\n\\2/p'";

    /// <summary>A name may hold anything, so it must not pass through compgen -W, which expands what it is given.</summary>
    private const string BashSessions = $$"""
        _mux_sessions()
        {
            local session quoted
            while IFS= read -r session; do
                quoted=$(printf %q "$session")
                [[ $quoted == "$1"* ]] && COMPREPLY+=("$quoted")
            done < <({{SessionsCommand}})
        }

        """;

    /// <summary>True when what stands between -X or -Q and the cursor is what it was given.</summary>
    private const string FishCommand = """
        function __mux_command
            set -l words (commandline -opc)
            while set -q words[1]
                set -l word $words[1]
                set -e words[1]
                if contains -- $word -X -Q
                    test "$words" = "$argv"
                    return
                end
            end
            return 1
        end
        function __mux_before
            string match -qr -- $argv[1] (commandline -opc)[-1]
        end

        """;

    /// <summary>The script for a shell.</summary>
    /// <param name="shell"><c>bash</c>, <c>zsh</c> or <c>fish</c>.</param>
    /// <param name="commands">The commands that -X takes.</param>
    public static string For(string shell, IReadOnlyList<CommandText> commands) => shell switch
    {
        "bash" => Bash(commands),
        "zsh" => Zsh(commands),
        _ => Fish(commands),
    };

    private static string Bash(IReadOnlyList<CommandText> commands)
    {
        StringBuilder text = new("# bash completion for mux\n" + BashSessions + "_mux()\n{\n");
        text.Append("    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n    COMPREPLY=()\n    case $previous in\n");
        AppendBashCase(text, CompletionKind.Session, "_mux_sessions \"$current\"");
        AppendBashCase(text, CompletionKind.File, "COMPREPLY=($(compgen -f -- \"$current\"))");
        AppendBashCase(text, CompletionKind.Program, "COMPREPLY=($(compgen -c -- \"$current\"))");
        AppendBashCase(text, CompletionKind.ShellName, "COMPREPLY=($(compgen -W \"bash zsh fish\" -- \"$current\"))");
        AppendBashCase(text, CompletionKind.Command, $"COMPREPLY=($(compgen -W \"{Names(commands)}\" -- \"$current\"))");
        AppendBashWords(text, commands);
        text.Append("    [ ${#COMPREPLY[@]} -gt 0 ] && return\n    case $current in\n    -*) COMPREPLY=($(compgen -W \"");
        text.Append(string.Join(' ', ShownNames(static _ => true)));
        text.Append("\" -- \"$current\"));;\n    *) COMPREPLY=($(compgen -c -- \"$current\"));;\n    esac\n}\ncomplete -F _mux mux\n");
        return text.ToString();
    }

    /// <summary>The first argument of a command behind -X or -Q.</summary>
    private static void AppendBashWords(StringBuilder text, IReadOnlyList<CommandText> commands)
    {
        text.Append("    esac\n    [[ $COMP_CWORD -ge 2 && ${COMP_WORDS[COMP_CWORD-2]} == -[QX] ]] && case $previous in\n");
        AppendWords(text, commands, "    ", static (line, words) => line.Append("COMPREPLY=($(compgen -W \"").Append(words).Append("\" -- \"$current\"))"));
        text.Append("    source|readbuf|writebuf|hardcopy|bufferfile) COMPREPLY=($(compgen -f -- \"$current\"));;\n    esac\n");
    }

    /// <summary>A case for each list of words, with the commands that take one of them.</summary>
    private static void AppendWords(
        StringBuilder text, IReadOnlyList<CommandText> commands, string indent, Action<StringBuilder, string> append)
    {
        foreach (IGrouping<string, CommandText> group in commands.Where(static command => command.Words.Length > 0).GroupBy(static command => command.Words))
        {
            text.Append(indent).Append(string.Join('|', group.Select(static command => command.Name))).Append(") ");
            append(text, group.Key);
            text.Append(";;\n");
        }
    }

    private static void AppendBashCase(StringBuilder text, CompletionKind kind, string action)
    {
        string names = string.Join('|', ShownNames(definition => definition.Completion == kind));
        text.Append("    ").Append(names).Append(") ").Append(action).Append(";;\n");
        if (kind == CompletionKind.Session)
        {
            text.Append("    -*S) ").Append(action).Append(";;\n");
        }
    }

    private static string Zsh(IReadOnlyList<CommandText> commands)
    {
        StringBuilder text = new("#compdef mux\n_mux_sessions()\n{\n    local -a sessions; sessions=(${(f)\"$(");
        text.Append(SessionsCommand).Append(")\"}); compadd -a sessions\n}\n");
        text.Append("# The words after -X or -Q: a command, then what its first argument may be.\n_mux_command()\n{\n");
        text.Append("    if (( CURRENT > 2 )); then _files; return; fi\n    if (( CURRENT == 2 )); then\n        case $words[1] in\n");
        AppendWords(text, commands, "        ", static (line, words) => line.Append("compadd -- ").Append(words));
        text.Append("        *) _files;;\n        esac\n        return\n    fi\n    local -a commands; commands=(\n");
        foreach (CommandText command in commands)
        {
            text.Append("    ").Append(Quote($"{command.Name}:{command.Summary}")).Append('\n');
        }

        text.Append("    ); _describe command commands\n}\n# What follows an option that may stand before a session is one, and no program.\n_mux_program()\n{\n    [[ $previous == (");
        text.Append(string.Join('|', ShownNames(static definition => definition.Completion == CompletionKind.Session)));
        text.Append(") ]] || _normal\n}\n_mux()\n{\n    local previous=$words[CURRENT-1]\n    _arguments -s \\\n");
        foreach (OptionDefinition definition in OptionTable.Create())
        {
            if (definition.IsShown)
            {
                text.Append("    ").Append(Quote($"{definition.Name}[{Escape(definition.Summary)}]{ZshArgument(definition)}")).Append(" \\\n");
            }
        }

        // Found along fpath the file is the function's body; in a shell's own file, by eval, it only defines it.
        text.Append("    '*::program:_mux_program'\n}\n");
        return text.Append("if [[ $funcstack[1] == _mux ]]; then _mux \"$@\"; else compdef _mux mux; fi\n").ToString();
    }

    private static string ZshArgument(OptionDefinition definition)
    {
        string action = definition.Completion switch
        {
            CompletionKind.File => "_files",
            CompletionKind.Session => "_mux_sessions",
            CompletionKind.Program => "_command_names -e",
            CompletionKind.Command => "_mux_command",
            CompletionKind.ShellName => "(bash zsh fish)",
            _ => " ",
        };
        string name = definition.ArgumentName.Trim('[', ']');
        return definition.Argument switch
        {
            OptionArgument.Next or OptionArgument.Attached or OptionArgument.SessionName => $":{name}:{action}",
            OptionArgument.Session or OptionArgument.LastSession or OptionArgument.Match => $"::{name}:{action}",
            _ when definition.Completion == CompletionKind.Command => $":*::command:{action}",
            _ => string.Empty,
        };
    }

    private static string Fish(IReadOnlyList<CommandText> commands)
    {
        StringBuilder text = new("# fish completion for mux\nfunction __mux_sessions\n    ");
        text.Append(SessionsCommand).Append("\nend\n").Append(FishCommand);
        AppendFishProgram(text);
        foreach (OptionDefinition definition in OptionTable.Create())
        {
            if (!definition.IsShown)
            {
                continue;
            }

            text.Append("complete -c mux ").Append(definition.IsLong ? "-l " : definition.IsWord ? "-o " : "-s ").Append(definition.Name.TrimStart('-'));
            text.Append(FishArgument(definition)).Append(" -d ").Append(Quote(definition.Summary)).Append('\n');
        }

        foreach (CommandText command in commands)
        {
            text.Append("complete -c mux -n __mux_command -f -a ").Append(Quote(command.Name)).Append(" -d ");
            text.Append(Quote(command.Summary)).Append('\n');
            if (command.Words.Length > 0)
            {
                text.Append("complete -c mux -n '__mux_command ").Append(command.Name).Append("' -f -a ").Append(Quote(command.Words)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The first word that is neither an option nor what one was given is a program. Letters of options may stand together, -S at their end.</summary>
    private static void AppendFishProgram(StringBuilder text)
    {
        text.Append("function __mux_program\n    set -l words (commandline -opc)\n    set -e words[1]\n    while set -q words[1]\n        switch $words[1]\n");
        text.Append("        case ");
        text.Append(string.Join(' ', ShownNames(static definition => definition.Completion == CompletionKind.Session || FishArgument(definition).Length > 0)));
        text.Append(" '-*S' -X -Q\n            set -q words[2]; or return 1\n            contains -- $words[1] -X -Q; and return 1\n            set -e words[1]\n");
        text.Append("        case '-*'\n        case '*'\n            return 1\n        end\n        set -e words[1]\n    end\nend\n");
        text.Append("complete -c mux -n __mux_program -x -a '(__fish_complete_command)'\n");
        text.Append("complete -c mux -n \"__mux_before '^-[a-zA-Z]+S\\$'\" -x -a '(__mux_sessions)'\n");
    }

    private static string FishArgument(OptionDefinition definition) => definition.Completion switch
    {
        CompletionKind.File => " -r -F",
        CompletionKind.Session => " -x -a '(__mux_sessions)'",
        CompletionKind.Program => " -x -a '(__fish_complete_command)'",
        CompletionKind.ShellName => " -x -a 'bash zsh fish'",
        _ => definition.Argument is OptionArgument.Next or OptionArgument.Attached ? " -x" : string.Empty,
    };

    private static List<string> ShownNames(Func<OptionDefinition, bool> condition)
    {
        List<string> names = [];
        foreach (OptionDefinition definition in OptionTable.Create())
        {
            if (definition.IsShown && condition(definition))
            {
                names.Add(definition.Name);
            }
        }

        return names;
    }

    private static string Names(IReadOnlyList<CommandText> commands)
    {
        StringBuilder text = new();
        foreach (CommandText command in commands)
        {
            text.Append(text.Length == 0 ? string.Empty : " ").Append(command.Name);
        }

        return text.ToString();
    }

    /// <summary>Colons and brackets have a meaning in zsh's descriptions.</summary>
    private static string Escape(string text) =>
        text.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
