using System.Buffers;
using System.Text;
using Multiplex.Server.Services;
using Multiplex.Terminal;

namespace Multiplex.Server.Tests.Serving;

public sealed class WindowCodecTests
{
    /// <summary>Texts and their bytes as iconv gives them.</summary>
    public static TheoryData<string, string, string> Texts => new()
    {
        { "ISO8859-1", "Grüße", "4772fcdf65" },
        { "ISO8859-2", "Příliš žluť", "50f8ed6c69b920be6c75bb" },
        { "ISO8859-5", "Привет", "bfe0d8d2d5e2" },
        { "ISO8859-7", "Γειά", "c3e5e9dc" },
        { "ISO8859-9", "Şişe", "de69fe65" },
        { "ISO8859-10", "Ģimene ŋ", "a3696d656e6520bf" },
        { "ISO8859-15", "10 € œ", "313020a420bd" },
        { "KOI8-R", "Привет", "f0d2c9d7c5d4" },
        { "KOI8-U", "Їжак", "b7d6c1cb" },
        { "CP1251", "Привет", "cff0e8e2e5f2" },
        { "CP1252", "10 €", "31302080" },
        { "CP437", "│äÜ█", "b3849adb" },
        { "GBK", "中文鎔", "d6d0cec4e667" },
        { "GB18030", "中文ñ", "d6d0cec481308a39" },
        { "eucCN", "中文", "d6d0cec4" },
        { "Big5", "中文功", "a4a4a4e5a55c" },
        { "SJIS", "日本表ｱ", "93fa967b955cb1" },
        { "eucJP", "日本語ｱ", "c6fccbdcb8ec8eb1" },
        { "eucKR", "한국어", "c7d1b1b9beee" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_window_shows_and_gets_text_in_its_encoding(string encoding, string text, string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        WindowCodec codec = WindowCodec.Create(Encodings.Find(encoding)!)!;
        Assert.Equal(hex, Convert.ToHexStringLower(Typed(codec, text)));
        foreach (int piece in (int[])[1, 2, 3, 100])
        {
            Assert.Equal(text, Shown(encoding, bytes, piece));
        }
    }

    [Fact]
    public void A_control_ends_an_unfinished_character()
    {
        Assert.Equal("a\ufffd", Shown("SJIS", [0x61, 0x93, 0x0d, 0x0a, 0x62], 1));
        Assert.Equal("\ufffdx", Shown("eucJP", [0xa4, 0x1b, (byte)'[', (byte)'m', (byte)'x'], 100));
    }

    [Fact]
    public void Sequences_pass_between_characters()
    {
        Assert.Equal("表A", Shown("SJIS", [0x95, 0x5c, 0x1b, (byte)'[', (byte)'1', (byte)'m', (byte)'A'], 1));
    }

    [Fact]
    public void Keys_may_be_cut_and_what_is_no_text_passes()
    {
        WindowCodec codec = WindowCodec.Create("KOI8-R")!;
        byte[] letter = "П"u8.ToArray();
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(letter.AsSpan(0, 1), output);
        Assert.Equal(0, output.WrittenCount);
        codec.Encode(letter.AsSpan(1), output);
        codec.Encode("€"u8, output);
        codec.Encode([0x1b, (byte)'[', (byte)'M', 0x20, 0xf8, 0x21], output);
        Assert.Equal("f03f1b5b4d20f821", Convert.ToHexStringLower(output.WrittenSpan));
    }

    [Fact]
    public void Every_name_is_found_and_each_encoding_but_two_is_known()
    {
        foreach (EncodingDefinition definition in Encodings.All)
        {
            Assert.Same(definition, Encodings.FindDefinition(definition.Name.ToLowerInvariant()));
            Assert.Equal(definition.Name is "UTF-8" or "jis", WindowCodec.Create(definition.Name) is null);
        }
    }

    private static byte[] Typed(WindowCodec codec, string text)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(Encoding.UTF8.GetBytes(text), output);
        return output.WrittenSpan.ToArray();
    }

    private static string Shown(string encoding, byte[] bytes, int piece)
    {
        WindowCodec codec = WindowCodec.Create(encoding)!;
        var terminal = new TerminalEmulator(new TerminalOptions { Utf8 = !codec.IsDirect }, new NullTerminalEvents());
        for (int start = 0; start < bytes.Length; start += piece)
        {
            codec.Decode(bytes.AsSpan(start, Math.Min(piece, bytes.Length - start)), terminal);
        }

        return terminal.TextOf(0);
    }
}
