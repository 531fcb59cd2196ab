using System.Globalization;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>Seeds of the random tests: fixed unless MUX_TEST_SEED says otherwise, and printed with every failure.</summary>
internal static class Seeds
{
    /// <summary>The seed that all others are made from.</summary>
    public static int Base { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("MUX_TEST_SEED"), CultureInfo.InvariantCulture, out int seed) ? seed : 20240731;

    /// <summary>A seed that stays the same for a name (FNV-1a, because string hashes differ from run to run).</summary>
    public static int Of(string name)
    {
        uint hash = 2166136261;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)(hash ^ (uint)Base) & 0x3FFFFFFF;
    }
}
