using Multiplex.Server.Layers;

namespace Multiplex.Server.Tests.Commands;

/// <summary>What screen 4.9 says to lines at the colon prompt, recorded with one window named <c>sh</c>.</summary>
public sealed class CommandMessageTests
{
    [Theory]
    [InlineData("bogus", ": unknown command 'bogus'")]
    [InlineData("number -1", "Given window position is invalid.")]
    [InlineData("number x", ": number: invalid argument. Give numeric argument.")]
    [InlineData("escape", ": escape: one argument required")]
    [InlineData("escape abc", ": two characters required after escape.")]
    [InlineData("defescape a", ": two characters required after defescape.")]
    [InlineData("echo hi", "hi")]
    [InlineData("echo \"a b\"", "a b")]
    [InlineData("echo", ": echo: one or two arguments required")]
    [InlineData("echo a b c", ": echo: one or two arguments required")]
    [InlineData("echo -n x", "x")]
    [InlineData("echo $STY $WINDOW $PWD $PID", ": echo: one or two arguments required")]
    [InlineData("echo \"%n\"", "%n")]
    [InlineData("vbell_msg", "vbell_msg is '   Wuff,  Wuff!!  '")]
    [InlineData("activity", ": activity: one argument required")]
    [InlineData("pow_detach_msg", "pow_detach_msg is ''")]
    [InlineData("vbell on", "switched to visual bell.")]
    [InlineData("vbell off", "switched to audible bell.")]
    [InlineData("vbell maybe", ": vbell: invalid argument. Give 'on' or 'off'")]
    [InlineData("msgwait", ": msgwait: one argument required")]
    [InlineData("msgwait 3", "msgwait set to 3 seconds")]
    [InlineData("msgminwait 1", "msgminwait set to 1 seconds")]
    [InlineData("vbellwait 2", "vbellwait set to 2 seconds")]
    [InlineData("silencewait 15", "silencewait set to 15 seconds")]
    [InlineData("silence 10", "The window is now being monitored for 10 sec. silence.")]
    [InlineData("silence off", "The window is no longer being monitored for silence.")]
    [InlineData("scrollback 500", "scrollback set to 500")]
    [InlineData("scrollback", ": scrollback: one argument required")]
    [InlineData("defscrollback", ": defscrollback: one argument required")]
    [InlineData("hardstatus", "messages displayed on window")]
    [InlineData("hardstatus string", "hardstatus string is '%h'")]
    [InlineData("hardstatus foo", ": usage: hardstatus [always]lastline|ignore|message|string [string]")]
    [InlineData("caption string", "caption string is '%4n %t'")]
    [InlineData("caption", ": caption: one or two arguments required")]
    [InlineData("windowlist string", "windowlist string is '%4n %t%=%f'")]
    [InlineData("windowlist title", "windowlist title is ' Num Name%=Flags'")]
    [InlineData("shelltitle", ": shelltitle: one argument required")]
    [InlineData("shelltitle a b", ": shelltitle: one argument required")]
    [InlineData("logfile", "logfile is 'screenlog.%n'")]
    [InlineData("logfile flush 5", "log flush timeout set to 5s")]
    [InlineData("logfile /tmp/xx.log", "logfile is '/tmp/xx.log'")]
    [InlineData("logfile screenlog.%n", "logfile is 'screenlog.%n'")]
    [InlineData("logtstamp", "timestamps turned on")]
    [InlineData("logtstamp after", "timestamp printed after 120s")]
    [InlineData("logtstamp after 60", "timestamp printed after 60s")]
    [InlineData("logtstamp string", "logfile timestamp is '-- %n:%t -- time-stamp -- %M/%d/%y %c:%s --'")]
    [InlineData("logtstamp foo", "usage: logtstamp [after [n]|string [str]|on|off]")]
    [InlineData("log", "Creating logfile \"screenlog.0\".")]
    [InlineData("monitor on", "Window 0 (sh) is now being monitored for all activity.")]
    [InlineData("monitor off", "Window 0 (sh) is no longer being monitored for activity.")]
    [InlineData("hardcopydir /tmp", "hardcopydir is /tmp")]
    [InlineData("hardcopy_append", ": hardcopy_append: one argument required")]
    [InlineData("bufferfile", "Bufferfile is now '/tmp/screen-exchange'")]
    [InlineData("bufferfile /tmp/bf", "Bufferfile is now '/tmp/bf'")]
    [InlineData("sessionname a/b", ": bad session name 'a/b'")]
    [InlineData("unsetenv", ": unsetenv: one argument required")]
    [InlineData("chdir /nonexist", "/nonexist: No such file or directory")]
    [InlineData("shell", ": shell: one argument required")]
    [InlineData("term", ": term: one argument required")]
    [InlineData("altscreen off", "Will not do alternate screen switching")]
    [InlineData("autodetach", ": autodetach: one argument required")]
    [InlineData("startup_message", ": startup_message: one argument required")]
    [InlineData("ignorecase", "Will ignore case in searches")]
    [InlineData("compacthist", "compacting history lines")]
    [InlineData("pastefont", "Will not paste font settings")]
    [InlineData("slowpaste", "Slowpaste in window 0 is unset.")]
    [InlineData("slowpaste 10", "Slowpaste in window 0 set to 10 milliseconds.")]
    [InlineData("slowpaste 0", "Slowpaste in window 0 now unset.")]
    [InlineData("maptimeout", "maptimeout is 300ms")]
    [InlineData("maptimeout 300", "maptimeout is 300ms")]
    [InlineData("mousetrack", "Mouse tracking for this display is turned off")]
    [InlineData("multiuser on", "Multiuser mode enabled")]
    [InlineData("multiuser off", "Multiuser mode disabled")]
    [InlineData("writelock", "writelock off")]
    [InlineData("writelock on", "writelock on")]
    [InlineData("writelock off", "writelock off")]
    [InlineData("nonblock", "display set to nonblocking mode, 1s timeout")]
    [InlineData("nonblock 3", "display set to nonblocking mode, 3s timeout")]
    [InlineData("nonblock off", "display set to blocking mode")]
    [InlineData("obuflimit", "Limit is 256, current buffer size is 4096")]
    [InlineData("obuflimit 300", "Limit set to 300")]
    [InlineData("defobuflimit 300", "Default limit set to 300")]
    [InlineData("utf8", "Will not use UTF-8 encoding")]
    [InlineData("defutf8 on", "Will use UTF-8 encoding for new windows")]
    [InlineData("encoding", ": encoding: one or two arguments required")]
    [InlineData("encoding foo", "encoding: unknown encoding 'foo'")]
    [InlineData("c1", "Will not use C1")]
    [InlineData("gr", "Will use GR")]
    [InlineData("charset", ": charset: one argument required")]
    [InlineData("defcharset", "default charset is ''")]
    [InlineData("cjkwidth", "Treat ambiguous width characters as full width")]
    [InlineData("zmodem", "zmodem mode is off")]
    [InlineData("zmodem auto", "zmodem mode is auto")]
    [InlineData("zombie abc", ":zombie: one or two characters expected.")]
    [InlineData("zombie_timeout", ": zombie_timeout: one argument required")]
    [InlineData("verbose", "Won't echo command when creating windows.")]
    [InlineData("idle", "idle off")]
    [InlineData("idle 300", "idle timeout 300s, blanker")]
    [InlineData("idle off", "idle off")]
    [InlineData("blankerprg", "No blankerprg set.")]
    [InlineData("backtick", ": backtick: at least one argument required")]
    [InlineData("backtick 1 2", ": usage: backtick num [lifespan tick cmd args...]")]
    [InlineData("backtick x 0 0 date", ": backtick: argument is not decimal.")]
    [InlineData("register ab foo", ": register: character, ^x, or (octal) \\032 expected.")]
    [InlineData("register a", ": register: two or four arguments required")]
    [InlineData("paste zz", "empty buffer")]
    [InlineData("bind", ": bind: at least one argument required")]
    [InlineData("bind ab quit", ": bind: character, ^x, or (octal) \\032 expected.")]
    [InlineData("bind x bogus", ": bind: unknown command 'bogus'")]
    [InlineData("bind x select 1 2 3", ": select: no or one argument required")]
    [InlineData("bindkey x bogus", ": bindkey: unknown command 'bogus'")]
    [InlineData("bindkey -k zz select", ": bindkey: unknown key 'zz'")]
    [InlineData("layout", ": layout: at least one argument required")]
    [InlineData("layout autosave", "not on a layout")]
    [InlineData("layout select zz", "No such layout")]
    [InlineData("layout attach", "will attach to last layout")]
    [InlineData("layout foo", "unknown layout subcommand")]
    [InlineData("focus foo", ": usage: focus [next|prev|up|down|left|right|top|bottom]")]
    [InlineData("focusminsize", "focus min size is 0 0")]
    [InlineData("focusminsize max max", "focus min size is max max")]
    [InlineData("focusminsize 0 0", "focus min size is 0 0")]
    [InlineData("resize", "resize: need more than one region")]
    [InlineData("dinfo", "(80,24) UTF-8 xterm color iso2022")]
    [InlineData("printcmd", "using termcap entries for printing")]
    [InlineData("printcmd lpr", "using 'lpr' as print command")]
    [InlineData("printcmd \"\"", "using termcap entries for printing")]
    [InlineData("rendition bell =b", "")]
    [InlineData("rendition foo x", "Invalid option 'foo' for rendition")]
    [InlineData("attrcolor b R", "")]
    [InlineData("defhstatus", "default hstatus is ''")]
    [InlineData("source /nonexist", ": source /nonexist: No such file or directory")]
    [InlineData("termcapinfo xterm ti@", "Sorry, too late now. Place that in your .screenrc file.")]
    [InlineData("termcap xterm ti@", "Sorry, too late now. Place that in your .screenrc file.")]
    [InlineData("allpartial", ": allpartial: one argument required")]
    [InlineData("allpartial on", "No refresh on window change!")]
    [InlineData("deflogin on", "")]
    [InlineData("defmode 600", "Ttymode set to 600")]
    [InlineData("defmode 999", ": defmode: argument is not octal.")]
    [InlineData("dynamictitle", ": dynamictitle: one argument required")]
    [InlineData("breaktype", "breaktype is (2) tcsendbreak")]
    [InlineData("defbreaktype", "breaktype is (2) tcsendbreak")]
    [InlineData("breaktype 1", "breaktype set to (1) TCSBRK")]
    [InlineData("!", "Filter running: (none)")]
    [InlineData("|less", ": unknown command '|less'")]
    [InlineData(" echo lead", "lead")]
    [InlineData("echo a # b", "a")]
    [InlineData("echo \"unterminated", ": Missing \" quote.")]
    [InlineData("echo ${HOME}", "/tmp/home")]
    [InlineData("echo \\$HOME", "$HOME")]
    [InlineData("echo $:us:", "[4m")]
    [InlineData("echo $:k1:-$:ku:", "OP-OA")]
    [InlineData("echo '$:us:'-$:xx:-", "$:us:--")]
    [InlineData("echo '$HOME'", "$HOME")]
    [InlineData("echo \"$HOME\"", "/tmp/home")]
    [InlineData("echo $STY", "main")]
    [InlineData("echo $COLUMNS", "80")]
    [InlineData("height 10 20 30", ": height: too many arguments")]
    [InlineData("width -x", ": width: unknown option -x")]
    [InlineData("width 0", "Illegal width")]
    [InlineData("width 100", "Your termcap does not specify how to change the terminal's width to 100.")]
    [InlineData("markkeys hh", ": markkeys: syntax error.")]
    [InlineData("readbuf /nonexist", "no /nonexist -- no slurp: No such file or directory")]
    [InlineData("attrcolor z R", ": attrcolor: unknown attribute 'z'.")]
    [InlineData("wrap", "-wrap")]
    [InlineData("wrap on", "+wrap")]
    [InlineData("silence 3", "The window is now being monitored for 3 sec. silence.")]
    [InlineData("digraph abc 1", "Two characters expected to define a digraph")]
    [InlineData("command foo", ": command: no or two arguments required")]
    [InlineData("command -c foo", "Unknown command class 'foo'")]
    [InlineData("zmodem foo", "usage: zmodem off|auto|catch|pass")]
    [InlineData("zmodem on", "zmodem mode is auto")]
    [InlineData("zmodem off", "zmodem mode is off")]
    [InlineData("zmodem sendcmd", "zmodem sendcmd: !!! sz -vv -b ")]
    [InlineData("encoding -l", "encoding: -l: argument required")]
    [InlineData("idle 5 foo", ": idle: unknown command 'foo'")]
    [InlineData("bell", "bell_msg is 'Bell in window %n'")]
    [InlineData("su a b c", ": su: no, one or two argument required")]
    [InlineData("at zz# echo q", ": at 'zz#': no such window.")]
        [InlineData("layout autosave foo", "not on a layout")]
    [InlineData("nethack", ": nethack: one argument required")]
    [InlineData("debug", "Sorry, screen was compiled without -DDEBUG option.")]
    [InlineData("debug on", "Sorry, screen was compiled without -DDEBUG option.")]
    [InlineData("acldel foo", "foo removed from acl database")]
    [InlineData("aclgrp root", "root's groups: none.")]
    [InlineData("umask", ": umask: at least one argument required")]
    [InlineData("chacl foo", ": chacl: two or three arguments required")]
    [InlineData("acladd", ": acladd: one, two, three or four argument required")]
    [InlineData("exec", "Filter running: (none)")]
    [InlineData("eval", ": eval: at least one argument required")]
    [InlineData("eval \"echo a\" \"echo b\"", "b")]
    [InlineData("at", ": at: at least two arguments required")]
    [InlineData("at nope* echo x", "Did not find any user matching 'nope'")]
    [InlineData("writebuf", "empty buffer")]
    [InlineData("readreg a /nonexist", "no /nonexist -- no slurp: No such file or directory")]
    public void A_line_at_the_prompt_says_what_screen_says(string line, string message)
    {
        var bench = new Bench(home: "/tmp/home");
        bench.Session.Settings.BufferFile = "/tmp/screen-exchange";

        Assert.Equal(message, bench.Run(line));
    }

