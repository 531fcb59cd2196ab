using CsCheck;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Server.Settings;
using Multiplex.Server.Tests.KeyLayer;

namespace Multiplex.Server.Tests.Regions;

public class RegionTreeTests
{
    [Fact]
    public void Split_halves_the_display_and_gives_each_region_a_caption()
    {
        RegionTree regions = new TestSession().Display.Regions;

        Assert.True(regions.Split(sideBySide: false));

        Assert.Equal([new Rectangle(0, 0, 11, 80), new Rectangle(12, 0, 11, 80)], Areas(regions));
        Assert.Equal([11, 23], regions.All.Select(static region => region.CaptionRow));
        Assert.Same(regions.All[0], regions.Focus);
        Assert.Null(regions.All[1].Window);
    }

    [Fact]
    public void Split_side_by_side_leaves_a_column_for_the_border()
    {
        RegionTree regions = new TestSession().Display.Regions;

        regions.Split(sideBySide: true);

        Assert.Equal([new Rectangle(0, 0, 23, 39), new Rectangle(0, 40, 23, 40)], Areas(regions));
        Assert.Equal([39, -1], regions.All.Select(static region => region.BorderColumn));
    }

    [Fact]
    public void Split_of_a_split_gives_all_regions_of_the_column_the_same_size()
    {
        Assert.Equal([8, 16, 24], Ends("split", "split"));
    }

    [Theory]
    [InlineData("5", 5, 24)]
    [InlineData("+2", 14, 24)]
    [InlineData("-1", 11, 24)]
    [InlineData("50%", 12, 24)]
    [InlineData("+10%", 14, 24)]
    [InlineData("max", 22, 24)]
    [InlineData("_", 22, 24)]
    [InlineData("min", 2, 24)]
    [InlineData("0", 2, 24)]
    public void Resize_of_two_regions_counts_captions_as_screen_does(string amount, params int[] ends)
    {
        Assert.Equal(ends, Ends("split", "resize " + amount));
    }

    [Fact]
    public void Resize_takes_from_the_next_region_and_gives_to_all()
    {
        Assert.Equal([11, 16, 24], Ends("split", "split", "resize +3"));
        Assert.Equal([20, 22, 24], Ends("split", "split", "resize max"));
        Assert.Equal([2, 13, 24], Ends("split", "split", "resize min"));
        Assert.Equal([8, 16, 24], Ends("split", "split", "resize +3", "resize ="));
    }

    [Fact]
    public void Resize_works_along_the_named_direction()
    {
        TestSession test = new();
        RegionTree regions = Run(test, "split -v", "split", "focus down", "resize -h 20", "resize -v 5");

        Assert.Equal(new Rectangle(19, 0, 4, 19), regions.Focus.Area);
        Run(test, "resize -b +2");
        Assert.Equal(new Rectangle(17, 0, 6, 21), regions.Focus.Area);
        Run(test, "resize -p -1");
        Assert.Equal(20, regions.Focus.Area.Columns);
    }

    [Fact]
    public void Resize_of_the_last_column_counts_a_border_beyond_the_display()
    {
        RegionTree regions = Run(new TestSession(), "split -v", "focus right", "resize -h 20");

        Assert.Equal(new Rectangle(0, 61, 23, 19), regions.Focus.Area);
    }

    [Fact]
    public void Resize_needs_more_than_one_region()
    {
        Assert.False(new TestSession().Display.Regions.Resize(new ResizeRequest(ResizeKind.Maximum, 0)));
    }

    [Fact]
    public void Remove_shares_the_space_and_keeps_the_window_alive()
    {
        TestSession test = new();
        Window window = test.Show("one");
        RegionTree regions = Run(test, "split", "split", "remove");

        Assert.Equal([12, 24], regions.All.Select(static region => region.CaptionRow + 1));
        Assert.Contains(window, test.Session.Windows);
        Run(test, "remove", "remove", "remove");
        Assert.Equal(new Rectangle(0, 0, 24, 80), Assert.Single(regions.All).Area);
    }

