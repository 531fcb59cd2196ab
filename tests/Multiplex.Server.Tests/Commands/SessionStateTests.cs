using System.Buffers;
using CsCheck;
using Multiplex.Server.Commands;
using Multiplex.Server.Model;
using Multiplex.Server.Tests.KeyLayer;

namespace Multiplex.Server.Tests.Commands;

public sealed class SessionStateTests
{
    private static readonly string[] Lines =
    [
        "escape ^Jj", "bind x", "bind ^k", "bind -c win 1 select 1", "bind -k F1 command", "bind ~ stuff \"date^M\"", "bind \\^ title", "bind \\\\ quit",
        "bindkey \"^[[5~\" eval copy \"stuff ^b\"", "bindkey -t xyzzy stuff hello", "bindkey -d -k kh stuff \\033[1~", "bindkey -m -k kP",
        "msgwait 2", "vbell on", "vbell_msg \"  beep  \"", "hardstatus alwayslastline '%{= kw}%H'", "caption always '%3n %t'", "sorendition \"=u\" \"bw\"",
        "rendition bell =b kR", "attrcolor b .I", "defscrollback 5000", "deflog off", "logfile /tmp/x.%n", "logtstamp on", "zombie kr onerror",
        "setenv FOO \"a b\"", "unsetenv BAR", "chdir /tmp", "register a \"ls -l\\n\"", "register . \"\\377\\200x\"", "digraph ab 955", "markkeys h=^B",
        "multiuser on", "acladd guest,helper", "aclchg guest -w \"#\"", "aclchg helper -x detach", "aclgrp helper guest", "aclumask guest-w",
        "backtick 3 5 6 date +%H", "idle 60 blanker", "focusminsize max 4", "layout save one", "maptimeout 123", "time %c", "shelltitle '$ |sh:'",
        "screen -t second", "screen -t third", "monitor on", "silence 15", "slowpaste 7", "hstatus here", "wrap off", "c1 off", "number 9", "writelock on",
        "split", "focus", "select 0", "title renamed",
    ];

    [Fact]
    public void What_was_saved_is_there_after_loading()
    {
        var bench = new Bench();
        foreach (string line in Lines)
        {
            bench.Run(line);
        }

        byte[] saved = Save(bench.Session);
        Session other = Empty(bench.Session);
        Assert.True(SessionState.Load(other, saved));
        Display display = Attach(other, bench.Display!.ClientId);

        Assert.Equal(saved, Save(other));
        Assert.Equal(["renamed", "second", "third"], other.Windows.Select(static window => window.Title));
        Assert.Equal(9, other.Windows[2].Number);
        Assert.Equal(2, display.Regions.All.Count);
        Assert.Equal((byte)10, other.Keys.Command);
        Assert.Null(other.Keys.Find((byte)'x'));
        Assert.Equal("title", other.Keys.Find((byte)'^')!.Name);
        Assert.Equal("quit", other.Keys.Find((byte)'\\')!.Name);
    }

    [Fact]
    public void Loading_bad_bytes_never_throws()
    {
        var bench = new Bench();
        byte[] saved = Save(bench.Session);
        Gen.Select(Gen.Int[0, saved.Length - 1], Gen.Byte).Sample(change =>
        {
            byte[] bad = [.. saved];
            bad[change.Item1] = change.Item2;
            SessionState.Load(Empty(bench.Session), bad);
            SessionState.Load(Empty(bench.Session), bad.AsSpan(0, change.Item1));
        }, iter: 500);
        Assert.False(SessionState.Load(Empty(bench.Session), []));
    }

    [Fact]
    public void A_log_goes_on_where_the_checkpoint_left_it()
    {
        var bench = new Bench();
        string file = bench.FileOf("log");
        bench.Run($"logfile {file}");
        bench.Run("log on");
        Window window = bench.Front;
        bench.Print(window, "first ");
        SpinWait.SpinUntil(() => new FileInfo(file).Length == 6, TimeSpan.FromSeconds(10));
        var checkpoint = new ArrayBufferWriter<byte>();
        Services.WindowLog.SaveMark(window, checkpoint);
        bench.Print(window, "second ");
        byte[] saved = Save(bench.Session);
        window.Log!.Dispose();
        SpinWait.SpinUntil(() => new FileInfo(file).Length == 13, TimeSpan.FromSeconds(10));

        // The next daemon starts from the checkpoint and parses "second " again.
        Session other = Empty(bench.Session);
        ReadOnlySpan<byte> mark = checkpoint.WrittenSpan;
        Assert.True(Services.WindowLog.TryLoadMark(other.Windows[0], ref mark));
        SessionState.Load(other, saved);
        SessionRequests.Printed(other.Windows[0], "second third"u8);
        other.Windows[0].Log!.Dispose();
        Assert.True(SpinWait.SpinUntil(() => new FileInfo(file).Length == 18, TimeSpan.FromSeconds(10)));
        Assert.Equal("first second third", File.ReadAllText(file));
    }

    private static byte[] Save(Session session)
    {
        var buffer = new ArrayBufferWriter<byte>();
        SessionState.Save(session, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A session as a new daemon finds it: the same windows with default properties.</summary>
    private static Session Empty(Session former)
    {
        var host = new FakeHost();
        var session = new Session(host, former.Pid, former.Name);
        foreach (Window window in former.Windows)
        {
            Window made = host.CreateWindow(session, window.Request, out _)!;
            made.Number = window.Number;
            made.Process = new FakeProcess { HolderId = window.Process!.HolderId };
        }

        return session;
    }

    private static Display Attach(Session session, ulong client)
    {
        var display = new Display(session, 80, 24) { ClientId = client, User = new User("root"), LastInput = 0 };
        session.Displays.Add(display);
        SessionRequests.Resumed(display);
        return display;
    }
}
