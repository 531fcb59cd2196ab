using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>Windows whose programs speak something else than UTF-8.</summary>
public sealed class EncodingTests
{
    /// <summary>A window prints the bytes given in octal and gets back what is typed for them.</summary>
    [Theory]
    [InlineData("ISO8859-1", "Grüße", "4772fcdf65")]
    [InlineData("ISO8859-2", "žluť", "be6c75bb")]
    [InlineData("ISO8859-15", "€ œ", "a420bd")]
    [InlineData("KOI8-R", "Привет", "f0d2c9d7c5d4")]
    [InlineData("CP1251", "Привет", "cff0e8e2e5f2")]
    [InlineData("CP1252", "10 €", "31302080")]
    [InlineData("CP437", "│äÜ█", "b3849adb")]
    [InlineData("GBK", "中文鎔", "d6d0cec4e667")]
    [InlineData("GB18030", "中文ñ", "d6d0cec481308a39")]
    [InlineData("Big5", "中文功", "a4a4a4e5a55c")]
    [InlineData("SJIS", "日本表ｱ", "93fa967b955cb1")]
    [InlineData("eucJP", "日本語ｱ", "c6fccbdcb8ec8eb1")]
    [InlineData("eucKR", "한국어", "c7d1b1b9beee")]
    public void A_window_in_another_encoding_shows_and_gets_text(string encoding, string text, string hex)
    {
        using MuxWorld world = new();
        world.WriteRc($"defencoding {encoding}\n");
        File.WriteAllBytes(world.PathOf("bytes"), Convert.FromHexString(hex));
        OuterTerminal terminal = world.Attach(
            "-S", "e", "sh", "-c", $"stty raw -echo; printf '<'; cat {world.PathOf("bytes")}; printf '>'; exec dd bs=1 count={hex.Length / 2} of={world.PathOf("typed")} 2>/dev/null");
        terminal.WaitFor($"<{text}>");
        terminal.Type(text);
        MuxWorld.WaitUntil(
            () => File.Exists(world.PathOf("typed")) && Convert.ToHexStringLower(File.ReadAllBytes(world.PathOf("typed"))) == hex,
            $"{hex} to be typed");
    }

    [Fact]
    public void Encoding_holds_from_where_it_is_set_and_survives_the_daemon()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("e");
        Assert.Equal(0, world.Run("-X", "encoding", "KOI8-R").ExitCode);
        terminal.Type("printf '\\320\\322\\n'\r");
        terminal.WaitFor("\nпр\n");
        Assert.Contains("KOI8-R", world.Run("-Q", "info").Output, StringComparison.Ordinal);
        ProcessList.Kill(Assert.Single(world.Daemons()));
        terminal.Type("printf '\\306\\307\\n'\r");
        terminal.WaitFor("\nфг\n");
        Assert.Equal(0, world.Run("-X", "utf8", "on").ExitCode);
        terminal.Type("printf '\\316\\261\\n'\r");
        terminal.WaitFor("\nα\n");
    }

    [Fact]
    public void Paste_and_buffer_files_are_translated()
    {
        using MuxWorld world = new();
        File.WriteAllBytes(world.PathOf("koi"), [0xf0, 0xd2]);
        OuterTerminal terminal = world.AttachNew("e");
        Assert.Equal(0, world.Run("-X", "readbuf", "-e", "koi8-r", world.PathOf("koi")).ExitCode);
        Assert.Equal(0, world.Run("-X", "writebuf", "-e", "cp1251", world.PathOf("cp")).ExitCode);
        Assert.Equal([0xcf, 0xf0], File.ReadAllBytes(world.PathOf("cp")));
        terminal.Type("echo '");
        terminal.WaitFor("echo '");
        terminal.Press("]");
        terminal.WaitFor("'Пр");
    }
}
