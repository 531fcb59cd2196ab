using System.Globalization;
using System.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.Pictures;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Terminal.Tests;

/// <summary>Pictures hang on their cells: what happens to these happens to them. They are bounded, and no snapshot has them.</summary>
public sealed class PictureCellTests
{
    private const string Sixel = "\ePq\"1;1;30;40#1~\e\\";

    [Fact]
    public void Each_cell_knows_its_picture_and_its_row()
    {
        TerminalEmulator terminal = Fed("\e[2;3H" + Sixel);
        Assert.Equal("....../..A0A0A0./..A1A1A1.", Map(terminal, 6, 3));
        Picture picture = Assert.IsType<Picture>(terminal.Picture(terminal.Row(1)[2].PictureId));
        Assert.Equal((PictureKind.Sixel, 30, 40, 3, 2), (picture.Data.Kind, picture.Data.Width, picture.Data.Height, picture.Columns, picture.Rows));
        Assert.Equal("\"1;1;30;40#1~", Encoding.ASCII.GetString(picture.Data.Bytes.Span));
    }

    [Theory]
    [InlineData("\e[2;1H\e[L", "A0A0A0.../....../A1A1A1...")]
    [InlineData("\e[3S", "....../....../......")]
    [InlineData("\e[S", "A1A1A1.../....../......")]
    [InlineData("\e[1;2Hx", "A0.A0.../A1A1A1.../......")]
    [InlineData("\e[1;2H\e[X", "A0.A0.../A1A1A1.../......")]
    [InlineData("\e[1;1H\e[K", "....../A1A1A1.../......")]
    [InlineData("\e[1;1H\e[P", "A0A0..../A1A1A1.../......")]
    [InlineData("\e[1;1H\e[@", ".A0A0A0../A1A1A1.../......")]
    [InlineData("\e[2J", "....../....../......")]
    [InlineData("\e[1;1;2;3;1;2;4;1$v", "A0A0A0.../A1A1A1A0A0A0/...A1A1A1")]
    [InlineData("\e[1;2H\u4e00", "A0...../A1A1A1.../......")]
    [InlineData("\e[?1049h", "....../....../......")]
    [InlineData("\e[?1049h\e[?1049l", "A0A0A0.../A1A1A1.../......")]
    public void What_happens_to_cells_happens_to_the_picture(string then, string expected) => Assert.Equal(expected, Map(Fed(Sixel + then), 6, 3));

    [Fact]
    public void A_picture_without_cells_is_forgotten()
    {
        TerminalEmulator terminal = Fed(Sixel + "\e_Ga=T,i=1,f=24,s=20,v=20;AAAA\e\\");
        Assert.Equal(2, terminal.Core.Pictures.Count);
        terminal.Feed("\e[2J"u8);
        terminal.ForgetUnseenPictures();
        Assert.Equal(0, terminal.Core.Pictures.Count);
        Assert.False(terminal.MayHavePictures);

        // kitty's own may be asked for again by its id; a deletion with an upper-case letter ends that.
        Assert.Equal(4, terminal.Core.Pictures.Bytes);
        terminal.Feed("\e_Ga=d,d=I,i=1\e\\"u8);
        Assert.Equal(0, terminal.Core.Pictures.Bytes);
    }

    [Fact]
    public void One_picture_can_be_at_several_places()
    {
        TerminalEmulator terminal = Fed("\e_Ga=t,i=3,f=24,s=20,v=20;AAAA\e\\\e_Ga=p,i=3,p=1,C=1\e\\\e[1;4H\e_Ga=p,i=3,p=2,C=1\e\\");
        Assert.Equal("A0A0.B0B0./....../......", Map(terminal, 6, 3));
        terminal.Feed("\e[3;1H\e_Ga=p,i=3,p=1,C=1\e\\"u8);
        Assert.Equal("...A0A0./....../B0B0....", Map(terminal, 6, 3));
        terminal.Feed("\e_Ga=d,d=p,x=1,y=3\e\\"u8);
        Assert.Equal("...A0A0./....../......", Map(terminal, 6, 3));
        terminal.Feed("\e_Ga=d,d=i,i=3\e\\"u8);
        Assert.Equal("....../....../......", Map(terminal, 6, 3));
        Assert.Equal(4, terminal.Core.Pictures.Bytes);
    }

