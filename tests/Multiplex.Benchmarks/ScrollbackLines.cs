using System.Globalization;

namespace Multiplex.Benchmarks;

/// <summary>Lines as programs print them, for measuring what scrollback holds.</summary>
internal static class ScrollbackLines
{
    /// <summary>Lines measured.</summary>
    public const int Count = 100_000;

    private const string Text = "the quick brown fox jumps over the lazy dog and runs away from it, far away";

    /// <summary>70 plain characters, no two lines the same.</summary>
    public static string Plain(int number) => (number.ToString("D8", CultureInfo.InvariantCulture) + " " + Text)[..70];

    /// <summary>A compiler's or a test runner's line: 70 characters in several renditions.</summary>
    public static string Styled(int number)
    {
        string text = Plain(number);
        return $"\e[1;3{number % 8}m{text[..12]}\e[0m{text[12..40]}\e[4m{text[40..55]}\e[38;5;{number % 256}m{text[55..]}\e[m";
    }

    /// <summary>35 wide characters.</summary>
    public static string Wide(int number) =>
        string.Concat(Enumerable.Range(0, 35).Select(i => (char)(0x4E00 + ((number * 31) + (i * 7)) % 5000)));
}
