using Multiplex.Server.Commands;
using Multiplex.Server.Input;

namespace Multiplex.Server.Tests.Input;

/// <summary>
/// Every key of a new session, as GNU screen 4.9 has them; besides, <c>parent</c> has the keys of version 5, and <c>quit</c> the backslash of the manual.
/// </summary>
public sealed class DefaultKeysTests
{
    private static readonly string[] s_afterTheCommandKey =
    [
        "^A other", "a meta", "A title", "b break", "^B break", "B pow_break", "c screen", "^C screen", "C clear", "d detach",
        "^D detach", "D pow_detach", "f flow", "^F flow", "F fit", "^G vbell", "h hardcopy", "H log", "i info", "k kill", "^K kill",
        "l redisplay", "^L redisplay", "L login", "m lastmsg", "^M lastmsg", "M monitor", "n next", "^N next", "sp next", "^@ next",
        "N number", "p prev", "^P prev", "^H prev", "^? prev", "q xon", "^Q xon", "Q only", "r wrap", "^R wrap", "s xoff", "^S xoff",
        "S split", "t time", "^T time", "u parent", "^U parent", "v version", "^V digraph", "w windows", "^W windows", "W width",
        "x lockscreen", "^X lockscreen", "X remove", "z suspend", "^Z suspend", "Z reset", ". dumptermcap", "? help", "^\\ quit",
        ": colon", "[ copy", "^[ copy", "] paste .", "^] paste .", "{ history", "} history", "> writebuf", "< readbuf", "= removebuf",
        ", license", "_ silence", "| split -v", "* displays", "' select", "\" windowlist -b", "- select -", "^I focus", "kB focus prev",
        "0 select 0", "1 select 1", "2 select 2", "3 select 3", "4 select 4", "5 select 5", "6 select 6", "7 select 7", "8 select 8",
        "9 select 9", "\\ quit",
    ];

    private static readonly string[] s_translated =
    [
        "Km ^[[<", "k0 ^[[10~", "k1 ^[OP", "k2 ^[OQ", "k3 ^[OR", "k4 ^[OS", "k5 ^[[15~", "k6 ^[[17~", "k7 ^[[18~", "k8 ^[[19~",
        "k9 ^[[20~", "k; ^[[21~", "F1 ^[[23~", "F2 ^[[24~", "kh ^[[1~", "kH ^[[4~", "@7 ^[[4~", "kN ^[[6~", "kP ^[[5~", "kI ^[[2~",
        "kD ^[[3~", "ku ^[[A", "kd ^[[B", "kr ^[[C", "kl ^[[D", "f0 0", "f1 1", "f2 2", "f3 3", "f4 4", "f5 5", "f6 6", "f7 7", "f8 8",
        "f9 9", "f+ +", "f- -", "f* *", "f/ /", "fq =", "f. .", "f, ,", "fe ^M",
    ];

    private static readonly string[] s_translatedInApplicationMode =
    [
        "ku ^[OA", "kd ^[OB", "kr ^[OC", "kl ^[OD", "f0 ^[Op", "f1 ^[Oq", "f2 ^[Or", "f3 ^[Os", "f4 ^[Ot", "f5 ^[Ou", "f6 ^[Ov",
        "f7 ^[Ow", "f8 ^[Ox", "f9 ^[Oy", "f+ ^[Ok", "f- ^[Om", "f* ^[Oj", "f/ ^[Oo", "fq ^[OX", "f. ^[On", "f, ^[Ol", "fe ^[OM",
    ];

    private static readonly string[] s_inCopyMode =
    [
        "kF ^D", "kR ^U", "kh \\201", "kH \\205", "@7 \\205", "kN ^F", "kP ^B", "ku \\220", "kd \\216", "kr \\206", "kl \\202",
        "Km \\222",
    ];

    [Fact]
    public void Keys_after_the_command_key_have_the_commands_of_screen()
    {
        var keys = new KeyMaps();
        List<string> bound = [];
        for (int key = 0; key < 256; key++)
        {
            if (keys.Prefix[(byte)key] is { } invocation)
            {
                bound.Add($"{(key == ' ' ? "sp" : KeySyntax.Show((byte)key))} {invocation}");
            }
        }

        bound.AddRange(keys.Prefix.Named.Select(static named => $"{named.Key} {named.Value}"));

        AssertSame(s_afterTheCommandKey, bound);
    }

    [Fact]
    public void Named_keys_type_what_screens_terminal_has() =>
        AssertSame(s_translated, Stuffed(new KeyMaps().Default, static binding => binding.Command));

    [Fact]
    public void Named_keys_type_something_else_in_application_mode() =>
        AssertSame(s_translatedInApplicationMode, Stuffed(new KeyMaps().Default, static binding => binding.Application));

    [Fact]
    public void Named_keys_move_in_copy_mode() => AssertSame(s_inCopyMode, Stuffed(new KeyMaps().CopyMode, static binding => binding.Command));

    private static List<string> Stuffed(SequenceTable table, Func<SequenceBinding, CommandInvocation?> commandOf)
    {
        List<string> stuffed = [];
        foreach (SequenceBinding binding in table.Bindings)
        {
            if (commandOf(binding) is { } command)
            {
                Assert.Equal("stuff", command.Name);
                stuffed.Add($"{binding.Key} {KeySyntax.Show(CommandText.ToBytes(command.Arguments[0]))}");
            }
        }

        return stuffed;
    }

    private static void AssertSame(string[] expected, List<string> actual)
    {
        Assert.Empty(expected.Except(actual));
        Assert.Empty(actual.Except(expected));
        Assert.Equal(expected.Length, actual.Count);
    }
}
