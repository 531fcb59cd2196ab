using System.Globalization;

namespace Multiplex.Benchmarks;

/// <summary>Lines as programs print them, for measuring what scrollback holds.</summary>
internal static class ScrollbackLines
{
    /// <summary>Lines measured.</summary>
    public const int Count = 100_000;

    /// <summary>Characters in a line, plain or styled.</summary>
    public const int Length = 70;

    private const string Text = "the quick brown fox jumps over the lazy dog and runs away from it, far away";

    /// <summary>70 plain characters, no two lines the same.</summary>
    public static string Plain(int number) => (number.ToString("D8", CultureInfo.InvariantCulture) + " " + Text)[..Length];

    /// <summary>A compiler's or a test runner's line: 70 characters in several renditions.</summary>
    public static string Styled(int number)
    {
        string text = Plain(number);
        return $"\e[1;3{number % 8}m{text[..12]}\e[0m{text[12..40]}\e[4m{text[40..55]}\e[38;5;{number % 256}m{text[55..]}\e[m";
    }

    /// <summary>A highlighter's line: every word of 70 characters in an RGB colour of its own, which no other line has.</summary>
    public static string Colored(int number)
    {
        var line = new System.Text.StringBuilder();
        int word = 0;
        foreach (string text in Plain(number).Split(' '))
        {
            int color = (number * 31) + (word++ * 4_801_987);
            line.Append(CultureInfo.InvariantCulture, $"{(word == 1 ? "" : " ")}\e[38;2;{color & 255};{color >> 8 & 255};{color >> 16 & 255}m{text}");
        }

        return line.Append("\e[m").ToString();
    }

    /// <summary>35 wide characters.</summary>
    public static string Wide(int number) =>
        string.Concat(Enumerable.Range(0, 35).Select(i => (char)(0x4E00 + ((number * 31) + (i * 7)) % 5000)));
}
