using System.Diagnostics;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>C-a x: the terminal is locked, the session runs on.</summary>
public sealed class LockTests
{
    /// <summary>SHA-512 of "secret", as crypt(3) writes it.</summary>
    private const string Hash = 
        "$6$muxmuxmux$HWf/uvBWB9FdeFWfAGQtAJVgB7RZXssZ9kKXWnEvk52Ssb3kEEr0WQagb7bTheh6JKB15sOt9yDT1/AisAY/10";

    [SkippableFact]
    public void A_key_locks_and_unlocks_the_terminal_while_the_session_runs_on()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("l");
        byte[] modes = terminal.Modes();
        string session = Assert.Single(world.Sessions());
        terminal.Type("echo beneath-$((1+1))\r");
        terminal.WaitFor("beneath-2");
        terminal.Press("x");
        AgreeOnKey(terminal, "open sesame", "open sesame");
        WaitForPassword(terminal, 1);
        world.WaitForState(session, "Detached");
        world.Run("-X", "stuff", "echo meanwhile-$((2+2))\\015");

        long start = Stopwatch.GetTimestamp();
        terminal.Type("wrong\r");
        WaitForPassword(terminal, 2);
        Assert.True(Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(1.5));
        terminal.Type("\x03\x1c\x1a");
        terminal.Type("\r");
        WaitForPassword(terminal, 3);
        Assert.DoesNotContain("wrong", terminal.Screen, StringComparison.Ordinal);
        terminal.Type("open sesame\r");
        terminal.WaitFor("beneath-2");
        terminal.WaitFor("meanwhile-4");
        world.WaitForState(session, "Attached");
        Assert.Equal(modes, terminal.Modes());
    }

    [Fact]
    public void A_daemon_that_is_killed_unlocks_nothing()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = AttachWithLockProgram(world);
        string session = Assert.Single(world.Sessions());
        terminal.Type("echo beneath-$((1+1))\r");
        terminal.WaitFor("beneath-2");
        terminal.Press("x");
        terminal.WaitFor("my-lock");
        world.WaitForState(session, "Detached");
        int printed = terminal.Printed.Length;
        int killed = Assert.Single(world.Daemons());
        ProcessList.Kill(killed);
        MuxWorld.WaitUntil(() => world.Daemons().Any(daemon => daemon != killed && IsConnected(daemon)), "the client's connection");
        MuxWorld.WaitUntil(() => world.Run("-S", "l", "-X", "stuff", "echo meanwhile-$((2+2))\\015").ExitCode == 0, "the session");
        terminal.Type("please\r");
        terminal.WaitFor("meanwhile-4");
        string since = terminal.Printed[printed..];
        int typed = since.IndexOf("please", StringComparison.Ordinal);
        Assert.True(typed >= 0 && since.IndexOf("beneath", StringComparison.Ordinal) > typed, $"the terminal was taken from the lock: {since}");
        world.WaitForState(session, "Attached");
    }

    [SkippableFact]
    public void Two_keys_that_differ_lock_nothing()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("l");
        terminal.Press("x");
        AgreeOnKey(terminal, "one", "other");
        terminal.WaitFor("Passwords don't match.");
        terminal.WaitFor("$");
        terminal.Type("echo free-$((3+3))\r");
        terminal.WaitFor("free-6");
    }

    [Fact]
    public void A_lock_program_is_asked_instead()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = AttachWithLockProgram(world);
        terminal.Press("x");
        terminal.WaitFor("my-lock");
        terminal.Type("please\r");
        terminal.WaitFor("$");
        terminal.Press("x");
        // The first question still stands there, and what is typed before the second one is thrown away.
        terminal.WaitForScreen(static text => text.Split("my-lock").Length == 3, "the second question");
        terminal.Type("let me in\r");
        Assert.Equal(1, terminal.WaitForExit());
    }

    [SkippableFact]
    public void The_accounts_password_unlocks_where_it_can_be_checked()
    {
        using MuxWorld world = new();
        string session = world.Start("l");
        File.WriteAllText(world.PathOf("shadow"), $"{Environment.UserName}:{Hash}:19000:0:99999:7:::\n");
        string mount = $"mount --bind {world.PathOf("shadow")} /etc/shadow";
        Skip.IfNot(world.RunProgram("unshare", "-m", "sh", "-c", mount).ExitCode == 0, "a mount of one's own is not allowed here");
        OuterTerminal terminal = world.Open(80, 24, "unshare", "-m", "sh", "-c", $"{mount} && exec {MuxBinary.Path} -r {session}");
        terminal.WaitFor("$");
        terminal.Press("x");
        WaitForPassword(terminal, 1);
        terminal.Type("wrong\r");
        WaitForPassword(terminal, 2);
        terminal.Type("secret\r");
        terminal.WaitFor("$");
    }

    /// <summary>Whether the daemon has a client: its end of the connection is named as its door, and connected (proc(5), /proc/net/unix: St 03).</summary>
    private static bool IsConnected(int daemon)
    {
        HashSet<string> connected = [.. File.ReadLines("/proc/net/unix")
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(static words => words.Length == 8 && words[5] == "03" && words[7].EndsWith("/.daemon", StringComparison.Ordinal))
            .Select(static words => $"socket:[{words[6]}]")];
        return ProcessList.Descriptors(daemon).Any(connected.Contains);
    }

    /// <summary>A session with a lock of its own, which opens to "please".</summary>
    private static OuterTerminal AttachWithLockProgram(MuxWorld world)
    {
        string path = world.PathOf("lock");
        File.WriteAllText(path, "#!/bin/sh\necho my-lock\nread -r word && test \"$word\" = please\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        world.Variables["LOCKPRG"] = path;
        return world.AttachNew("l");
    }

    private static void WaitForPassword(OuterTerminal terminal, int times) => terminal.WaitForScreen(
        text => text.Split(".\nPassword:").Length == times + 1 && text.Contains("Screen used by ", StringComparison.Ordinal), $"question {times} for the password");

    private static void AgreeOnKey(OuterTerminal terminal, string first, string second)
    {
        terminal.WaitForScreen(
            static text => text.Contains("Key:", StringComparison.Ordinal) || text.Contains("Password:", StringComparison.Ordinal), "the lock");
        Skip.If(terminal.Screen.Contains("Password:", StringComparison.Ordinal), "the account has a password that this user may read");
        terminal.Type(first + "\r");
        terminal.WaitFor("Again:");
        terminal.Type(second + "\r");
    }
}
