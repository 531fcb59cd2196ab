using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>Configurations as people write them do what they say: bars, keys, windows, regions.</summary>
public sealed class SampleTests
{
    [Fact]
    public void Daily_has_a_bar_and_its_bindings()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "01-daily");
        terminal.WaitForRow(23, $" {Host} | 0* sh");
        terminal.WaitForScreen(text => text.Contains($"{DateTime.UtcNow:yyyy-MM-dd HH:mm}", StringComparison.Ordinal), "the date");
        terminal.Press("c");
        terminal.WaitForRow(23, $" {Host} | 0- sh  1* sh");
        terminal.Press("k");
        terminal.WaitFor("Really kill this window [y/n]");
        terminal.Type("y");
        terminal.WaitForRow(23, $" {Host} | 0* sh");
        Assert.Contains("+10000", world.Run("-Q", "info").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Statusbar_counts_windows_and_shows_the_list_as_it_is_told()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "02-statusbar");
        terminal.WaitForRow(23, "[s] <0* sh>");
        terminal.Press("c");
        terminal.WaitForRow(23, "[s] 0- sh  <1* sh>");
        terminal.Press("\"");
        terminal.WaitForRow(0, " No Title");
        terminal.WaitForRow(2, "   0 sh");
    }

    [Fact]
    public void Regions_stand_where_they_were_put_and_keys_move_between_them()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "03-regions");
        terminal.WaitFor("  0  left ");
        terminal.WaitFor("  1  right ");
        terminal.WaitFor("  2  below ");
        terminal.Type("echo in-$WINDOW\r");
        terminal.WaitForRow(1, "in-0");
        terminal.Press("l");
        terminal.Press("j");
        terminal.Type("echo in-$WINDOW\r");
        terminal.WaitFor("in-2");
        terminal.Press("Q");
        terminal.WaitForNo(" left ");
        terminal.WaitForRow(23, "  2  below ");
    }

    [Fact]
    public void Escape_keys_have_moved()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "04-escape-keys");
        terminal.Type("\x01");
        terminal.Type("\nT");
        terminal.WaitForMessage("Set window's title to: sh");
        terminal.Type("\x15other\r");
        MuxWorld.WaitUntil(() => world.Run("-Q", "title").Output == "other", "the title to change");
        terminal.Type("\nx");
        terminal.Type("\n ");
        terminal.WaitForRow(2, "   0 other");
        terminal.Type("\x1b");
        terminal.WaitForNo("0 other");
        terminal.Type("\nE");
        MuxWorld.WaitUntil(() => world.Run("-Q", "windows").Output.Contains("1* edit", StringComparison.Ordinal), "the editor's window");
    }

    [Fact]
    public void Project_opens_its_windows_where_they_belong()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "05-project");
        MuxWorld.WaitUntil(() => world.Run("-Q", "windows").Output == "0* edit  1 build  3 logs  5 top  6- old", "the windows");
        Assert.EndsWith(".project", Assert.Single(world.Sessions()), StringComparison.Ordinal);
        terminal.Press("6");
        terminal.Type("echo =$TERM $PROJECT $EDITOR $PWD=\r");
        terminal.WaitFor($"=vt100 demo vi {world.Home}=");
        terminal.Press("1");
        terminal.Type("echo =$PWD=\r");
        terminal.WaitFor("=/=");
        terminal.Press("5");
        terminal.WaitFor("UTC");
    }

    [Fact]
    public void Backticks_run_once_again_and_all_the_time()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "06-backticks");
        terminal.WaitForRow(23, "   0 sh");
        terminal.WaitForScreen(
            static text => System.Text.RegularExpressions.Regex.IsMatch(text.Split('\n')[23], @"\d+/\d+ \d+ \d\d:\d\d:\d\d"), "the load and the clock");
    }

    [Fact]
    public void Logging_writes_log_hardcopy_and_exchange_file()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "07-logging");
        terminal.Type("echo to-the-log-$((1+1))\r");
        terminal.WaitFor("to-the-log-2");
        Assert.Contains("to-the-log-2", world.WaitForFile("screen-s-0-logged.log", "to-the-log-2"), StringComparison.Ordinal);
        terminal.Press("h");
        world.WaitForFile("hardcopy.0", "to-the-log-2");
        terminal.Press("h");
        world.WaitForFile("hardcopy.0", ">====");
        world.Run("-X", "register", ".", "exchanged");
        terminal.Press(">");
        world.WaitForFile("screen-exchange-sample", "exchanged");
        terminal.Press("H");
        terminal.WaitForMessage($"Logfile \"{world.PathOf("screen-s-0-logged.log")}\" closed.");
    }

    [Fact]
    public void Monitoring_tells_of_activity_and_keeps_what_failed()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "08-monitoring");
        world.Run("-p", "0", "-X", "stuff", "echo seen\\015");
        terminal.WaitForMessage("activity in 0 (worker)");
        terminal.Press("0");
        terminal.Type("printf abc; exit 3\r");
        terminal.WaitFor("abc\n=== Command terminated with exit status 3 (");
        terminal.Type("r");
        terminal.WaitFor(") ===\n$");
        terminal.WaitFor("abc\n===");
        terminal.Type("exit\r");
        MuxWorld.WaitUntil(() => world.Run("-Q", "windows").Output == "1* watched", "a window without an error to go");
    }

    [Fact]
    public void Layouts_are_there_from_the_start()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "09-layouts");
        terminal.Press("L");
        terminal.WaitForMessage("0* edit  1 ops");
        terminal.Press("\x0e");
        terminal.WaitFor("1 left ");
        terminal.WaitFor("2 right\n");
        terminal.WaitFor("3 bottom\n");
        terminal.Press("e");
        terminal.WaitForNo("3 bottom");
    }

    [Fact]
    public void Shared_says_who_else_is_here()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "10-shared");
        terminal.WaitForRow(23, $"{Host}:s 0 shared");
        Assert.DoesNotContain("also here", terminal.Screen, StringComparison.Ordinal);
        OuterTerminal second = world.Attach("-x", "s");
        second.WaitFor("shared");
        Assert.Contains("(Multi, attached)", world.Run("-ls").Output, StringComparison.Ordinal);
        terminal.Press("W");
        second.WaitForScreen(static text => text.Contains("back in five minutes", StringComparison.Ordinal), "the message");
        terminal.Press("*");
        terminal.WaitFor("term-type");
    }

    [Fact]
    public void Terminal_tweaks_bind_keys_and_leave_the_rest_alone()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "11-terminal");
        terminal.Press("c");
        terminal.Type("echo in-$WINDOW\r");
        terminal.WaitFor("in-1");
        terminal.Type("\x1b[15~");
        terminal.WaitForNo("in-1");
        terminal.Type("\x1b[17~");
        terminal.WaitFor("in-1");
        terminal.Type("\x1b[1;5C");
        terminal.WaitForNo("in-1");
        terminal.Type("xyzzy");
        terminal.WaitFor("nothing happens");
    }

    [Fact]
    public void The_kitchen_sink_is_parsed_to_the_last_line()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Start(world, "12-kitchen-sink");
        MuxWorld.WaitUntil(() => world.Run("-Q", "windows").Output == "1* renamed  2- sh \"quoted\" # not a ", "the windows");
        terminal.Type("echo $INCLUDED-$SINK\r");
        terminal.Press("2");
        terminal.Type("echo =$INCLUDED-$SINK=\r");
        terminal.WaitFor("=yes-a b=");
        terminal.Press("w1");
        terminal.WaitForNo("=yes-a b=");
        terminal.Type("cd\r");
        terminal.Press("\x02");
        terminal.WaitFor("echo $HOME\\015");
        terminal.Press("I");
        terminal.WaitForMessage("from the included file");
    }

    private static string Host => Environment.MachineName.Split('.')[0];

    private static OuterTerminal Start(MuxWorld world, string sample)
    {
        string samples = Path.Combine(AppContext.BaseDirectory, "Samples");
        string rc = world.PathOf("rc");
        File.WriteAllText(rc, File.ReadAllText(Path.Combine(samples, sample + ".screenrc"))
            .Replace("/tmp", world.Root, StringComparison.Ordinal)
            .Replace("12-included.rc", Path.Combine(samples, "12-included.rc"), StringComparison.Ordinal));
        OuterTerminal terminal = world.Attach("-c", rc, "-S", "s");
        terminal.WaitForScreen(static text => text.Contains('$', StringComparison.Ordinal) || text.Contains('#', StringComparison.Ordinal), "a prompt");
        Assert.DoesNotContain(rc, terminal.Screen, StringComparison.Ordinal);
        return terminal;
    }
}
