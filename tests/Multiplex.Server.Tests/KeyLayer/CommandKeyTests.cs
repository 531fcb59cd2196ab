using CsCheck;
using Multiplex.Server.Commands;
using Multiplex.Server.Composition;
using Multiplex.Server.Input;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;

namespace Multiplex.Server.Tests.KeyLayer;

public class CommandKeyTests
{
    private const string Mark = "msgwait set to 3 seconds";

    [Fact]
    public void Keys_reach_the_window_verbatim_and_in_one_piece()
    {
        TestSession test = new();
        FakeProcess process = TestSession.ProcessOf(test.Show("sh"));

        test.Type("ls -l\r\u001bx\u00e9");

        Assert.Equal("ls -l\r\u001bx\u00e9", process.Typed);
        Assert.Equal(1, process.Writes);
        Assert.Equal(new InputOrigin(7, 10), process.LastOrigin);
        Assert.Equal(10ul, test.Display.InputOffset);
    }

    [Fact]
    public void The_command_key_takes_the_next_key_and_leaves_the_rest_to_the_window()
    {
        TestSession test = Bound('x');
        FakeProcess process = TestSession.ProcessOf(test.Show("sh"));

        test.Type("a\u0001xb");

        Assert.Equal("ab", process.Typed);
        Assert.Equal(Mark, test.Display.MessageLine.Text);
        Assert.Equal(4ul, process.LastOrigin.Offset);
    }

    [Fact]
    public void The_command_key_waits_for_its_binding_across_pieces()
    {
        TestSession test = Bound('x');
        test.Show("sh");

        test.Type("\u0001");
        Assert.True(test.Display.Keys.IsCommandPending);
        test.Type("x");

        Assert.False(test.Display.Keys.IsCommandPending);
        Assert.Equal(Mark, test.Display.MessageLine.Text);
    }

    [Fact]
    public void An_unbound_key_after_the_command_key_is_ignored()
    {
        TestSession test = new();
        test.Session.Keys.UnbindAll();
        FakeProcess process = TestSession.ProcessOf(test.Show("sh"));

        test.Type("\u0001ez");

        Assert.Equal("z", process.Typed);
    }

    [Fact]
    public void A_class_holds_for_one_key()
    {
        TestSession test = new();
        test.Session.Keys.ClassFor("demo")[(byte)'1'] = Invocation();
        test.Show("sh");

        test.Display.Keys.BeginCommand("demo");
        test.Type("1");

        Assert.Equal(Mark, test.Display.MessageLine.Text);
        Assert.False(test.Display.Keys.IsCommandPending);
    }

    [Fact]
    public void The_command_key_still_works_inside_a_prompt()
    {
        TestSession test = Bound('x');
        test.Show("sh");
        PromptLayer.Ask(test.Display, "Name: ", "abc", PromptCompletion.None, static (_, _) => { });

        test.Type("\u0001x");

        Assert.Equal(Mark, test.Display.MessageLine.Text);
        Assert.IsType<PromptLayer>(test.Display.Regions.Focus.Layer);
    }

    [Fact]
    public void A_sequence_bound_by_the_user_is_taken_whole_or_given_back_after_maptimeout()
    {
        TestSession test = new();
        FakeProcess process = TestSession.ProcessOf(test.Show("sh"));
        test.Session.Keys.User.Set(new SequenceBinding(null, "\u001bxy"u8.ToArray(), Invocation(), null, true));

        test.Type("a\u001bx");
        Assert.Equal("a", process.Typed);
        test.Type("y");
        Assert.Equal(Mark, test.Display.MessageLine.Text);
        Assert.Equal("a", process.Typed);

        test.Type("\u001bx");
        test.Host.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal("a\u001bx", process.Typed);
        Assert.Equal(6ul, process.LastOrigin.Offset);
    }

    [Theory]
    [InlineData("\u001b[H", "\u001b[1~")]
    [InlineData("\u001b[F", "\u001b[4~")]
    [InlineData("\u001b[A", "\u001b[A")]
    [InlineData("\u001b[1;5C", "\u001b[1;5C")]
    [InlineData("\u001b", "\u001b")]
    public void Keys_of_the_outer_terminal_become_those_that_the_window_expects(string typed, string expected)
    {
        TestSession test = new();
        FakeProcess process = TestSession.ProcessOf(test.Show("sh"));
        if (test.Session.Keys.Default.Bindings.Count == 0)
        {
            return;
        }

        test.Type(typed);

        Assert.Equal(expected, process.Typed);
    }

    [Fact]
    public void The_command_key_is_not_looked_for_in_a_bracketed_paste()
    {
        TestSession test = Bound('x');
        FakeProcess process = TestSession.ProcessOf(test.Show("sh", "\u001b[?2004h"));
        Compositor.Compose(test.Display);

        test.Type("\u001b[200~one\u0001x");
        test.Type("two\u001b[201~\u0001x");

        Assert.Equal("\u001b[200~one\u0001xtwo\u001b[201~", process.Typed);
        Assert.Equal(Mark, test.Display.MessageLine.Text);
    }

