using Multiplex.Server.Composition;
using Multiplex.Server.Model;
using Multiplex.Server.Tests.KeyLayer;

namespace Multiplex.Server.Tests.Composition;

public class StatusStringTests
{
    [Theory]
    [InlineData("a%%b", "a%b")]
    [InlineData("%a", "am")]
    [InlineData("%A", "AM")]
    [InlineData("%c", " 2:35")]
    [InlineData("%0c", "02:35")]
    [InlineData("%C", " 2:35")]
    [InlineData("%0C", "02:35")]
    [InlineData("%d", "23")]
    [InlineData("%D", "Mon")]
    [InlineData("%LD", "Monday")]
    [InlineData("[%e]", "[ UTF-8]")]
    [InlineData("%m", "11")]
    [InlineData("%M", "Nov")]
    [InlineData("%LM", "November")]
    [InlineData("%n", "1")]
    [InlineData("[%3n]", "[  1]")]
    [InlineData("%p", "17427")]
    [InlineData("%s", "11")]
    [InlineData("%S", "main")]
    [InlineData("%t", "second")]
    [InlineData("%T", "/dev/pts/28")]
    [InlineData("%O", "3")]
    [InlineData("%?%u%:nousers%?", "nousers")]
    [InlineData("%w", "0 first  1* second  2 third")]
    [InlineData("%Lw", "0 first  1* second  2- third")]
    [InlineData("[%-w]", "[0 first  ]")]
    [InlineData("[%+w]", "[  2 third]")]
    [InlineData("%-Lw[%n%f %t]%+Lw", "0 first  [1 second]  2- third")]
    [InlineData("%W", "0 first  2 third")]
    [InlineData("%LW", "0 first  2- third")]
    [InlineData("%x", "sh -c exec sleep 1000")]
    [InlineData("%X", "sh")]
    [InlineData("%y", "26")]
    [InlineData("%Y", "2026")]
    [InlineData("[%`]", "[]")]
    [InlineData("[%9`]", "[]")]
    [InlineData("%h", "myhs")]
    [InlineData("%?%h%?", "myhs")]
    [InlineData("%?%u%:none%?", "none")]
    [InlineData("[%?a%?]", "[]")]
    [InlineData("%?%t%?%?%h%?", "secondmyhs")]
    [InlineData("[%b]", "[1b]")]
    [InlineData("^G^Ax", "\a\u0001x")]
    [InlineData("abc%=def", "abc def")]
    [InlineData("abcdefgh%05<", "abcde")]
    [InlineData("abc%<def", "abcdef")]
    [InlineData("[%{", "[")]
    [InlineData("%{= kw}x%{-}y", "xy")]
    [InlineData("%{bad}x", "x")]
    [InlineData("[%?%F%{+b}F%:notF%?]", "[F]")]
    [InlineData("%?%-Fy%:x%?", "x")]
    [InlineData("%?%P%{r}COPY%:normal%?", "normal")]
    [InlineData("%?%E%{r}ESC%:normal%?", "normal")]
    public void ExpandText_gives_what_screen_gave_in_the_recorded_session(string format, string expected)
    {
        TestSession test = TestSession.Recorded();

        Assert.Equal(expected, StatusString.ExpandText(format, new StatusContext(test.Session, test.Display, test.Display.Fore)));
    }

    [Theory]
    [InlineData("%n|%t|%f|%h", "-|||")]
    [InlineData("%4n", "  --")]
    [InlineData("%4n %t", "  -- ")]
    public void ExpandText_shows_dashes_where_there_is_no_window(string format, string expected)
    {
        TestSession test = TestSession.Recorded();

        Assert.Equal(expected, StatusString.ExpandText(format, new StatusContext(test.Session, test.Display, null)));
    }

    [Fact]
    public void ExpandText_shows_the_flags_of_a_window_that_is_watched_logged_and_rings()
    {
        TestSession test = TestSession.Recorded();
        Window first = test.Session.Windows[0];
        first.Monitor = true;
        first.HasActivity = true;
        first.HasBell = true;
        string log = Path.Combine(Path.GetTempPath(), $"mux-{Guid.NewGuid():N}.log");
        first.Log = Services.WindowLog.Open(first, log, log, out _);
        first.IsZombie = true;

        Assert.Equal(
            "0@!(L)Z first  1* second  2- third",
            StatusString.ExpandText("%Lw", new StatusContext(test.Session, test.Display, test.Display.Fore)));
    }

