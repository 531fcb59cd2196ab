using System.Runtime.CompilerServices;
using Multiplex.Server.Commands;
using Multiplex.Server.Input;

namespace Multiplex.Server.Tests.Commands;

public sealed class CommandTableTests
{
    // The commands of GNU screen 4.9 and 5.0, aliases included.
    private static readonly string[] ScreenCommands =
    [
        "acladd", "aclchg", "acldel", "aclgrp", "aclumask", "activity", "addacl", "allpartial", "altscreen", "at", "attrcolor", "auth",
        "autodetach", "autonuke", "backtick", "bce", "bell", "bell_msg", "bind", "bindkey", "blanker", "blankerprg", "break",
        "breaktype", "bufferfile", "bumpleft", "bumpright", "c1", "caption", "chacl", "charset", "chdir", "cjkwidth", "clear",
        "collapse", "colon", "command", "compacthist", "console", "copy", "crlf", "debug", "defautonuke", "defbce", "defbreaktype",
        "defc1", "defcharset", "defdynamictitle", "defencoding", "defescape", "defflow", "defgr", "defhstatus", "defkanji", "deflog",
        "deflogin", "defmode", "defmonitor", "defmousetrack", "defnonblock", "defobuflimit", "defscrollback", "defshell", "defsilence",
        "defslowpaste", "defutf8", "defwrap", "defwritelock", "detach", "digraph", "dinfo", "displays", "dumptermcap", "dynamictitle",
        "echo", "encoding", "escape", "eval", "exec", "fit", "flow", "focus", "focusminsize", "gr", "group", "hardcopy",
        "hardcopy_append", "hardcopydir", "hardstatus", "height", "help", "history", "hstatus", "idle", "ignorecase", "info", "kanji",
        "kill", "lastmsg", "layout", "license", "lockscreen", "log", "logfile", "login", "logtstamp", "mapdefault", "mapnotnext",
        "maptimeout", "markkeys", "maxwin", "meta", "monitor", "mousetrack", "msgminwait", "msgwait", "multiinput", "multiuser",
        "nethack", "next", "nonblock", "number", "obuflimit", "only", "other", "parent", "partial", "password", "paste", "pastefont",
        "pow_break", "pow_detach", "pow_detach_msg", "prev", "printcmd", "process", "quit", "readbuf", "readreg", "redisplay",
        "register", "remove", "removebuf", "rendition", "reset", "resize", "screen", "scrollback", "select", "sessionname", "setenv",
        "setsid", "shell", "shelltitle", "silence", "silencewait", "sleep", "slowpaste", "sorendition", "sort", "source", "split",
        "startup_message", "status", "stuff", "su", "suspend", "term", "termcap", "termcapinfo", "terminfo", "time", "title",
        "truecolor", "umask", "unbindall", "unsetenv", "utf8", "vbell", "vbell_msg", "vbellwait", "verbose", "version", "wall", "width",
        "windowlist", "windows", "wrap", "writebuf", "writelock", "xoff", "xon", "zmodem", "zombie", "zombie_timeout",
    ];

    [Fact]
    public void Every_command_of_screen_has_an_entry()
    {
        Assert.DoesNotContain(ScreenCommands, static name => CommandTable.Find(name) is null);
        Assert.Equal(195, ScreenCommands.Length);
    }