    [Theory]
    [InlineData("status", ": status: one or two arguments required")]
    [InlineData("status foo", ": usage: status [top|up|down|bottom] [left|right]")]
    [InlineData("status top left", "")]
    [InlineData("truecolor", ": truecolor: one argument required")]
    [InlineData("auth", ": auth: one argument required")]
    [InlineData("auth off", "Authentication: disabled")]
    [InlineData("sort", "Less than two windows, sorting makes no sense.")]
    [InlineData("parent", "")]
    public void Commands_that_only_screen_5_has_say_what_it_says(string line, string message) => Assert.Equal(message, new Bench().Run(line));

    [Fact]
    public void A_name_that_no_variable_can_have_is_refused_at_the_prompt()
    {
        var bench = new Bench();
        bench.Run("setenv");
        bench.Display!.Keys.HandleInput("A=B\r"u8, 0);
        Assert.Equal("setenv: illegal variable name 'A=B'", bench.Said);
        Assert.Null(bench.Display.Regions.Focus.Layer);
    }

    [Theory]
    [InlineData("title", "Set window's title to: sh")]
    [InlineData("@title", "Set window's title to: sh")]
    [InlineData("select", "Switch to window: ")]
    [InlineData("setenv", "Setenv: Enter variable name: ")]
    [InlineData("setenv NAME", "Enter value for NAME: ")]
    [InlineData("stuff", "Stuff:")]
    [InlineData("digraph a", "Enter digraph: a")]
    [InlineData("colon foo", ":foo")]
    [InlineData("layout select", "Switch to layout: ")]
    public void A_command_that_lacks_its_argument_asks(string line, string prompt)
    {
        var bench = new Bench();
        bench.Run(line);

        Assert.Equal(prompt, Assert.IsType<PromptLayer>(bench.Display!.Regions.Focus.Layer).Text);
    }

