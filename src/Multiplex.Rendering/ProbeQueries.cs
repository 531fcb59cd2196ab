using System.Buffers;

namespace Multiplex.Rendering;

/// <summary>
/// The questions asked after the first drawing. DA1 comes last: every terminal answers it, and answers come in order, so its answer
/// says that no
/// other one is on its way.
/// </summary>
public static class ProbeQueries
{
    /// <summary>Writes the question that has to come before the first drawing, which may change what it asks for: the cursor's shape.</summary>
    /// <param name="profile">The terminal.</param>
    /// <param name="output">Where the bytes go.</param>
    /// <returns>True when an answer may come.</returns>
    public static bool WriteFirst(TerminalProfile profile, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (!profile.Can(TerminalAbilities.Queries | TerminalAbilities.StringQueries | TerminalAbilities.CursorShape))
        {
            return false;
        }

        // DECRQSS DECSCUSR.
        output.Write("\eP$q q\e\\"u8);
        return true;
    }

    /// <summary>Writes all other questions.</summary>
    /// <param name="profile">The terminal; one that might show a question is asked nothing.</param>
    /// <param name="output">Where the bytes go.</param>
    /// <returns>True when an answer to DA1 is to be expected; then the terminal's rendition is not the one of the last drawing.</returns>
    public static bool Write(TerminalProfile profile, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (!profile.Can(TerminalAbilities.Queries))
        {
            return false;
        }

        // XTVERSION; DECRQM of synchronized output, grapheme clusters, in-band resize, left and right margins; kitty keyboard flags.
        output.Write("\e[>0q\e[?2026$p\e[?2027$p\e[?2048$p\e[?69$p\e[?u"u8);

        // screen passes them on, and the answer of the terminal outside comes when nobody waits for it any more.
        if (profile.Can(TerminalAbilities.DynamicColors | TerminalAbilities.StringQueries))
        {
            output.Write("\e]10;?\e\\\e]11;?\e\\"u8);
        }

        if (profile.Can(TerminalAbilities.StringQueries))
        {
            WriteStrings(output);
        }

        output.Write("\e[c"u8);
        return true;
    }

    /// <summary>Writes the questions that a first round left out, because the terminal might have shown them.</summary>
    /// <param name="output">Where the bytes go.</param>
    public static void WriteRest(IBufferWriter<byte> output)
    {
        WriteStrings(output);
        output.Write("\e[c"u8);
    }

    private static void WriteStrings(IBufferWriter<byte> output)
    {
        // XTGETTCAP RGB, Tc, Smulx, Setulc, Smol in hexadecimal, one request each: some terminals stop at the first unknown name.
        output.Write("\eP+q524742\e\\\eP+q5463\e\\\eP+q536d756c78\e\\\eP+q536574756c63\e\\\eP+q536d6f6c\e\\"u8);

        // What is left of a rendition when it is asked back (DECRQSS m) is what the terminal can: curly underlines, crossed out, overline and
        // colours of lines, which most terminals that have them tell in no other way.
        output.Write("\e[0;4:3;9;53;58:2::1:2:3m\eP$qm\e\\\e[m"u8);
    }
}
