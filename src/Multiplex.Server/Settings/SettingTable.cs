using System.Collections.Frozen;
using Multiplex.Server.Commands;

namespace Multiplex.Server.Settings;

/// <summary>All settings: joins the groups, gives the commands that follow from them and what is kept for the next daemon.</summary>
internal static class SettingTable
{
    /// <summary>All settings, in the order of the groups.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        .. SessionSettingEntries.Entries,
        .. WindowSettingEntries.Entries,
        .. KeptSettingEntries.Entries,
    ];

    /// <summary>The commands that follow from settings.</summary>
    public static IEnumerable<CommandDefinition> Commands =>
        All.Where(static setting => setting.Command is not null).Select(static setting => setting.Command!);

    private static FrozenDictionary<(SettingScope, string), SettingDefinition> ByName { get; } =
        All.ToFrozenDictionary(static setting => (setting.Scope, setting.Name));

    /// <summary>A setting, or null when this version has none of the name.</summary>
    /// <param name="scope">What it belongs to.</param>
    /// <param name="name">Its name.</param>
    public static SettingDefinition? Find(SettingScope scope, string name) => ByName.GetValueOrDefault((scope, name));
}