    [Fact]
    public void A_paste_into_a_prompt_is_text()
    {
        TestSession test = new();
        test.Show("sh");
        string? answer = null;
        PromptLayer.Ask(test.Display, ":", string.Empty, PromptCompletion.Command, (_, text) => answer = text);
        Compositor.Compose(test.Display);

        test.Type("\u001b[200~echo\u0001 \thi\r\u001b[201~");
        Assert.Null(answer);
        test.Type("\r");

        Assert.Equal("echo   hi", answer);
    }

    [Fact]
    public void The_command_key_is_found_in_the_kitty_protocols_form()
    {
        TestSession test = Bound('x');
        FakeProcess process = TestSession.ProcessOf(test.Show("vi", "\u001b[>1u"));
        test.Display.TerminalInfo = TestSession.ModernTerminal;
        Compositor.Compose(test.Display);

        test.Type("\u001b[98;5u\u001b[97;5u\u001b[97;5:3ux");

        Assert.Equal("\u001b[98;5u", process.Typed);
        Assert.Equal(Mark, test.Display.MessageLine.Text);
    }

    [Fact]
    public void AskNext_gives_the_next_key_to_a_command()
    {
        TestSession test = new();
        FakeProcess process = TestSession.ProcessOf(test.Show("sh"));
        int asked = 0;

        test.Display.Keys.AskNext((_, key) => asked = key);
        test.Type("Dx");

        Assert.Equal('D', asked);
        Assert.Equal("x", process.Typed);
    }

    [Fact]
    public void A_zombie_says_which_keys_work()
    {
        TestSession test = new();
        Window window = test.Show("sh");
        window.IsZombie = true;
        test.Session.Settings.ZombieDestroyKey = 'q';
        test.Session.Settings.ZombieResurrectKey = 'r';

        test.Type("x");

        Assert.Equal("Press q to destroy or r to resurrect window", test.Display.MessageLine.Text);
    }

    [Fact]
    public void A_write_lock_keeps_other_users_keys_away()
    {
        TestSession test = new();
        Window window = test.Show("sh");
        window.WriteLock = new User("bob");

        test.Type("x");

        Assert.Empty(TestSession.ProcessOf(window).Typed);
    }

    [Fact]
    public void Keys_in_the_plain_window_allocate_nothing()
    {
        TestSession test = new();
        test.Show("sh");
        test.Display.Regions.Focus.Window!.Process = new SilentProcess();
        byte[] key = "x"u8.ToArray();
        ulong offset = 0;
        for (int round = 0; round < 100; round++)
        {
            test.Display.Keys.HandleInput(key, offset++);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        test.Display.Keys.HandleInput(key, offset);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Any_grouping_of_the_same_keys_reaches_the_window_alike()
    {
        string[] keys = ["a", "\u0001x", "\u001b[A", "\u00e9", "\u001b[200~p\u0001q", "r\u001b[201~", "\u001bOA", "zz", "\u001b[<0;3;4M"];
        Gen.Select(Gen.Int[0, keys.Length - 1].Array[1, 12], Gen.Int[1, 4]).Sample((choice, size) =>
        {
            string[] typed = [.. choice.Select(index => keys[index])];
            Assert.Equal(Typed([string.Concat(typed)]), Typed([.. typed.Chunk(size).Select(static chunk => string.Concat(chunk))]));
        });
    }

    private static string Typed(string[] pieces)
    {
        TestSession test = Bound('x');
        FakeProcess process = TestSession.ProcessOf(test.Show("sh", "\u001b[?2004h\u001b[?1000h\u001b[?1006h"));
        Compositor.Compose(test.Display);
        foreach (string piece in pieces)
        {
            test.Type(piece);
        }

        test.Host.Advance(TimeSpan.FromSeconds(1));
        return process.Typed;
    }

    private static TestSession Bound(char key)
    {
        var test = new TestSession();
        test.Session.Keys.Prefix[(byte)key] = Invocation();
        return test;
    }

    private static CommandInvocation Invocation() => CommandInvocation.Create(["msgwait", "3"], out _)!;

    private sealed class SilentProcess : IWindowProcess
    {
        public int HolderId => 1;

        public int Pid => 1;

        public string TerminalName => string.Empty;

        public bool IsReplaying => false;

        public bool Write(ReadOnlySpan<byte> bytes, InputOrigin origin) => true;

        public bool Paste(RegisterText text, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end) => true;

        public void Reply(ReadOnlySpan<byte> bytes)
        {
        }

        public void Resize(int columns, int rows)
        {
        }

        public void Signal(int signal)
        {
        }

        public void Continue()
        {
        }

        public void Close()
        {
        }

        public void Changed()
        {
        }
    }
}
