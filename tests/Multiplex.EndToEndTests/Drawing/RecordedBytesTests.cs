using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Multiplex.EndToEndTests.Harness;
using Xunit.Abstractions;

namespace Multiplex.EndToEndTests.Drawing;

/// <summary>
/// Recorded sessions of real programs, played in a window of mux, of tmux and of screen at the same pace: what reaches the user's terminal,
/// against what the program wrote and against the others.
/// </summary>
public sealed class RecordedBytesTests(ITestOutputHelper log)
{
    /// <summary>Bytes to the terminal as a part of what the programs wrote, over all recordings.</summary>
    private const double MostOfAll = 0.65;

    private const string Player = """
        import os, struct, sys, time, tty
        data = open(sys.argv[1], 'rb').read()
        tty.setraw(0)
        os.write(1, b'READY')
        while os.read(0, 1) != b's':
            pass
        os.write(1, b'\x1b[H\x1b[J')
        while data:
            length, = struct.unpack_from('<I', data)
            os.write(1, data[4:4 + length])
            data = data[4 + length:]
            time.sleep(0.02)
        os.write(1, b'\x1b[m\x1b[HPLAYED')
        while os.read(0, 1) != b'q':
            pass

        """;

    [SkippableFact]
    public void Drawing_takes_fewer_bytes_than_the_programs_wrote_and_than_tmux_and_screen()
    {
        Skip.IfNot(MuxWorld.HasProgram("python3"), "python3 is not installed");
        string[] peers = [.. new[] { "tmux", "screen" }.Where(MuxWorld.HasProgram)];
        StringBuilder table = new();
        List<string> worse = [];
        long written = 0;
        long drawn = 0;
        foreach (string recording in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Recordings"), "*.rec").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(recording);
            using MuxWorld world = new();
            File.WriteAllText(world.PathOf("player.py"), Player);
            Dictionary<string, int> bytes = [];
            int program = LengthOf(recording);
            Parallel.ForEach(peers.Prepend("mux"), peer =>
            {
                int count = Play(world, peer, recording);
                lock (bytes)
                {
                    bytes[peer] = count;
                }
            });
            written += program;
            drawn += bytes["mux"];
            table.Append(CultureInfo.InvariantCulture, $"{name,-14} program {program,6}");
            foreach (string peer in peers.Prepend("mux"))
            {
                table.Append(CultureInfo.InvariantCulture, $"  {peer} {bytes[peer],6} ({(double)bytes[peer] / program:F2})");
                if (bytes[peer] < bytes["mux"])
                {
                    worse.Add($"{name}: mux {bytes["mux"]}, {peer} {bytes[peer]}");
                }
            }

            table.Append('\n');
        }

        table.Append(CultureInfo.InvariantCulture, $"all: program {written}, mux {drawn} ({(double)drawn / written:F3})");
        log.WriteLine(table.ToString());
        Assert.True(worse.Count == 0, string.Join('\n', worse) + "\n" + table);
        Assert.InRange((double)drawn / written, 0, MostOfAll);
    }

    [Fact]
    public void A_flood_takes_at_most_two_percent_of_its_bytes()
    {
        const int Lines = 2_000_000;
        using MuxWorld world = new();
        string count = string.Create(CultureInfo.InvariantCulture, $"{Lines}");
        OuterTerminal terminal = world.Attach("-S", "f", "sh", "-c", $"echo READY; read x; seq 1 {count}; printf FLOODED; exec sleep 1000");
        terminal.WaitFor("READY");
        int before = terminal.Printed.Length;
        terminal.Type("\r");
        terminal.WaitFor("FLOODED");
        long written = Enumerable.Range(1, 7).Sum(static digits => (long)(digits + 2) * (Math.Min(Lines + 1, (int)Math.Pow(10, digits)) - (int)Math.Pow(10, digits - 1)));
        double part = (double)(terminal.Printed.Length - before) / written;
        log.WriteLine($"{written} bytes from the program, {terminal.Printed.Length - before} to the terminal: {part:P2}");
        Assert.InRange(part, 0, 0.02);
    }

    /// <summary>Plays a recording in a multiplexer.</summary>
    /// <returns>Bytes that it wrote to the terminal from the first to the last one of the recording.</returns>
    private static int Play(MuxWorld world, string peer, string recording)
    {
        string[] size = recording[(recording.LastIndexOf('-') + 1)..^".rec".Length].Split('x');
        int columns = int.Parse(size[0], CultureInfo.InvariantCulture);
        int rows = int.Parse(size[1], CultureInfo.InvariantCulture);
        string command = $"python3 {world.PathOf("player.py")} {recording}";
        string configuration = world.PathOf(peer + ".conf");
        File.WriteAllText(configuration, peer == "tmux" ? "set -g status off\n" : "startup_message off\naltscreen on\n");
        string line = peer switch
        {
            "tmux" => $"exec tmux -S {world.PathOf("t")} -f {configuration} new-session '{command}'",
            "screen" => $"SCREENDIR={Directory.CreateDirectory(world.PathOf("d"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName} "
                + $"exec screen -c {configuration} {command}",
            _ => $"exec $PROGRAM -c {configuration} {command}",
        };
        OuterTerminal terminal = world.Open(columns, rows, "/bin/sh", "-c", line);
        terminal.WaitFor("READY");

        // Nothing more comes of the start once the cursor stands behind the word; what comes now is drawing.
        terminal.WaitForState(static emulator => emulator.CursorColumn == "READY".Length, "the cursor behind it");
        int before = terminal.Printed.Length;
        terminal.Type("s");
        terminal.WaitFor("PLAYED");
        int after = terminal.Printed.Length - before;
        terminal.Type("q");
        terminal.WaitForExit();
        return after;
    }

    private static int LengthOf(string recording)
    {
        ReadOnlySpan<byte> data = File.ReadAllBytes(recording);
        int written = 0;
        while (!data.IsEmpty)
        {
            int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(data);
            data = data[(4 + length)..];
            written += length;
        }

        return written;
    }
}
