using System.Text;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>What is typed arrives, all of it and once.</summary>
public sealed class InputTests
{
    [Fact]
    public void Every_byte_that_is_typed_arrives_once_and_in_order()
    {
        using MuxWorld world = new();
        // All controls but the command key and the escape that begins a key; letters between them make a loss easy to see.
        byte[] round = [.. Enumerable.Range(0, 128).Where(value => value is not (1 or 27)).SelectMany(value => new[] { (byte)value, (byte)'.' })];
        byte[] typed = [.. Enumerable.Repeat(round, 40).SelectMany(bytes => bytes)];
        string script = $"stty raw -echo; echo READY; head -c {typed.Length} >{world.PathOf("new")}; mv {world.PathOf("new")} {world.PathOf("out")}; exec sleep 1000";
        OuterTerminal terminal = world.Attach("-S", "i", "sh", "-c", script);
        terminal.WaitFor("READY");
        for (int at = 0; at < typed.Length; at += 7)
        {
            terminal.Type(Encoding.Latin1.GetString(typed, at, Math.Min(7, typed.Length - at)));
        }

        MuxWorld.WaitUntil(() => File.Exists(world.PathOf("out")), "all bytes to arrive");
        Assert.Equal(typed, File.ReadAllBytes(world.PathOf("out")));
    }

    [Fact]
    public void Keys_typed_while_the_client_starts_are_not_lost()
    {
        using MuxWorld world = new();
        world.Start("i");
        OuterTerminal terminal = world.Attach("-r", "i");
        terminal.Type("echo early-$((1+1))\r");
        terminal.WaitFor("early-2");
    }

    [SkippableFact]
    public void Every_change_of_size_reaches_the_program()
    {
        // Python, since bash loses a signal now and then that comes while it starts a program.
        Skip.If(Environment.GetEnvironmentVariable("PATH")!.Split(':').All(directory => !File.Exists(Path.Combine(directory, "python3"))), "python3 is not installed");
        using MuxWorld world = new();
        File.WriteAllText(world.PathOf("sizes.py"), """
            import os, signal, time
            def show(*_):
                size = os.get_terminal_size()
                os.write(1, f"{size.lines} {size.columns}\n".encode())
            signal.signal(signal.SIGWINCH, show)
            os.write(1, b"READY\n")
            while True:
                time.sleep(1000)

            """);
        OuterTerminal terminal = world.Attach("-S", "i", "python3", world.PathOf("sizes.py"));
        terminal.WaitFor("READY");
        for (int i = 0; i < 60; i++)
        {
            int columns = 60 + (i * 7 % 90);
            int rows = 20 + (i % 13);
            terminal.Resize(columns, rows);
            terminal.WaitForState(emulator => LastLine(emulator) == $"{rows} {columns}", $"the size {rows} {columns}");
        }
    }

    private static string LastLine(Multiplex.Terminal.TerminalEmulator emulator)
    {
        for (int row = emulator.CursorRow; row >= 0; row--)
        {
            if (emulator.TextOf(row) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return string.Empty;
    }
}