    [Fact]
    public void All_pictures_are_taken_off_and_a_new_one_takes_the_place_of_the_former_under_its_id()
    {
        TerminalEmulator terminal = Fed("\e_Ga=T,C=1,f=24,s=30,v=20;AAAA\e\\\e[2;1H\e_Ga=T,C=1,i=7,f=24,s=30,v=20;AAAA\e\\");
        terminal.Feed("\e[3;1H\e_Ga=T,C=1,i=7,f=24,s=20,v=20;AAAA\e\\"u8);
        Assert.Equal("A0A0A0.../....../B0B0....", Map(terminal, 6, 3));
        terminal.Feed("\e_Ga=d\e\\"u8);
        Assert.Equal("....../....../......", Map(terminal, 6, 3));
        Assert.Equal(["", "", ""], Enumerable.Range(0, 3).Select(terminal.TextOf));
    }

    [Theory]
    [InlineData("c", "\e[1;1H", "......B0B0..")]
    [InlineData("x", ",x=4", "A0A0A0.....")]
    [InlineData("y", ",y=1", "...........")]
    [InlineData("z", ",z=5", "A0A0A0......")]
    public void Pictures_are_deleted_where_that_is_said(string what, string more, string expected)
    {
        TerminalEmulator terminal = Fed("\e_Ga=T,C=1,f=24,s=30,v=20;AAAA\e\\\e[1;7H\e_Ga=T,z=5,C=1,f=24,s=20,v=20;AAAA\e\\");
        bool isMove = more.StartsWith('\e');
        string place = what == "x" ? ",x=7" : isMove ? string.Empty : more;
        terminal.Feed(Encoding.ASCII.GetBytes((isMove ? more : string.Empty) + $"\e_Ga=d,d={what}{place}\e\\"));
        string seen = Map(terminal, 10, 1);
        Assert.Equal(expected.Replace("B", what == "c" ? "A" : "B", StringComparison.Ordinal).Replace(".", string.Empty, StringComparison.Ordinal),
            seen.Replace(".", string.Empty, StringComparison.Ordinal));
    }

    [Fact]
    public void The_oldest_pictures_go_when_there_is_too_much()
    {
        TerminalEmulator terminal = Fed("");
        byte[] large = Encoding.ASCII.GetBytes("\e[1;1H\ePq\"1;1;10;20" + new string('~', 3_000_000) + "\e\\");
        for (int i = 0; i < 5; i++)
        {
            terminal.Feed(Encoding.ASCII.GetBytes($"\e[{i + 1};1H"));
            terminal.Feed(large.AsSpan(6));
            Assert.InRange(terminal.Core.Pictures.Bytes, 1, ParserLimits.MaxWindowPictureBytes);
        }

        Assert.Equal(2, terminal.Core.Pictures.Count);
        terminal.ForgetUnseenPictures();
        Assert.Equal(0, terminal.Row(0)[0].PictureId);
        Assert.Equal("SIXEL IMAGE (40x1)", terminal.TextOf(0)[..18]);
        for (int i = 0; i < 1000; i++)
        {
            terminal.Feed(Encoding.ASCII.GetBytes($"\e[1;{(i % 40) + 1}H\e_Ga=T,C=1,i={i + 1},f=24,s=1,v=1;AAAA\e\\"));
        }

        Assert.InRange(terminal.Core.Pictures.Count, 1, ParserLimits.MaxPictures);
        Assert.InRange(terminal.Core.Pictures.Bytes, 1, ParserLimits.MaxWindowPictureBytes);
    }

    [Fact]
    public void Parts_of_a_picture_are_joined_and_too_many_are_refused()
    {
        var events = new EventRecorder();
        var terminal = new TerminalEmulator(new TerminalOptions { Columns = 10, Rows = 3, KittyGraphics = true }, events);
        terminal.Feed("\e_Ga=T,i=9,f=24,s=20,v=20,m=1;AAAA\e\\\e_Gm=1;BBBB\e\\\e_Gm=0;CC==\e\\"u8);
        Assert.Equal("AAAABBBBCC==", Encoding.ASCII.GetString(terminal.Picture(1)!.Data.Bytes.Span));
        Assert.Equal("\e_Gi=9;OK\e\\", Encoding.ASCII.GetString(events.TakeReplies()));
        byte[] part = Encoding.ASCII.GetBytes($"\e_Gm=1;{new string('A', 4096)}\e\\");
        terminal.Feed("\e_Ga=T,i=9,f=24,s=20,v=20,m=1;AAAA\e\\"u8);
        for (int i = 0; i < 1100; i++)
        {
            terminal.Feed(part);
        }

        terminal.Feed("\e_Gm=0;\e\\"u8);
        Assert.Equal("\e_Gi=9;EFBIG:too large\e\\", Encoding.ASCII.GetString(events.TakeReplies()));
        Assert.Equal(12, terminal.Core.Pictures.Bytes);
    }

