using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Server.Tests.KeyLayer;

namespace Multiplex.Server.Tests.Layers;

public class LayerTests
{
    [Theory]
    [InlineData("abc\r", "abc")]
    [InlineData("abc def\u0017ghi\r", "abc ghi")]
    [InlineData("abc\u0002\u0002\u0004\r", "ac")]
    [InlineData("abc\u0002\u000b\r", "ab")]
    [InlineData("abc\u0002x\u0005y\r", "abxcy")]
    [InlineData("abc\u001b[Hx\u001b[Fy\r", "xabcy")]
    [InlineData("abc\u001b[D\u001b[Dx\u001b[Cy\r", "axbyc")]
    [InlineData("abc\u0015d\r", "d")]
    [InlineData("abc\b\u007f\n", "a")]
    [InlineData("\u3042e\u0301\b\r", "\u3042")]
    [InlineData("\u0010\r", "newest")]
    [InlineData("\u0010\u0010\r", "older")]
    [InlineData("x\u001b[A\u001b[B\r", "x")]
    [InlineData("old\u0012\r", "older")]
    public void Prompt_edits_as_screen_does(string keys, string expected)
    {
        TestSession test = new();
        test.Show("sh");
        test.Session.PromptHistory.AddRange(["newest", "older"]);
        string? answer = null;
        PromptLayer.Ask(test.Display, ":", string.Empty, PromptCompletion.None, (_, text) => answer = text);

        test.Type(keys);

        Assert.Equal(expected, answer);
        Assert.Null(test.Display.Regions.Focus.Layer);
        Assert.Equal(expected, test.Session.PromptHistory[0]);
    }

    [Theory]
    [InlineData("\a")]
    [InlineData("\u0003")]
    [InlineData("\u0000")]
    [InlineData("\u001b")]
    public void Prompt_is_left_without_an_answer(string key)
    {
        TestSession test = new();
        test.Show("sh");
        bool answered = false;
        PromptLayer.Ask(test.Display, "Set window's title to: ", "sh", PromptCompletion.None, (_, _) => answered = true);

        test.Type(key);
        test.Host.Advance(TimeSpan.FromSeconds(1));

        Assert.False(answered);
        Assert.Null(test.Display.Regions.Focus.Layer);
    }

    [Fact]
    public void Prompt_stands_in_standout_in_the_last_row_of_its_region()
    {
        TestSession test = new(30, 8);
        test.Show("sh", "1\r\n2\r\n3");
        test.Display.Regions.Split(sideBySide: false);

        PromptLayer.Ask(test.Display, "Set window's title to: ", "sh", PromptCompletion.None, static (_, _) => { });

        Assert.Equal("Set window's title to: sh", test.Picture()[2]);
        Assert.Equal("Set window's title to: sh", test.Reversed(2));
        Assert.Equal((2, 25), (test.Display.Next.CursorRow, test.Display.Next.CursorColumn));
    }

    [Fact]
    public void Prompt_moves_a_long_line_so_that_the_cursor_stays_in_view()
    {
        TestSession test = new(10, 3);
        test.Show("sh");
        PromptLayer.Ask(test.Display, ":", "abcdefghijklmn", PromptCompletion.None, static (_, _) => { });

        Assert.Equal("fghijklmn", test.Picture()[2]);
        Assert.Equal(9, test.Display.Next.CursorColumn);
    }

    [Fact]
    public void Tab_completes_the_name_of_a_command()
    {
        TestSession test = new();
        test.Show("sh");
        string? answer = null;
        PromptLayer.Ask(test.Display, ":", string.Empty, PromptCompletion.Command, (_, text) => answer = text);

        test.Type("msgw\t3\r");

        Assert.Equal("msgwait 3", answer);
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData("Y", true)]
    [InlineData("n", false)]
    [InlineData("x", false)]
    [InlineData("\r", false)]
    public void Confirmation_takes_only_y_for_yes(string key, bool expected)
    {
        TestSession test = new(40, 3);
        test.Show("sh");
        bool yes = false;
        ConfirmLayer.Ask(test.Display, "Really kill this window [y/n]", _ => yes = true);
        Assert.Equal("Really kill this window [y/n]", test.Picture()[2]);

        test.Type(key);

        Assert.Equal(expected, yes);
        Assert.Null(test.Display.Regions.Focus.Layer);
        Assert.Null(test.Display.MessageLine.Text);
    }

