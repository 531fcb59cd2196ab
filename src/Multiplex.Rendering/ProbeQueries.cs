using System.Buffers;

namespace Multiplex.Rendering;

/// <summary>
/// The questions asked after the first drawing. DA1 comes last: every terminal answers it, and answers come in order, so its answer
/// says that no
/// other one is on its way.
/// </summary>
public static class ProbeQueries
{
    /// <summary>Writes the questions.</summary>
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

        if (AsksColors(profile))
        {
            output.Write("\e]10;?\e\\\e]11;?\e\\"u8);
        }

        if (profile.Can(TerminalAbilities.StringQueries))
        {
            WriteStrings(output);
        }

        // A multiplexer, which has no stack of titles, may take kitty's question for a title or a hardstatus.
        if (profile.Can(TerminalAbilities.StringQueries | TerminalAbilities.TitleStack))
        {
            WritePictures(output);
        }

        output.Write("\e[c"u8);
        return true;
    }

    /// <summary>True when the questions ask for foreground and background.</summary>
    /// <param name="profile">The terminal. screen passes such questions on, and the answer comes when nobody waits for it any more.</param>
    public static bool AsksColors(TerminalProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Can(TerminalAbilities.Queries | TerminalAbilities.DynamicColors | TerminalAbilities.StringQueries);
    }

    /// <summary>Writes the questions that a first round left out, because the terminal might have shown them.</summary>
    /// <param name="name">What the terminal calls itself (XTVERSION).</param>
    /// <param name="output">Where the bytes go.</param>
    public static void WriteRest(string name, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(name);
        WriteStrings(output);
        if (name.StartsWith("mux", StringComparison.OrdinalIgnoreCase))
        {
            WritePictures(output);
        }

        output.Write("\e[c"u8);
    }

    /// <summary>The id in <see cref="WritePictures"/>'s question.</summary>
    public const int PictureId = 31;

    /// <summary>XTWINOPS 16, the size of a cell; and kitty's query with a picture of one pixel, which is not kept.</summary>
    private static void WritePictures(IBufferWriter<byte> output) => output.Write("\e[16t\e_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\e\\"u8);

    private static void WriteStrings(IBufferWriter<byte> output)
    {
        // XTGETTCAP RGB, Tc, Smulx, Setulc, Smol in hexadecimal, one request each: some terminals stop at the first unknown name.
        output.Write("\eP+q524742\e\\\eP+q5463\e\\\eP+q536d756c78\e\\\eP+q536574756c63\e\\\eP+q536d6f6c\e\\"u8);

        // What is left of a rendition when it is asked back (DECRQSS m) is what the terminal can: curly underlines, crossed out, overline and
        // colours of lines, which most terminals that have them tell in no other way.
        output.Write("\e[0;4:3;9;53;58:2::1:2:3m\eP$qm\e\\\e[m"u8);
    }
}
