using System.Text;
using Multiplex.Protocol.Messages;
using Multiplex.Server.Composition;
using Multiplex.Server.Layers;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Pictures;

namespace Multiplex.Server.Tests.Composition;

/// <summary>Which pictures a client gets, and when they are given up.</summary>
public sealed class DisplayPicturesTests
{
    private const ulong Sixel = 1ul << 42;
    private const ulong Kitty = 1ul << 43;

    private static readonly TerminalInfoMessage s_capable =
        new() { Abilities = Sixel | Kitty, DrawsPictures = true, CellWidth = 10, CellHeight = 20 };

    [Fact]
    public void A_picture_is_told_once_and_cells_name_it()
    {
        (DisplayPictures pictures, TerminalEmulator terminal, Frame frame) = Scene("\ePq\"1;1;30;20~\e\\");
        Paint(pictures, terminal, frame, s_capable);
        Assert.Equal((1, 1), (frame.Row(0)[0].PictureId, News(pictures).Single().Id));
        Paint(pictures, terminal, frame, s_capable);
        Assert.Equal(1, frame.Row(0)[2].PictureId);
        Assert.Empty(News(pictures));
    }

    [Fact]
    public void An_older_client_a_terminal_without_and_cells_of_another_size_get_placeholders()
    {
        (DisplayPictures pictures, TerminalEmulator terminal, Frame frame) = Scene("\ePq\"1;1;30;20~\e\\");
        foreach (TerminalInfoMessage? info in (TerminalInfoMessage?[])
            [null, s_capable with { DrawsPictures = false }, s_capable with { Abilities = Kitty }, s_capable with { CellWidth = 9 }])
        {
            Paint(pictures, terminal, frame, info);
            Assert.Equal((0, '+'), (frame.Row(0)[0].PictureId, (char)frame.Row(0)[0].Content));
            Assert.Empty(News(pictures));
        }
    }

    [Fact]
    public void A_picture_that_is_gone_is_given_up()
    {
        (DisplayPictures pictures, TerminalEmulator terminal, Frame frame) = Scene("\ePq\"1;1;30;20~\e\\");
        Paint(pictures, terminal, frame, s_capable);
        _ = News(pictures);
        terminal.Feed("\e[2J"u8);
        Paint(pictures, terminal, frame, s_capable);
        Paint(pictures, terminal, frame, s_capable);
        Assert.Equal([(1, null)], News(pictures));
    }

    [Fact]
    public void Only_so_many_bytes_go_at_once_and_the_rest_with_the_next_frame()
    {
        (DisplayPictures pictures, TerminalEmulator terminal, Frame frame) = Scene(string.Empty);
        for (int i = 0; i < 2; i++)
        {
            terminal.Feed(Encoding.ASCII.GetBytes($"\e[{i + 1};1H\ePq\"1;1;30;20" + new string('~', 3_000_000) + "\e\\"));
        }

        Paint(pictures, terminal, frame, s_capable);
        Assert.Single(News(pictures));
        Assert.True(pictures.HasDeferred);
        Assert.Equal(0, frame.Row(1)[0].PictureId);
        Paint(pictures, terminal, frame, s_capable);
        Assert.Single(News(pictures));
        Assert.False(pictures.HasDeferred);
        Assert.NotEqual(0, frame.Row(1)[0].PictureId);
    }

    [Fact]
    public void Those_shown_longest_ago_make_room()
    {
        (DisplayPictures pictures, TerminalEmulator terminal, Frame frame) = Scene(string.Empty);
        HashSet<int> known = [];
        for (int i = 0; i < 300; i++)
        {
            terminal.Feed(Encoding.ASCII.GetBytes($"\e[2J\e[1;1H\e_Ga=T,i={i + 1},f=24,s=1,v=1;AAAA\e\\"));
            Paint(pictures, terminal, frame, s_capable);
            Assert.NotEqual(0, frame.Row(0)[0].PictureId);
            foreach ((int id, Picture? picture) in News(pictures))
            {
                Assert.True(picture is null ? known.Remove(id) : known.Add(id));
            }

            Assert.InRange(known.Count, 1, 64);
        }
    }

    private static (DisplayPictures Pictures, TerminalEmulator Terminal, Frame Frame) Scene(string text)
    {
        var terminal = new TerminalEmulator(new TerminalOptions { Columns = 20, Rows = 5 }, new NullTerminalEvents());
        terminal.Feed(Encoding.ASCII.GetBytes(text));
        return (new DisplayPictures(), terminal, new Frame(20, 5, new FrameTables()));
    }

    private static void Paint(DisplayPictures pictures, TerminalEmulator terminal, Frame frame, TerminalInfoMessage? info)
    {
        pictures.Begin(info);
        new TerminalPainter().Paint(terminal, frame, new Rectangle(0, 0, 5, 20), 0, 0, null, pictures);
    }

    private static List<(int Id, Picture? Picture)> News(DisplayPictures pictures)
    {
        List<(int, Picture?)> news = [];
        while (pictures.TryTakeNews(out int id, out Picture? picture))
        {
            news.Add((id, picture));
        }

        return news;
    }
}
