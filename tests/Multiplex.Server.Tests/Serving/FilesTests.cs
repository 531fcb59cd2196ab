using System.Text;
using Multiplex.Platform;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Tests.Commands;

namespace Multiplex.Server.Tests.Serving;

public sealed class FilesTests
{
    [Fact]
    public void A_log_holds_the_programs_bytes_and_is_appended_to()
    {
        var bench = new Bench();
        string file = bench.FileOf("screenlog.0");
        bench.Run($"chdir {bench.Directory}");
        Assert.Equal("Creating logfile \"screenlog.0\".", bench.Run("log"));
        bench.Print(bench.Front, "echo hey\r\nhey\r\n$ ");
        Assert.Equal("Logfile \"screenlog.0\" closed.", bench.Run("log"));
        Assert.Equal("Appending to logfile \"screenlog.0\".", bench.Run("log on"));
        bench.Print(bench.Front, "\e[1mmore");
        bench.Run("log off");

        Assert.True(SpinWait.SpinUntil(() => new FileInfo(file).Length == 25, TimeSpan.FromSeconds(10)));
        Assert.Equal("echo hey\r\nhey\r\n$ \e[1mmore", File.ReadAllText(file));
        PosixFile.TryGetStatus(null, file, out FileStatus status);
        Assert.Equal(0x180u, status.Permissions);
    }

    [Fact]
    public void A_log_gets_a_time_stamp_after_a_pause()
    {
        var bench = new Bench();
        string file = bench.FileOf("log");
        bench.Run($"logfile {file}");
        bench.Run("logtstamp on");
        bench.Run("logtstamp after 2");
        bench.Run("log on");
        bench.Print(bench.Front, "a");
        bench.Host.Advance(TimeSpan.FromSeconds(3));
        bench.Print(bench.Front, "b");
        bench.Run("log off");

        Assert.True(SpinWait.SpinUntil(() => File.ReadAllText(file).Contains("\nb", StringComparison.Ordinal), TimeSpan.FromSeconds(10)), File.ReadAllText(file));
        Assert.Matches("^a-- 0:sh -- time-stamp -- Nov/23/26  2:..:.. --\n-- 0:sh -- time-stamp -- Nov/23/26  2:..:.. --\nb", File.ReadAllText(file));
    }

    [Fact]
    public void A_log_that_is_a_link_a_pipe_or_a_directory_is_refused()
    {
        var bench = new Bench();
        string target = bench.FileOf("target");
        File.WriteAllText(target, "precious");
        File.CreateSymbolicLink(bench.FileOf("link"), target);
        bench.Run($"logfile {bench.FileOf("link")}");

        Assert.StartsWith("Error opening logfile", bench.Run("log on"));
        bench.Run($"logfile {bench.Directory}");
        Assert.StartsWith("Error opening logfile", bench.Run("log on"));
        bench.Run("logfile /dev/full");
        Assert.StartsWith("Error opening logfile", bench.Run("log on"));
        Assert.Equal("precious", File.ReadAllText(target));
        Assert.Null(bench.Front.Log);
    }

    [Fact]
    public async Task A_log_whose_queue_is_full_goes_on_and_says_what_is_missing()
    {
        var bench = new Bench();
        bench.Run($"logfile {bench.FileOf("log")}");
        bench.Run("log on");
        Window window = bench.Front;
        Logging.Write(window, "before\n"u8);
        Logging.Write(window, new byte[LogFile.MaxPending + 1]);
        bench.Host.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal($"Logfile \"{bench.FileOf("log")}\" waits for room: the disk is too slow", bench.Session.LastMessage);

        // What is queued goes to the disk behind our back, and then there is room again.
        for (string text = string.Empty; !text.Contains("after", StringComparison.Ordinal); text = await File.ReadAllTextAsync(bench.FileOf("log")))
        {
            Logging.Write(window, "after\n"u8);
        }

        string log = await File.ReadAllTextAsync(bench.FileOf("log"));
        Assert.Matches(@"^before\n\r\n\[\d+ bytes are missing here: the disk was too slow\]\r\n(after\n)+$", log);
    }

    [Fact]
    public void A_hardcopy_holds_every_row_trimmed_and_with_h_the_scrollback_in_front()
    {
        var bench = new Bench();
        string file = bench.FileOf("hc");
        bench.Print(bench.Front, string.Concat(Enumerable.Range(0, 26).Select(static line => $"line {line}  \r\n")) + "→ end");
        Assert.Equal($"Screen image written to \"{file}\".", bench.Run($"hardcopy {file}"));
        Assert.Equal(24, File.ReadAllLines(file).Length);
        Assert.EndsWith("line 25\n→ end\n", File.ReadAllText(file));
        bench.Run($"hardcopy -h {file}");
        Assert.StartsWith("line 0\nline 1\n", File.ReadAllText(file));
    }

    [Fact]
    public void Hardcopies_of_a_window_are_appended_behind_a_line_that_separates()
    {
        var bench = new Bench();
        bench.Run($"hardcopydir {bench.Directory}");
        bench.Run("hardcopy_append on");
        bench.Run("hardcopy");
        bench.Run("hardcopy");

        string text = File.ReadAllText(bench.FileOf("hardcopy.0"));
        Assert.Contains($"\n>{new string('=', 78)}<\n", text);
    }

    [Fact]
    public void The_paste_buffer_travels_through_the_exchange_file()
    {
        var bench = new Bench();
        string file = bench.FileOf("exchange");
        bench.Run($"bufferfile {file}");
        bench.Run("register . héllo");
        Assert.Equal($"Copybuffer written to \"{file}\".", bench.Run("writebuf"));
        bench.Run("register . x");
        Assert.Equal("Slurped 5 characters into buffer", bench.Run("readbuf"));
        Assert.Equal("héllo", Encoding.UTF8.GetString(bench.Session.Registers['.'].Span));
        Assert.Equal("Copied 5 characters into register y", bench.Run("readreg y"));
        Assert.Equal($"{file} removed", bench.Run("removebuf"));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Paste_types_returns_and_brackets_when_the_program_asks()
    {
        var bench = new Bench();
        bench.Run("register . \"a\\nb\"");
        bench.Run("paste .");
        Assert.Equal("a\rb", Bench.Typed(bench.Front));
        bench.Print(bench.Front, "\e[?2004h");
        bench.Run("register . \"x\\033[201~y\"");
        bench.Run("paste .");

        Assert.Equal("a\rb\e[200~x[201~y\e[201~", Bench.Typed(bench.Front));
    }

    [Fact]
    public void Slowpaste_types_one_character_at_a_time()
    {
        var bench = new Bench();
        bench.Run("slowpaste 10");
        bench.Run("register . héy");
        Window window = bench.Front;
        bench.Run("paste .");
        Assert.Equal("h", Bench.Typed(window));
        bench.Host.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal("hé", Bench.Typed(window));
        bench.Host.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal("héy", Bench.Typed(window));
    }

    [Fact]
    public void Registers_are_joined_in_another_register()
    {
        var bench = new Bench();
        bench.Run("register a x");
        bench.Run("register b y");
        bench.Run("paste ab c");

        Assert.Equal("xy"u8.ToArray(), bench.Session.Registers['c'].ToArray());
    }

    [Fact]
    public void A_missing_rc_file_and_a_pipe_are_told_and_do_not_block()
    {
        var bench = new Bench();
        Assert.False(UserFiles.TryRead(bench.Directory.FullName, 10, out _, out string error));
        Assert.Equal("Not a regular file", error);
        Assert.Equal($": source {bench.FileOf("none")}: No such file or directory", bench.Run($"source {bench.FileOf("none")}"));
    }
}