    [Fact]
    public void ExpandText_cuts_titles_in_lists_at_twenty_characters()
    {
        TestSession test = TestSession.Recorded();
        test.Session.Windows[0].Title = "abcdefghijklmnopqrstuvwxyz";

        Assert.StartsWith(
            "0 abcdefghijklmnopqrst  1*",
            StatusString.ExpandText("%w", new StatusContext(test.Session, test.Display, test.Display.Fore)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc%=def", 80, "abc,74,def")]
    [InlineData("abc%=def%=ghi", 80, "abc,35,def,36,ghi")]
    [InlineData("abc%20=def", 80, "abc,13,def")]
    [InlineData("%020=def", 80, "20,def")]
    [InlineData("abc%-10=def", 80, "abc,67,def")]
    [InlineData("abc%-010=def", 80, "abc,67,def")]
    public void Expand_fills_up_to_the_place_that_was_asked_for(string format, int width, string picture)
    {
        string expected = string.Concat(picture.Split(',').Select(part => int.TryParse(part, out int blanks) ? new string(' ', blanks) : part));

        Assert.Equal(expected, Expand(TestSession.Recorded(), format, width));
    }

    [Theory]
    [InlineData("%w %w %w %w %w%<", "0 first  1* second  2 third 0 first  1* second  2 third 0 first  1* second  2 th")]
    [InlineData("%w %w %50>X%w %w%<", "nd  2 third 0 first  1* second  2 third X0 first  1* second  2 third 0 first  1*")]
    public void Expand_truncates_around_the_marked_spot(string format, string expected)
    {
        Assert.Equal(expected, Expand(TestSession.Recorded(), format, 80));
    }

    [Theory]
    [InlineData("%-w%50L>[%n %t]%+w%<", "... longwindowname1  3 longwindowname2  [4 longwindowname3]  5 longwindowname...")]
    [InlineData("%-w%50>[%n]%+w%-10<|end", "ongwindowname1  3 longwindowname2  [4]  5 longwindowname4  6 longwindo|end")]
    public void Expand_truncates_long_lists_of_windows_around_the_current_one(string format, string expected)
    {
        Assert.Equal(expected, Expand(LongTitles(), format, 80));
    }

    [Fact]
    public void Expand_leaves_the_text_alone_with_L()
    {
        string whole = StatusString.ExpandText("%w", new StatusContext(LongTitles().Session, null, null));

        Assert.Equal(whole.Length, Expand(LongTitles(), "%w%L<", 80).Replace("*", string.Empty, StringComparison.Ordinal).Length);
    }

    [Theory]
    [InlineData("text", null)]
    [InlineData("%c", 49)]
    [InlineData("%s", 1)]
    [InlineData("%c %s", 1)]
    [InlineData("%a", 24 * 60 + 49)]
    public void Expand_says_when_the_text_changes_by_the_clock(string format, int? seconds)
    {
        TestSession test = TestSession.Recorded();
        var line = new StatusLine();

        StatusString.Expand(format, new StatusContext(test.Session, test.Display, test.Display.Fore), line);

        Assert.Equal(seconds, line.NextRefresh is { } next ? (int)(next - test.Host.Now).TotalSeconds : null);
    }

    [Fact]
    public void Expand_reads_the_hardstatus_of_a_window_with_its_own_escape_character()
    {
        TestSession test = TestSession.Recorded();
        test.Session.Windows[1].Hardstatus = "\u0005n \u0005t 100%";

        Assert.Equal("<1 second 100%>", StatusString.ExpandText("<%h>", new StatusContext(test.Session, test.Display, test.Display.Fore)));
    }

    [Fact]
    public void Expand_allocates_nothing_once_the_line_is_warm()
    {
        TestSession test = TestSession.Recorded();
        var line = new StatusLine();
        var context = new StatusContext(test.Session, test.Display, test.Display.Fore) { Width = 80, Rendition = StatusRendition.Standout };
        const string Format = "%{= kG}[%S] %-Lw%{= BW}%50>%n%f %t%{-}%+Lw%<%= %D %d %0c:%s";
        for (int round = 0; round < 10; round++)
        {
            StatusString.Expand(Format, context, line);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        StatusString.Expand(Format, context, line);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Expand(TestSession test, string format, int width)
    {
        var line = new StatusLine();
        StatusString.Expand(format, new StatusContext(test.Session, test.Display, test.Display.Fore) { Width = width }, line);
        return line.ToString();
    }

    private static TestSession LongTitles()
    {
        var test = new TestSession();
        test.AddWindow("sh");
        for (int number = 0; number < 8; number++)
        {
            test.AddWindow($"longwindowname{number}");
        }

        test.Display.Regions.ShowInFocus(test.Session.Windows[4]);
        return test;
    }
}
