using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>Sessions that are shared with another user: the tests' user is root, the guest is nobody.</summary>
public sealed class GuestTests
{
    private static readonly string[] AsNobody = ["--reuid=65534", "--regid=65534", "--clear-groups", MuxBinary.Path];

    [SkippableFact]
    public void Nobody_comes_in_before_the_owner_says_so()
    {
        using MuxWorld world = World();
        OuterTerminal owner = world.AttachNew("s");
        Assert.Equal((1, "root shares no session.\r\n"), Ask(world, "-ls", "root/"));
        world.Run("-X", "multiuser", "on");
        MuxWorld.WaitUntil(() => Ask(world, "-ls", "root/") == (1, "Access to session denied.\r\n"), "the door to open");
        owner.WaitForMessage("Attach: access denied for user nobody.");
        OuterTerminal guest = Open(world, "-x", "root/s");
        Assert.Equal(1, guest.WaitForExit());
        guest.WaitFor("Access to session denied.");
        Assert.Equal(1, Ask(world, "-S", "root/s", "-X", "quit").ExitCode);
        Assert.Equal((1, "Cannot identify account 'no-such-user'.\r\n"), Ask(world, "-x", "no-such-user/s", "-Q", "windows"));
        world.Run("-X", "multiuser", "off");
        MuxWorld.WaitUntil(() => Ask(world, "-ls", "root/") == (1, "root shares no session.\r\n"), "the door to close");
    }

    [SkippableFact]
    public void A_guest_sees_and_types_until_the_right_is_taken()
    {
        using MuxWorld world = World();
        (OuterTerminal owner, OuterTerminal guest) = Share(world);
        owner.Type("echo from-owner-$((1+1))\r");
        guest.WaitFor("from-owner-2");
        guest.Type("echo from-guest-$((2+2))\r");
        owner.WaitFor("from-guest-4");
        Assert.Contains("\t(Multi, attached)", Ask(world, "-ls", "root/").Output, StringComparison.Ordinal);

        world.Run("-X", "aclchg", "nobody", "-w", "#");
        guest.Type("echo never-seen\r");
        guest.Press(":stuff never-seen\r");
        guest.WaitForMessage(": stuff: permission denied (user nobody)");
        Assert.Contains("permission denied", world.RunProgram("setpriv", [.. AsNobody, "-S", "root/s", "-X", "stuff", "never-seen"]).Error, StringComparison.Ordinal);
        owner.Type("echo after-$((3+3))\r");
        owner.WaitFor("after-6");
        Assert.DoesNotContain("never-seen", owner.Screen, StringComparison.Ordinal);
        guest.Press("d");
        Assert.Equal(0, guest.WaitForExit());
    }

    [SkippableFact]
    public void Rights_hold_for_commands_windows_and_the_whole_session()
    {
        using MuxWorld world = World();
        (OuterTerminal owner, OuterTerminal guest) = Share(world);
        world.Run("-X", "aclchg", "nobody", "-x", "screen,kill");
        guest.Press("c");
        guest.WaitForMessage(": screen: permission denied (user nobody)");
        guest.Press(":quit\r");
        guest.WaitForMessage(": quit: permission denied (user nobody)");
        guest.Press(":aclchg nobody +x quit\r");
        guest.WaitForMessage(": aclchg: permission denied (user nobody)");

        owner.Press("c");
        owner.WaitFor("$");
        owner.Type("echo secret-$((4+4))\r");
        owner.WaitFor("secret-8");
        world.Run("-X", "aclchg", "nobody", "-r", "1");
        guest.Press("1");
        guest.WaitForMessage("Access to window 1 denied.");
        Assert.DoesNotContain("secret-8", guest.Printed, StringComparison.Ordinal);

        world.Run("-X", "acldel", "nobody");
        Assert.Equal(0, guest.WaitForExit());
        Assert.Equal(1, Ask(world, "-ls", "root/").ExitCode);
    }

    [SkippableFact]
    public void A_guests_window_has_the_owners_environment()
    {
        using MuxWorld world = World();
        world.Variables["WHOSE"] = "owner";
        (_, OuterTerminal guest) = Share(world, "WHOSE=guest");
        guest.Press("c");
        guest.WaitFor("$");
        guest.Type("echo =$WHOSE-$(id -u)=\r");
        guest.WaitFor("=owner-0=\n");
    }

    [SkippableFact]
    public void Writelock_gives_the_keys_to_one_user()
    {
        using MuxWorld world = World();
        (OuterTerminal owner, OuterTerminal guest) = Share(world);
        owner.Press(":writelock on\r");
        owner.WaitForMessage("writelock on");
        guest.Type("echo locked-out\r");
        guest.Press(":echo marker\r");
        guest.WaitForMessage("marker");
        owner.Type("echo mine-$((1+1))\r");
        owner.WaitFor("mine-2");
        Assert.DoesNotContain("locked-out", owner.Screen, StringComparison.Ordinal);
        owner.Press(":writelock off\r");
        owner.WaitForMessage("writelock off");
        guest.Type("echo let-in-$((5+5))\r");
        owner.WaitFor("let-in-10");
    }

    [SkippableFact]
    public void A_guest_stays_when_the_daemon_dies()
    {
        using MuxWorld world = World();
        (OuterTerminal owner, OuterTerminal guest) = Share(world);
        foreach (int daemon in world.Daemons())
        {
            ProcessList.Kill(daemon);
        }

        owner.Type("echo again-$((7+7))\r");
        guest.WaitFor("again-14");
        guest.Type("echo both-$((8+8))\r");
        owner.WaitFor("both-16");
    }

    private static MuxWorld World()
    {
        Skip.IfNot(Environment.UserName == "root", "needs another user to be");
        Skip.IfNot(File.Exists("/usr/bin/setpriv"), "setpriv is missing");
        MuxWorld world = new();
        File.SetUnixFileMode(world.Root, File.GetUnixFileMode(world.Root) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        if (world.RunProgram("setpriv", [.. AsNobody, "--version"]).ExitCode != 0)
        {
            world.Dispose();
            Skip.If(true, "nobody may not run the program where it is");
        }

        return world;
    }

    private static (OuterTerminal Owner, OuterTerminal Guest) Share(MuxWorld world, params string[] variables)
    {
        OuterTerminal owner = world.AttachNew("s");
        world.Run("-X", "multiuser", "on");
        world.Run("-X", "acladd", "nobody");
        MuxWorld.WaitUntil(() => File.Exists(world.SocketDirectory + ".guests/.daemon"), "the door to open");
        OuterTerminal guest = variables.Length > 0
            ? world.Open(80, 24, "env", [.. variables, "setpriv", .. AsNobody, "-x", "root/s"])
            : Open(world, "-x", "root/s");
        guest.WaitFor("$");
        return (owner, guest);
    }

    private static OuterTerminal Open(MuxWorld world, params string[] arguments) => world.Open(80, 24, "setpriv", [.. AsNobody, .. arguments]);

    private static (int ExitCode, string Output) Ask(MuxWorld world, params string[] arguments)
    {
        Outcome outcome = world.RunProgram("setpriv", [.. AsNobody, .. arguments]);
        return (outcome.ExitCode, outcome.Output);
    }
}