    [Theory]
    [InlineData("kill", "Really kill this window [y/n]")]
    [InlineData("quit", "Really quit and kill all your windows [y/n]")]
    [InlineData("pow_detach --confirm", "Really detach and send HANGUP to parent process [y/n]")]
    public void A_dangerous_command_asks_when_a_key_runs_it(string line, string question)
    {
        var bench = new Bench();
        bench.RunKey(line);

        Assert.Equal(question, Assert.IsType<ConfirmLayer>(bench.Display!.Regions.Focus.Layer).Text);
        Assert.Single(bench.Session.Windows);
    }

    [Fact]
    public void Kill_typed_at_the_prompt_does_not_ask()
    {
        var bench = new Bench();
        bench.Run("screen -t editor");

        Assert.Equal("Window 1 (editor) killed.", bench.Run("kill"));
        Assert.Equal("0 sh", SessionRequestsTests.Stripped(bench));
    }

    [Fact]
    public void Commands_on_the_blank_window_say_what_they_need()
    {
        var bench = new Bench();
        bench.Run("select -");

        Assert.Equal(": number: window required", bench.Run("number"));
        Assert.Equal(": kill: window required", bench.Run("kill"));
        Assert.Equal("(1,1)/(80,24) no window", bench.Run("info"));
    }

    [Fact]
    public void Setters_are_silent_in_an_rc_file_and_for_X()
    {
        var bench = new Bench();
        bench.Run("msgwait 4");
        bench.Session.LastMessage = "untouched";
        Assert.Equal(0, Multiplex.Server.Commands.SessionRequests.Execute(bench.Session, null, ["msgwait", "3"], new Model.ClientContext()).ExitCode);

        Assert.Equal("untouched", bench.Session.LastMessage);
        Assert.Equal(3, bench.Session.Settings.MessageWait.TotalSeconds);
    }
}