    [Fact]
    public void Only_keeps_the_focused_region()
    {
        TestSession test = new();
        RegionTree regions = Run(test, "split", "split -v", "focus bottom");
        Region focus = regions.Focus;

        Run(test, "only");

        Assert.Same(focus, Assert.Single(regions.All));
        Assert.Equal(new Rectangle(0, 0, 24, 80), focus.Area);
    }

    [Theory]
    [InlineData("next", 1)]
    [InlineData("prev", 3)]
    [InlineData("top", 0)]
    [InlineData("bottom", 3)]
    [InlineData("right", 2)]
    [InlineData("down", 1)]
    [InlineData("left", 0)]
    [InlineData("up", 0)]
    public void Focus_moves_in_every_direction(string direction, int expected)
    {
        // Two columns of two: 0 above 1 on the left, 2 above 3 on the right.
        TestSession test = new();
        RegionTree regions = Run(test, "split -v", "split", "focus right", "split", "focus top");

        Run(test, "focus " + direction);

        Assert.Equal(expected, regions.All.ToList().IndexOf(regions.Focus));
    }

    [Fact]
    public void Focus_goes_up_from_a_region_below_at_the_right()
    {
        TestSession test = new();
        RegionTree regions = Run(test, "split", "focus next", "split -v", "focus next", "resize -h 20", "focus up");

        Assert.Same(regions.All[0], regions.Focus);
    }

    [Fact]
    public void Windows_shown_once_take_the_size_of_their_region()
    {
        TestSession test = new();
        Window window = test.Show("one");
        Assert.Equal((80, 24), (window.Terminal!.Columns, window.Terminal.Rows));

        Run(test, "split");

        Assert.Equal((80, 11), (window.Terminal.Columns, window.Terminal.Rows));
        Assert.Equal((80, 11), TestSession.ProcessOf(window).Size);
    }

    [Fact]
    public void A_window_that_two_displays_show_keeps_its_size_until_it_is_fitted()
    {
        TestSession test = new();
        Window window = test.Show("one");
        Display small = test.AddDisplay(40, 10);

        small.Regions.ShowInFocus(window);
        Assert.Equal((80, 24), (window.Terminal!.Columns, window.Terminal.Rows));
        small.Regions.Fit();

        Assert.Equal((40, 10), (window.Terminal.Columns, window.Terminal.Rows));
    }

    [Fact]
    public void Focus_minimum_size_widens_the_region_that_gets_the_focus()
    {
        TestSession test = new();
        RegionTree regions = Run(test, "split -v", "resize -h 70");
        test.Session.Settings.FocusMinimumColumns = 30;

        Run(test, "focus right");

        Assert.Equal(30, regions.Focus.Area.Columns);
    }

    [Theory]
    [InlineData(false, 0, 23)]
    [InlineData(true, 1, 0)]
    public void The_hardstatus_line_takes_a_row_of_the_display(bool isFirst, int top, int hardstatus)
    {
        TestSession test = new();
        test.Session.Settings.Hardstatus = isFirst ? HardstatusMode.AlwaysFirstLine : HardstatusMode.AlwaysLastLine;

        test.Display.Regions.Arrange();

        Assert.Equal(new Rectangle(top, 0, 23, 80), test.Display.Regions.Focus.Area);
        Assert.Equal(hardstatus, test.Display.Regions.HardstatusRow);
    }

    [Fact]
    public void Layouts_bring_regions_windows_and_focus_back()
    {
        TestSession test = new();
        Window one = test.Show("one");
        Window two = test.AddWindow("two");
        RegionTree regions = Run(test, "split -v", "focus right");
        regions.ShowInFocus(two);
        Run(test, "split", "resize 6");
        Rectangle[] before = Areas(regions);
        var layout = new Layout { Title = "work" };
        layout.Capture(regions);
        string text = layout.Serialize();

        Run(test, "only");
        new Layout().Apply(regions);
        Assert.Single(regions.All);
        var read = new Layout();
        read.Parse(text, test.Session.Windows);
        read.Apply(regions);

        Assert.Equal(before, Areas(regions));
        Assert.Equal([one, two, null], regions.All.Select(static region => region.Window));
        Assert.Same(regions.All[1], regions.Focus);
    }