    [Fact]
    public void A_snapshot_keeps_placeholders_and_no_pictures()
    {
        TerminalEmulator terminal = Fed("a" + Sixel + "b\e[1;2H\e_Ga=T,C=1,f=24,s=50,v=20;AAAA\e\\");
        TerminalEmulator loaded = Snapshots.SaveAndLoad(terminal, terminal.Options, new NullTerminalEvents());
        Assert.Equal(TerminalDump.ToText(terminal), TerminalDump.ToText(loaded));
        Assert.False(loaded.MayHavePictures);
        Assert.DoesNotContain(Enumerable.Range(0, loaded.Rows).SelectMany(row => loaded.Row(row).ToArray()), static cell => cell.PictureId != 0);
    }

    [Fact]
    public void Pictures_come_out_alike_however_the_input_is_cut()
    {
        var random = new Random(Seeds.Of("pictures"));
        for (int round = 0; round < 200; round++)
        {
            byte[] input = Encoding.UTF8.GetBytes(RandomInput(random));
            TerminalEmulator whole = Fed("");
            whole.Feed(input);
            TerminalEmulator cut = Fed("");
            for (int at = 0; at < input.Length;)
            {
                int length = Math.Min(random.Next(1, 20), input.Length - at);
                cut.Feed(input.AsSpan(at, length));
                at += length;
            }

            Assert.Equal(Map(whole, 40, 8), Map(cut, 40, 8));
            Assert.Equal(TerminalDump.ToText(whole), TerminalDump.ToText(cut));
            Assert.Null(Invariants.FirstBroken(whole));
        }
    }

    private static string RandomInput(Random random)
    {
        var text = new StringBuilder();
        for (int i = 0; i < 30; i++)
        {
            text.Append(random.Next(9) switch
            {
                0 => $"\e[{random.Next(1, 9)};{random.Next(1, 41)}H",
                1 => $"\ePq\"1;1;{random.Next(1, 300)};{random.Next(1, 100)}#1!{random.Next(1, 99)}~-~\e\\",
                2 => $"\e_Ga=T,i={random.Next(3)},f=24,s={random.Next(1, 200)},v={random.Next(1, 90)},C={random.Next(2)};AAAA\e\\",
                3 => $"\e_Ga=d,d={"aAiIcpxy"[random.Next(8)]},i=1,x=3,y=2\e\\",
                4 => $"\e[{random.Next(1, 4)}{"SLMPX@T"[random.Next(7)]}",
                5 => "text \u4e00\r\n",
                6 => $"\e[?{(random.Next(2) == 0 ? 80 : 8452)}{"hl"[random.Next(2)]}",
                7 => $"\e[{random.Next(1, 4)};{random.Next(5, 9)}r",
                _ => "\n\n",
            });
        }

        return text.ToString();
    }

    private static TerminalEmulator Fed(string text)
    {
        var terminal = new TerminalEmulator(new TerminalOptions { Columns = 40, Rows = 8, ScrollbackLines = 10 }, new NullTerminalEvents());
        terminal.Feed(Encoding.UTF8.GetBytes(text));
        return terminal;
    }

    /// <summary>A letter for each picture in the order of appearance and its row, a dot for other cells.</summary>
    private static string Map(TerminalEmulator terminal, int columns, int rows)
    {
        var text = new StringBuilder();
        List<int> ids = [];
        for (int row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? string.Empty : "/");
            foreach (Cell cell in terminal.Row(row)[..columns])
            {
                if (cell.PictureId == 0)
                {
                    text.Append('.');
                    continue;
                }

                int index = ids.IndexOf(cell.PictureId);
                if (index < 0)
                {
                    index = ids.Count;
                    ids.Add(cell.PictureId);
                }

                text.Append((char)('A' + index)).Append(CultureInfo.InvariantCulture, $"{cell.PictureRow}");
            }
        }

        return text.ToString();
    }
}