    [Fact]
    public void Window_list_shows_titles_and_flags_and_the_current_window_in_standout()
    {
        TestSession test = Windows(4);

        WindowListLayer.Open(test.Display, new WindowListOptions());

        string[] picture = test.Picture();
        Assert.Equal(" Num Name                          Flags", picture[0]);
        Assert.Equal(["", "   0 one", "   1 two", "   2 three", "   3 four"], picture[1..6]);
        Assert.StartsWith("   1 two", test.Reversed(3), StringComparison.Ordinal);
        Assert.Equal(3, test.Display.Next.CursorRow);
    }

    [Theory]
    [InlineData("j\r", 2)]
    [InlineData("k ", 0)]
    [InlineData("3\r", 3)]
    [InlineData("\u0005\r", 3)]
    [InlineData("\u001b[H\r", 0)]
    [InlineData("/thr\r\r", 2)]
    [InlineData("/o\r\r", 1)]
    [InlineData("/o\rn\r", 3)]
    [InlineData("\a", 1)]
    public void Window_list_keys_choose_a_window(string keys, int expected)
    {
        TestSession test = Windows(4);
        WindowListLayer.Open(test.Display, new WindowListOptions(FromBlank: true));

        test.Type(keys);

        Assert.Equal(expected, test.Display.Fore?.Number);
        Assert.Null(test.Display.Regions.Focus.Layer);
    }

    [Fact]
    public void Window_list_swaps_numbers_and_asks_before_it_kills()
    {
        TestSession test = Windows(3);
        WindowListLayer.Open(test.Display, new WindowListOptions());

        test.Type(",");
        Assert.Equal(["two", "one", "three"], test.Session.Windows.Select(static window => window.Title));
        test.Type("..");
        Assert.Equal(["one", "three", "two"], test.Session.Windows.Select(static window => window.Title));
        test.Type("kK");
        Assert.Equal("Really kill window 1 (three) [y/n]", test.Picture()[^1]);
        test.Type("y");

        Assert.Equal(["one", "two"], test.Session.Windows.Select(static window => window.Title));
        Assert.IsType<WindowListLayer>(test.Display.Regions.Focus.Layer);
    }

    [Fact]
    public void Window_list_is_live()
    {
        TestSession test = Windows(2);
        WindowListLayer.Open(test.Display, new WindowListOptions());
        test.Picture();

        test.AddWindow("late");

        Assert.Equal("   2 late", test.Picture()[4]);
    }

    [Fact]
    public void Window_list_scrolls_when_it_is_longer_than_the_region()
    {
        TestSession test = Windows(12);
        WindowListLayer.Open(test.Display, new WindowListOptions());

        test.Type("\u0005");

        string[] picture = test.Picture();
        // As in screen the rows below the last line stay free.
        Assert.Equal(["  11 w11", "", ""], picture[^3..]);
        Assert.Equal(" Num Name", picture[0][..9]);
    }

    [Fact]
    public void Window_list_goes_into_groups_and_back()
    {
        TestSession test = Windows(2);
        var group = new Window(test.Session, new WindowRequest { IsGroup = true }) { Number = 5, Title = "group" };
        test.Session.Windows.Add(group);
        test.Session.Windows[0].Group = group;
        WindowListLayer.Open(test.Display, new WindowListOptions());
        Assert.Equal(["   1 two", "   5 group", ""], test.Picture()[2..5]);

        test.Type("j\r");
        Assert.Equal("Group: group", test.Picture()[0]);
        Assert.Equal(["", "   0 one", ""], test.Picture()[2..5]);
        test.Type("\b");
        Assert.Equal(["   1 two", "   5 group", ""], test.Picture()[2..5]);
        test.Type("g");
        Assert.Equal(["   1 two", "   5 group", "     0 one"], test.Picture()[2..5]);
        test.Type("ga");
        Assert.Equal(["   1 two", "   5 group", "     0 one"], test.Picture()[2..5]);
    }

