using System.Globalization;
using System.Text;

namespace Multiplex.EndToEndTests.Reliability;

/// <summary>The programs of the reliability tests (Native/workload.c), and how to check what came of them.</summary>
internal static class Workload
{
    private const string Filler = "the quick brown fox jumps over the lazy dog 0123456789";

    /// <summary>The program.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "workload");

    /// <summary>The line with a number that the program prints, without its end.</summary>
    public static string Line(string name, long number)
    {
        int length = (int)(number % 53);
        return string.Create(CultureInfo.InvariantCulture, $"{name} {number:0000000000} {Filler[..length]}");
    }

    /// <summary>Bytes that number themselves, to be typed: none of them means anything to mux.</summary>
    public static string Numbers(int from, int count)
    {
        StringBuilder text = new(count * 8);
        for (int number = from; number < from + count; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{number:0000000},");
        }

        return text.ToString();
    }

    /// <summary>Where a text stands in a file that may be growing; -1 when it does not.</summary>
    public static long Find(string file, string text, long from = 0)
    {
        if (!File.Exists(file))
        {
            return -1;
        }

        byte[] wanted = Encoding.UTF8.GetBytes(text);
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = from;
        byte[] bytes = new byte[1 << 20];
        int kept = 0;
        for (int got; (got = stream.Read(bytes, kept, bytes.Length - kept)) > 0;)
        {
            int found = bytes.AsSpan(0, kept + got).IndexOf(wanted);
            if (found >= 0)
            {
                return stream.Position - kept - got + found;
            }

            int rest = Math.Min(wanted.Length - 1, kept + got);
            bytes.AsSpan(kept + got - rest, rest).CopyTo(bytes);
            kept = rest;
        }

        return -1;
    }

    /// <summary>Checks that a text has the lines from some number to the last one, none missing, doubled, changed or out of order, and the closing line.</summary>
    /// <param name="name">Of the program.</param>
    /// <param name="text">A log, or what the window's scrollback holds.</param>
    /// <param name="isWhole">True when the text must begin with the first line.</param>
    /// <returns>How many lines the program printed.</returns>
    public static long CheckLines(string name, TextReader text, bool isWhole)
    {
        long expected = isWhole ? 1 : 0;
        string closing = name + " end ";
        while (text.ReadLine() is { } read)
        {
            string line = read.TrimEnd();
            if (line.StartsWith(closing, StringComparison.Ordinal))
            {
                Assert.Equal($"{closing}{expected - 1}", line);
                return expected - 1;
            }

            if (expected == 0)
            {
                // The first line of a scrollback, whichever it is.
                if (line.Length < name.Length + 11 || !long.TryParse(line.AsSpan(name.Length + 1, 10), CultureInfo.InvariantCulture, out expected))
                {
                    Assert.Fail($"{name}: begins with \"{line}\"");
                }
            }

            Assert.Equal(Line(name, expected).TrimEnd(), line);
            expected++;
        }

        Assert.Fail($"{name}: ends after line {expected - 1} without its closing line");
        return 0;
    }
}
