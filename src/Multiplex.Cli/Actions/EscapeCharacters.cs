namespace Multiplex.Cli.Actions;

/// <summary>Reads the argument of -e: the command key and the character that types it, each plain, as ^X, or as an octal \nnn.</summary>
internal static class EscapeCharacters
{
    /// <summary>Whether a text holds exactly two characters, in whichever notation.</summary>
    /// <param name="text">The argument.</param>
    public static bool AreTwo(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (!text.IsEmpty)
        {
            text = text[LengthOfFirst(text)..];
            count++;
        }

        return count == 2;
    }

    private static int LengthOfFirst(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[0] == '^')
        {
            return 2;
        }

        if (text[0] != '\\' || text.Length == 1)
        {
            return 1;
        }

        int digits = 0;
        while (digits < 3 && digits + 1 < text.Length && text[digits + 1] is >= '0' and <= '7')
        {
            digits++;
        }

        return 1 + Math.Max(digits, 1);
    }
}
