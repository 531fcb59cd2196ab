using Multiplex.Protocol;

namespace Multiplex.Cli.Texts;

/// <summary>The version line.</summary>
internal static class VersionText
{
    /// <summary>What -v prints; scripts that look for "Screen version" and compare the number find the interface that mux follows.</summary>
    public const string Line = $"mux {BuildVersion.Number} (Screen version 4.09.00)\n";
}
