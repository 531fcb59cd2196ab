namespace Multiplex.Server.Settings;

/// <summary>The switches of windows whose commands follow from their kind, in the order of their names.</summary>
internal static class WindowSettingEntries
{
    /// <summary>The entries.</summary>
    public static IReadOnlyList<SettingDefinition> Entries { get; } =
    [
        SettingKinds.WindowToggle(
            "bce", "Erase with the current background colour in this window.",
            static w => w.Settings.Bce, static (w, v) => w.Settings.Bce = v,
            "Will erase with background color", "Will not erase with background color"),
        SettingKinds.WindowToggle(
            "c1", "Treat the bytes 128 to 159 as control functions in this window.",
            static w => w.Settings.C1, static (w, v) => w.Settings.C1 = v, "Will use C1", "Will not use C1"),
        SettingKinds.WindowToggle(
            "gr", "Switch character sets of the right half in this window.",
            static w => w.Settings.Gr, static (w, v) => w.Settings.Gr = v, "Will use GR", "Will not use GR"),
    ];
}
