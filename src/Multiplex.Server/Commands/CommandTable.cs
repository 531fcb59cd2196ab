using System.Collections.Frozen;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>All commands: joins the families and finds a command by its name or alias.</summary>
internal static class CommandTable
{
    private static readonly Lazy<FrozenDictionary<string, CommandDefinition>> ByName = new(Index);
    private static readonly Lazy<CommandDefinition[]> Sorted = new(Join);

    /// <summary>All commands in the order of their names.</summary>
    public static IReadOnlyList<CommandDefinition> All => Sorted.Value;

    /// <summary>Stands where no command runs yet.</summary>
    public static CommandDefinition None { get; } =
        new(string.Empty, Arity.Any, Needs.None, string.Empty, "No command.", static _ => CommandResult.Success);

    /// <summary>The command of a name or alias, or null.</summary>
    /// <param name="name">The whole name; screen knows no abbreviations.</param>
    public static CommandDefinition? Find(string name) => ByName.Value.GetValueOrDefault(name);

    private static CommandDefinition[] Join()
    {
        CommandDefinition[] all =
        [
            .. BindingCommands.Family,
            .. CopyCommands.Family,
            .. DisplayCommands.Family,
            .. ExecCommands.Family,
            .. InformationCommands.Family,
            .. LayoutCommands.Family,
            .. LogCommands.Family,
            .. MonitorCommands.Family,
            .. RegionCommands.Family,
            .. SelectCommands.Family,
            .. SessionCommands.Family,
            .. StatusCommands.Family,
            .. TerminalCommands.Family,
            .. UserCommands.Family,
            .. WindowCommands.Family,
            .. SettingTable.Commands,
        ];
        Array.Sort(all, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return all;
    }

    private static FrozenDictionary<string, CommandDefinition> Index() => All
        .SelectMany(static definition => definition.Aliases.Prepend(definition.Name).Select(name => KeyValuePair.Create(name, definition)))
        .ToFrozenDictionary(StringComparer.Ordinal);
}