    [Fact]
    public void Displays_are_listed_as_screen_lists_them()
    {
        TestSession test = new(80, 8);
        test.Show("bbb");
        Display other = new(test.Session, 100, 30) { TerminalType = "xterm-256color", TerminalName = "/dev/pts/4", User = new User("root") };
        test.Session.Displays.Add(other);
        other.Regions.ShowInFocus(test.Session.Windows[0]);

        DisplaysLayer.Open(test.Display);

        string[] picture = test.Picture();
        Assert.Equal("term-type   size         user interface           window       Perms", picture[0]);
        Assert.Equal("---------- ------- ---------- ----------------- ----------     -----", picture[1]);
        Assert.Equal(" xterm-256c 100x30        root@/dev/pts/4          0(bbb)        rwx", picture[2]);
        Assert.Equal("                   [Press Space to refresh; Return to end.]", picture[7]);
        test.Type("d");
        Assert.DoesNotContain(other, test.Session.Displays);
    }

    [Fact]
    public void Text_pages_wrap_and_turn_with_space()
    {
        TestSession test = new(20, 6);
        test.Show("sh");
        TextPageLayer.Open(test.Display, ["one two three four five", "", "six", "seven", "eight"]);

        Assert.Equal(["one two three four", "five", "", ""], test.Picture()[..4]);
        Assert.StartsWith("[Press Space for", test.Picture()[4], StringComparison.Ordinal);
        test.Type("x ");
        Assert.Equal(["six", "seven", "eight", ""], test.Picture()[..4]);
        test.Type(" ");

        Assert.Null(test.Display.Regions.Focus.Layer);
    }

    [Fact]
    public void Tables_have_their_title_on_each_page()
    {
        TestSession test = new(60, 8);
        test.Show("sh");

        ListPageLayer.Open(test.Display, "User key bindings", ["a", "b", "c", "d", "e"]);

        Assert.Equal("              User key bindings, page 1 of 2.", test.Picture()[0]);
        Assert.Equal(["", "a", "b", "c", ""], test.Picture()[1..6]);
        test.Type(" ");
        Assert.Equal(["d", "e", ""], test.Picture()[2..5]);
    }

    [Fact]
    public void Help_shows_commands_in_columns_and_keys_with_arguments_after_them()
    {
        TestSession test = new();
        test.Show("sh");
        test.Session.Keys.UnbindAll();
        Bind(test, 'm', "msgwait", "3");
        Bind(test, '\x16', "vbell");
        Bind(test, 'v', "vbell");
        Bind(test, ' ', "ignorecase");

        HelpLayer.Open(test.Display, null);

        string[] picture = test.Picture();
        Assert.Equal("                       Screen key bindings, page 1 of 1.", picture[0]);
        Assert.Equal("                       Command key:  ^A   Literal ^A:  a", picture[2]);
        Assert.Equal("ignorecase sp   vbell      ^V v", picture[4]);
        Assert.Equal("m    msgwait 3", picture[6]);
        Assert.Equal("                        [Press Space or Return to end.]", picture[22]);
        test.Type(" ");
        Assert.Null(test.Display.Regions.Focus.Layer);
    }

    [Fact]
    public void Blanker_hides_everything_until_a_key_is_typed()
    {
        TestSession test = new(20, 3);
        Window window = test.Show("sh", "text");

        BlankLayer.Open(test.Display, []);
        Assert.True(test.Display.IsBlanked);
        Assert.Equal(["", "", ""], test.Picture());
        test.Type("x");

        Assert.False(test.Display.IsBlanked);
        Assert.Equal("text", test.Picture()[0]);
        Assert.Empty(TestSession.ProcessOf(window).Typed);
    }

    [Fact]
    public void Layers_of_a_window_that_is_left_go_away()
    {
        TestSession test = Windows(2);
        PromptLayer.Ask(test.Display, ":", string.Empty, PromptCompletion.None, static (_, _) => { });

        test.Display.Regions.ShowInFocus(test.Session.Windows[0]);

        Assert.Null(test.Display.Regions.Focus.Layer);
    }

    private static void Bind(TestSession test, char key, params string[] words) =>
        test.Session.Keys.Prefix[(byte)key] = Server.Commands.CommandInvocation.Create(words, out _);

    private static TestSession Windows(int count)
    {
        string[] names = ["one", "two", "three", "four"];
        TestSession test = new(40, 8);
        for (int number = 0; number < count; number++)
        {
            test.AddWindow(number < names.Length ? names[number] : $"w{number}");
        }

        test.Display.Regions.ShowInFocus(test.Session.Windows[1]);
        return test;
    }
}
