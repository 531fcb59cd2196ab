using System.Globalization;

namespace Multiplex.Server.Composition;

/// <summary>
/// The parser of screen's status strings (captions, hardstatus, window lists, messages, log file names). It copies text, understands <c>^x</c>, reads the
/// qualifiers of an escape and leaves the escape itself to its entry in <see cref="StatusEscapes"/>.
/// </summary>
internal static class StatusString
{
    /// <summary>Strings within strings (a hardstatus in a caption) end at this depth.</summary>
    private const int MaxDepth = 4;

    /// <summary>Largest number that an escape takes; wider than any display.</summary>
    private const int MaxNumber = 10_000;

    [ThreadStatic]
    private static StatusExpansion? _expansion;

    /// <summary>Expands a string.</summary>
    /// <param name="format">The string.</param>
    /// <param name="context">What it speaks about.</param>
    /// <param name="line">Receives text, renditions and the time of the next change; what it held is forgotten.</param>
    public static void Expand(string format, in StatusContext context, StatusLine line)
    {
        StatusExpansion expansion = _expansion ?? new StatusExpansion();
        _expansion = null;
        expansion.Begin(context, line);
        Copy(format, StatusContext.Percent, expansion, 0);
        expansion.Finish();
        _expansion = expansion;
    }

    /// <summary>Expands a string to its text alone.</summary>
    /// <param name="format">The string.</param>
    /// <param name="context">What it speaks about.</param>
    public static string ExpandText(string format, in StatusContext context)
    {
        var line = new StatusLine();
        Expand(format, context, line);
        return line.ToString();
    }

    /// <summary>Copies a string into an expansion.</summary>
    /// <param name="format">The string.</param>
    /// <param name="introducer">What begins an escape.</param>
    /// <param name="expansion">The expansion.</param>
    /// <param name="depth">How many strings it is within.</param>
    public static void Copy(ReadOnlySpan<char> format, char introducer, StatusExpansion expansion, int depth)
    {
        if (depth >= MaxDepth)
        {
            return;
        }

        int position = 0;
        while (position < format.Length)
        {
            int next = format[position..].IndexOfAny(introducer, '^');
            if (next != 0)
            {
                int length = next < 0 ? format.Length - position : next;
                expansion.Append(format.Slice(position, length));
                position += length;
                continue;
            }

            position = format[position] == introducer
                ? CopyEscape(format, position + 1, introducer, expansion, depth)
                : CopyCaret(format, position + 1, introducer, expansion);
        }
    }

    private static int CopyCaret(ReadOnlySpan<char> format, int position, char introducer, StatusExpansion expansion)
    {
        if (position >= format.Length || introducer != StatusContext.Percent)
        {
            expansion.Append("^");
            return position;
        }

        char letter = format[position];
        expansion.Append(letter == '?' ? 0x7F : letter & 0x1F);
        return position + 1;
    }

    private static int CopyEscape(ReadOnlySpan<char> format, int position, char introducer, StatusExpansion expansion, int depth)
    {
        if (position >= format.Length)
        {
            return position;
        }

        if (format[position] == introducer)
        {
            expansion.Append(format.Slice(position, 1));
            return position + 1;
        }

        bool plus = Skip(format, ref position, '+');
        bool minus = Skip(format, ref position, '-');
        bool zero = Skip(format, ref position, '0');
        int start = position;
        while (position < format.Length && char.IsAsciiDigit(format[position]))
        {
            position++;
        }

        bool hasNumber = position > start;
        _ = int.TryParse(format[start..position], NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        bool isLong = Skip(format, ref position, 'L');
        if (position >= format.Length)
        {
            return position;
        }

        char letter = format[position++];
        ReadOnlySpan<char> braces = default;
        if (letter == '{')
        {
            int end = format[position..].IndexOf('}');
            if (end < 0)
            {
                // screen prints whatever lies in memory behind an unterminated brace; nothing is the better answer.
                return format.Length;
            }

            braces = format.Slice(position, end);
            position += end + 1;
        }

        var arguments = new StatusArguments(letter, plus, minus, zero, isLong, hasNumber, Math.Min(number, MaxNumber), depth);
        expansion.Run(arguments, braces);
        return position;
    }

    private static bool Skip(ReadOnlySpan<char> format, ref int position, char flag)
    {
        if (position >= format.Length || format[position] != flag)
        {
            return false;
        }

        position++;
        return true;
    }
}