    [Fact]
    public void A_layout_leaves_regions_of_killed_windows_blank()
    {
        TestSession test = new();
        Window one = test.Show("one");
        var layout = new Layout();
        layout.Capture(test.Display.Regions);
        test.Session.Windows.Remove(one);

        layout.Apply(test.Display.Regions);

        Assert.Null(test.Display.Fore);
    }

    [Fact]
    public void Dump_writes_the_commands_that_screen_writes()
    {
        TestSession test = new();

        Assert.Equal("split -v\nsplit\nfocus\nfocus\nfocus\n", Layout.Dump(Run(test, "split -v", "split")));
        Assert.Equal("split\nsplit\nfocus\nfocus\nfocus\n", Layout.Dump(Run(test, "only", "split", "split")));
    }

    [Fact]
    public void Any_series_of_commands_covers_the_display_without_overlap()
    {
        string[] commands =
        [
            "split", "split -v", "remove", "focus next", "focus prev", "focus up", "focus right", "resize +3", "resize -2", "resize max", "resize min",
            "resize =", "resize -h +7", "resize -v -3", "resize 30%", "only",
        ];
        Gen.Select(Gen.Int[0, commands.Length - 1].Select(index => commands[index]).Array[0, 25], Gen.Int[1, 90], Gen.Int[1, 40]).Sample((series, columns, rows) =>
        {
            TestSession test = new();
            RegionTree regions = Run(test, series);
            test.Display.Columns = columns;
            test.Display.Rows = rows;
            regions.Arrange();
            AssertDisjoint(test.Display);
            test.Display.Columns = 80;
            test.Display.Rows = 24;
            regions.Arrange();
            AssertCovers(test.Display);
        });
    }

    private static void AssertDisjoint(Display display)
    {
        var seen = new HashSet<(int, int)>();
        foreach (Rectangle area in Areas(display.Regions))
        {
            for (int row = area.Row; row < area.Bottom; row++)
            {
                for (int column = area.Column; column < area.Right; column++)
                {
                    Assert.True(seen.Add((row, column)) && row < display.Rows && column < display.Columns);
                }
            }
        }
    }

    private static void AssertCovers(Display display)
    {
        int cells = 0;
        foreach (Region region in display.Regions.All)
        {
            Rectangle area = region.Area;
            Assert.True(area is { Rows: >= 1, Columns: >= 1 });
            int height = area.Rows + (region.CaptionRow >= 0 ? 1 : 0);
            cells += height * (area.Columns + (region.BorderColumn >= 0 && IsOwnBorder(region) ? 1 : 0));
        }

        Assert.Equal(display.Rows * display.Columns, cells);

        bool IsOwnBorder(Region region) => region.BorderColumn == region.Area.Right;
    }

    private static Rectangle[] Areas(RegionTree regions) => [.. regions.All.Select(static region => region.Area)];

    private static int[] Ends(params string[] commands) =>
        [.. Run(new TestSession(), commands).All.Select(static region => region.CaptionRow + 1)];

    private static RegionTree Run(TestSession test, params string[] commands)
    {
        RegionTree regions = test.Display.Regions;
        foreach (string command in commands)
        {
            string[] words = command.Split(' ');
            switch (words[0])
            {
                case "split":
                    regions.Split(words.Length > 1);
                    break;
                case "remove":
                    regions.Remove();
                    break;
                case "only":
                    regions.Only();
                    break;
                case "focus":
                    string name = words[1] == "prev" ? nameof(FocusDirection.Previous) : words[1];
                    regions.MoveFocus(Enum.Parse<FocusDirection>(name, ignoreCase: true));
                    break;
                default:
                    Assert.True(ResizeRequest.TryParse(words[1..], out ResizeRequest request, out _));
                    regions.Resize(request);
                    break;
            }
        }

        return regions;
    }
}
