using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary><c>password</c>: whoever attaches is asked for it, and nothing is seen or done before.</summary>
public sealed class PasswordTests
{
    /// <summary>SHA-512 of "secret", as crypt(3) writes it.</summary>
    private const string Hash =
        "$6$muxmuxmux$HWf/uvBWB9FdeFWfAGQtAJVgB7RZXssZ9kKXWnEvk52Ssb3kEEr0WQagb7bTheh6JKB15sOt9yDT1/AisAY/10";

    private const string Question = "Screen password:";

    private static readonly string[] s_accountChecks = ["/usr/sbin/unix_chkpwd", "/sbin/unix_chkpwd", "/usr/bin/unix_chkpwd"];

    [Fact]
    public void A_hash_in_the_rc_file_is_asked_for_on_each_attach_and_not_at_the_start()
    {
        using MuxWorld world = new();
        OuterTerminal first = Start(world);
        using OuterTerminal wrong = world.Attach("-x", "p");
        wrong.WaitFor(Question);
        wrong.Press("c");
        wrong.Type("\b\b\b\x15guess\r");
        wrong.WaitFor("Password incorrect.");
        wrong.WaitForExit();
        Assert.DoesNotContain("guess", wrong.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("before", wrong.Printed, StringComparison.Ordinal);

        OuterTerminal right = world.Attach("-x", "p");
        right.WaitFor(Question);
        right.Type("secret\recho behind-$((1+1))\r");
        right.WaitFor("behind-2");
        first.WaitFor("behind-2");
        first.Press("n");
        first.WaitForMessage("No other window.");
    }

    [Fact]
    public void Nobody_is_sent_away_before_the_password_was_given()
    {
        using MuxWorld world = new();
        OuterTerminal first = Start(world);
        OuterTerminal second = world.Attach("-d", "-r", "p");
        second.WaitFor(Question);
        first.Type("echo still-$((2+2))\r");
        first.WaitFor("still-4");
        second.Type("secret\r");
        first.WaitFor("[remote detached from");
        second.WaitFor("still-4");
    }

    [Fact]
    public void The_question_outlives_the_daemon()
    {
        using MuxWorld world = new();
        OuterTerminal first = Start(world);
        OuterTerminal asked = world.Attach("-x", "p");
        asked.WaitFor(Question);
        ProcessList.Kill(Assert.Single(world.Daemons()));
        first.Type("echo back-$((3+3))\r");
        first.WaitFor("back-6");
        asked.Type("sec\b\b\b");
        asked.Press("?");
        asked.Type("\x15secret\r");
        asked.WaitFor("back-6");
    }

    [Fact]
    public void Commands_from_outside_are_refused()
    {
        using MuxWorld world = new();
        Start(world);
        Outcome outcome = world.Run("-S", "p", "-Q", "windows");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("has a password, cannot use remote commands", outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.Equal(1, world.Run("-S", "p", "-X", "quit").ExitCode);
    }

    [Fact]
    public void A_new_password_is_asked_for_twice_and_can_be_taken_back()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("p");
        terminal.Press(":password\r");
        terminal.WaitFor("New screen password:");
        terminal.Type("abc\r");
        terminal.WaitFor("Retype new password:");
        Assert.DoesNotContain("abc", terminal.Screen, StringComparison.Ordinal);
        terminal.Type("abc\r");
        terminal.WaitFor("[ Password moved into copybuffer ]");
        OuterTerminal other = world.Attach("-x", "p");
        other.WaitFor(Question);
        other.Type("abc\r");
        other.WaitFor("$");
        other.Press(":password none\r");
        other.WaitForMessage("Password checking disabled");
        OuterTerminal free = world.Attach("-x", "p");
        free.WaitFor("$");
        Assert.DoesNotContain(Question, free.Printed, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_accounts_password_is_asked_for_and_a_wrong_one_refused()
    {
        Skip.IfNot(Array.Exists(s_accountChecks, File.Exists), "unix_chkpwd of Linux-PAM is not there");
        using MuxWorld world = new();
        world.WriteRc("auth on\n");
        OuterTerminal first = world.Attach("-S", "p", "sh");
        first.WaitFor("$");
        OuterTerminal wrong = world.Attach("-d", "-r", "p");
        wrong.WaitFor(Question);
        wrong.Type("no such password, surely\rls\r");
        wrong.WaitFor("Password incorrect.");
        wrong.WaitForExit();
        first.Press(":auth off\r");
        first.WaitForMessage("Authentication: disabled");
        OuterTerminal free = world.Attach("-d", "-r", "p");
        free.WaitFor("$");
        first.WaitFor("[remote detached from");
    }

    private static OuterTerminal Start(MuxWorld world)
    {
        world.WriteRc($"password '{Hash}'\n");
        OuterTerminal terminal = world.Attach("-S", "p", "sh");
        terminal.WaitFor("$");
        terminal.Type("echo before-$((4+4))\r");
        terminal.WaitFor("before-8");
        return terminal;
    }
}
