using Multiplex.Client.Probing;
using Multiplex.Rendering;

namespace Multiplex.Cli.Checks;

/// <summary>What <c>--doctor</c> says of the terminal that it runs on.</summary>
internal static class TerminalChecks
{
    /// <summary>Describes what was found out; nothing of it is a problem.</summary>
    /// <param name="probe">What asking the terminal gave.</param>
    public static IReadOnlyList<Finding> Describe(TerminalProbe probe) =>
    [
        new Finding("terminal", Identity(probe), null),
        new Finding("colours", AbilityNames.Of(probe.Profile.ColorDepth), null),
        new Finding("terminal has", AbilityNames.Of(probe.Profile, isThere: true), null),
        new Finding("terminal lacks", AbilityNames.Of(probe.Profile, isThere: false), null),
    ];

    private static string Identity(TerminalProbe probe) => !probe.HasAnswered ? "answers no questions; going by its terminfo entry"
        : probe.Name.Length > 0 ? $"calls itself {probe.Name}"
        : "answers, without a name";
}
