using System.Buffers.Binary;
using CsCheck;
using Multiplex.Rendering.Terminfo;

namespace Multiplex.Rendering.Tests.Terminfo;

public sealed class TerminfoEntryTests
{
    [SkippableTheory]
    [InlineData("xterm-256color", ColorDepth.Colors256, true)]
    [InlineData("vt100", ColorDepth.Mono, false)]
    [InlineData("linux", ColorDepth.Colors8, true)]
    [InlineData("screen", ColorDepth.Colors8, false)]
    public void System_entries_say_what_the_terminals_can_do(string term, ColorDepth depth, bool hasEraseCharacters)
    {
        TerminfoEntry entry = Load(term);
        TerminalProfile profile = TerminalProfile.Create(term, entry, string.Empty, isUtf8: true);
        Assert.Equal(depth, profile.ColorDepth);
        Assert.Equal(hasEraseCharacters, profile.Can(TerminalAbilities.EraseCharacters));
        Assert.True(profile.Can(TerminalAbilities.ScrollRegion | TerminalAbilities.DeferredWrap | TerminalAbilities.Bold));
        Assert.Equal(term != "vt100", profile.Can(TerminalAbilities.PartialReset));
    }

    [SkippableFact]
    public void Standard_strings_are_found_at_their_places()
    {
        TerminfoEntry entry = Load("xterm-256color");
        Assert.Equal("\e[%p1%dX"u8, entry.Get(TerminfoString.EraseCharacters));
        Assert.Equal("\e[%i%p1%d;%p2%dH"u8, entry.Get(TerminfoString.CursorAddress));
        Assert.Equal("\e[3m"u8, entry.Get(TerminfoString.EnterItalics));
        Assert.Equal("\e[<"u8, entry.Get(TerminfoString.KeyMouse));
        Assert.Equal("\e[%p1%dS"u8, entry.Get(TerminfoString.ScrollForward));
        Assert.Equal("\e[%i%p1%dd"u8, entry.Get(TerminfoString.RowAddress));
        Assert.Equal("\e[24m"u8, entry.Get(TerminfoString.ExitUnderline));
        Assert.True(entry.Has(TerminfoFlag.BackColorErase));
        Assert.Equal(256, entry.MaximumColors);
    }

    [SkippableFact]
    public void Extended_strings_are_found_by_name()
    {
        TerminfoEntry entry = Load("xterm-256color");
        Assert.True(entry.HasExtended("Ss"));
        Assert.Equal("\e[%p1%d q"u8, entry.GetExtended("Ss"));
        Assert.Equal("\e]112\a"u8, entry.GetExtended("Cr"));
        Assert.False(entry.HasExtended("Tc"));
    }

    [Fact]
    public void Entries_with_32_bit_numbers_are_read()
    {
        byte[] file = new byte[12 + 2 + 2 + (14 * 4)];
        BinaryPrimitives.WriteInt16LittleEndian(file, 0x021E);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(2), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(4), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(6), 14);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16 + (13 * 4)), 1 << 24);
        TerminfoEntry? entry = TerminfoEntry.TryRead(file);
        Assert.Equal(1 << 24, entry!.MaximumColors);
        Assert.Equal(ColorDepth.TrueColor, TerminalProfile.Create("xterm-direct", entry, string.Empty, isUtf8: true).ColorDepth);
    }

    [SkippableFact]
    public void A_damaged_entry_is_read_or_refused()
    {
        byte[] file = LoadFile("xterm-256color");
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte, Gen.Int[0, file.Length]).Sample(
            (place, value, length) =>
            {
                byte[] damaged = file[..length];
                if (place < length)
                {
                    damaged[place] = value;
                }

                TerminfoEntry? entry = TerminfoEntry.TryRead(damaged);
                if (entry is not null)
                {
                    TerminalProfile.Create("xterm", entry, string.Empty, isUtf8: true);
                }
            },
            iter: 5000);
    }

    [Fact]
    public void A_slash_in_TERM_leads_nowhere() => Assert.Empty(TerminfoPaths.Candidates("../x", null, "/root", null));

    [Fact]
    public void TERMINFO_comes_first() => Assert.Equal("/t/x/xterm", TerminfoPaths.Candidates("xterm", "/t", "/home/u", "/d1:/d2").First());

    private static byte[] LoadFile(string term)
    {
        string? path = TerminfoPaths.Candidates(term, null, null, null).FirstOrDefault(File.Exists);
        Skip.If(path is null, $"no terminfo entry of {term}");
        return File.ReadAllBytes(path!);
    }

    private static TerminfoEntry Load(string term) => TerminfoEntry.TryRead(LoadFile(term))!;
}