    [Fact]
    public void Names_and_aliases_are_sorted_and_used_once()
    {
        string[] names = [.. CommandTable.All.Select(static definition => definition.Name)];
        string[] all = [.. CommandTable.All.SelectMany(static definition => definition.Aliases.Prepend(definition.Name))];

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void What_screen_does_not_know_is_marked_as_the_projects_own()
    {
        string[] own = [.. CommandTable.All.Where(static definition => !ScreenCommands.Contains(definition.Name)).Select(static definition => definition.Name)];

        Assert.Equal(["clipboard", "clipboardquery", "upgrade"], own);
        Assert.All(own, static name => Assert.Equal(CommandState.Own, CommandTable.Find(name)!.State));
    }

    [Fact]
    public void Summaries_are_one_sentence_and_states_are_explained()
    {
        Assert.All(CommandTable.All, static definition =>
        {
            Assert.Matches(@"^[A-Z][^.]*\.$", definition.Summary);
            Assert.True(definition.State == CommandState.Full == (definition.Note.Length == 0) || definition.State == CommandState.Own, definition.Name);
        });
    }

    [Fact]
    public void A_family_lists_its_commands_in_order()
    {
        IReadOnlyList<CommandDefinition>[] families =
        [
            BindingCommands.Family, CopyCommands.Family, DisplayCommands.Family, ExecCommands.Family, InformationCommands.Family, LayoutCommands.Family,
            LogCommands.Family, MonitorCommands.Family, RegionCommands.Family, SelectCommands.Family, SessionCommands.Family, StatusCommands.Family,
            TerminalCommands.Family, UserCommands.Family, WindowCommands.Family,
        ];
        Assert.All(families, static family =>
            Assert.Equal(family.Select(static definition => definition.Name).Order(StringComparer.Ordinal), family.Select(static definition => definition.Name)));
    }

    [Theory]
    [InlineData("^A", "other", "")]
    [InlineData("a", "meta", "")]
    [InlineData("A", "title", "")]
    [InlineData("b", "break", "")]
    [InlineData("^B", "break", "")]
    [InlineData("B", "pow_break", "")]
    [InlineData("c", "screen", "")]
    [InlineData("^C", "screen", "")]
    [InlineData("C", "clear", "")]
    [InlineData("d", "detach", "")]
    [InlineData("^D", "detach", "")]
    [InlineData("D", "pow_detach", "")]
    [InlineData("f", "flow", "")]
    [InlineData("^F", "flow", "")]
    [InlineData("F", "fit", "")]
    [InlineData("^G", "vbell", "")]
    [InlineData("h", "hardcopy", "")]
    [InlineData("H", "log", "")]
    [InlineData("i", "info", "")]
    [InlineData("k", "kill", "")]
    [InlineData("^K", "kill", "")]
    [InlineData("l", "redisplay", "")]
    [InlineData("^L", "redisplay", "")]
    [InlineData("L", "login", "")]
    [InlineData("m", "lastmsg", "")]
    [InlineData("^M", "lastmsg", "")]
    [InlineData("M", "monitor", "")]
    [InlineData("n", "next", "")]
    [InlineData("^N", "next", "")]
    [InlineData(" ", "next", "")]
    [InlineData("^@", "next", "")]
    [InlineData("N", "number", "")]
    [InlineData("p", "prev", "")]
    [InlineData("^P", "prev", "")]
    [InlineData("^H", "prev", "")]
    [InlineData("^?", "prev", "")]
    [InlineData("q", "xon", "")]
    [InlineData("^Q", "xon", "")]
    [InlineData("Q", "only", "")]
    [InlineData("r", "wrap", "")]
    [InlineData("^R", "wrap", "")]
    [InlineData("s", "xoff", "")]
    [InlineData("^S", "xoff", "")]
    [InlineData("S", "split", "")]
    [InlineData("t", "time", "")]
    [InlineData("^T", "time", "")]
    [InlineData("u", "parent", "")]
    [InlineData("^U", "parent", "")]
    [InlineData("v", "version", "")]
    [InlineData("^V", "digraph", "")]
    [InlineData("w", "windows", "")]
    [InlineData("^W", "windows", "")]
    [InlineData("W", "width", "")]
    [InlineData("x", "lockscreen", "")]
    [InlineData("^X", "lockscreen", "")]
    [InlineData("X", "remove", "")]
    [InlineData("z", "suspend", "")]
    [InlineData("^Z", "suspend", "")]
    [InlineData("Z", "reset", "")]
    [InlineData(".", "dumptermcap", "")]
    [InlineData("?", "help", "")]
    [InlineData("\\", "quit", "")]
    [InlineData("^\\", "quit", "")]
    [InlineData(":", "colon", "")]
    [InlineData("[", "copy", "")]
    [InlineData("^[", "copy", "")]
    [InlineData("]", "paste", ".")]
    [InlineData("^]", "paste", ".")]
    [InlineData("{", "history", "")]
    [InlineData("}", "history", "")]
    [InlineData(">", "writebuf", "")]
    [InlineData("<", "readbuf", "")]
    [InlineData("=", "removebuf", "")]
    [InlineData(",", "license", "")]
    [InlineData("_", "silence", "")]
    [InlineData("|", "split", "-v")]
    [InlineData("*", "displays", "")]
    [InlineData("'", "select", "")]
    [InlineData("\"", "windowlist", "-b")]
    [InlineData("-", "select", "-")]
    [InlineData("^I", "focus", "")]
    [InlineData("kB", "focus", "prev")]
    [InlineData("0", "select", "0")]
    [InlineData("1", "select", "1")]
    [InlineData("2", "select", "2")]
    [InlineData("3", "select", "3")]
    [InlineData("4", "select", "4")]
    [InlineData("5", "select", "5")]
    [InlineData("6", "select", "6")]
    [InlineData("7", "select", "7")]
    [InlineData("8", "select", "8")]
    [InlineData("9", "select", "9")]
    public void A_new_session_has_the_default_keys(string key, string command, string argument)
    {
        var keys = new KeyMaps();
        CommandInvocation? binding = KeySyntax.TryParse(key, out byte value) ? keys.Find(value) : keys.Prefix.Find(key);

        Assert.NotNull(binding);
        Assert.Equal(command, binding.Name);
        Assert.Equal(argument, string.Join(' ', binding.Arguments));
    }

    [Fact]
    public void A_new_session_has_no_other_keys()
    {
        var keys = new KeyMaps();
        Assert.Equal(92, keys.Prefix.Count + keys.Prefix.Named.Count);
        foreach (char key in "egjoyEGIJKOPRTUVY!@#$%&()+/;`~")
        {
            Assert.Null(keys.Find((byte)key));
        }
    }

    [Fact]
    public void The_published_list_is_up_to_date() => Check(CommandDocument.Markdown());

    private static void Check(string expected, [CallerFilePath] string source = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(source)!, "../../../src/Multiplex.Server/COMMANDS.md");
        if (Environment.GetEnvironmentVariable("MUX_ACCEPT") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }
}
