using Multiplex.Platform;
using Multiplex.Rendering;
using Multiplex.Rendering.Terminfo;

namespace Multiplex.Client;

/// <summary>What is known of the terminal before it has answered anything: its terminfo entry and the environment.</summary>
public static class TerminalDetection
{
    /// <summary>Largest entry that is read: term(5) limits them to 32768 bytes.</summary>
    private const int LargestEntry = 32_768;

    /// <summary>The profile of the terminal in $TERM.</summary>
    /// <param name="isUtf8">Locale or -U.</param>
    public static TerminalProfile Detect(bool isUtf8)
    {
        string term = ClientIdentity.Variable("TERM");
        return TerminalProfile.Create(term, LoadEntry(term), ClientIdentity.Variable("COLORTERM"), isUtf8);
    }

    /// <summary>The terminfo entry of a terminal type.</summary>
    /// <param name="term">$TERM.</param>
    /// <returns>The entry, or null when there is none.</returns>
    public static TerminfoEntry? LoadEntry(string term)
    {
        IEnumerable<string> candidates = TerminfoPaths.Candidates(
            term,
            Environment.GetEnvironmentVariable("TERMINFO"),
            Environment.GetEnvironmentVariable("HOME"),
            Environment.GetEnvironmentVariable("TERMINFO_DIRS"));
        byte[] buffer = new byte[LargestEntry];
        foreach (string path in candidates)
        {
            try
            {
                using FileDescriptor file = PosixFile.Open(null, path, OpenFlags.Read);
                int length = 0;
                IoResult result;
                while (length < buffer.Length && (result = PosixFile.Read(file, buffer.AsSpan(length))).Bytes > 0)
                {
                    length += result.Bytes;
                }

                if (TerminfoEntry.TryRead(buffer.AsSpan(0, length)) is { } entry)
                {
                    return entry;
                }
            }
            catch (PosixException)
            {
                // The next directory may have it.
            }
        }

        return null;
    }
}
