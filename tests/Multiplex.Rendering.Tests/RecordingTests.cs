using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;
using Xunit.Abstractions;

namespace Multiplex.Rendering.Tests;

/// <summary>
/// Recorded programs, drawn as a display without caption and status line: what they wrote against what reaches the user's terminal.
/// </summary>
public sealed class RecordingTests(ITestOutputHelper log)
{
    /// <summary>Bytes to the outer terminal as a part of what the programs wrote, over all recordings.</summary>
    private const double MostOfAll = 0.6;

    public static TheoryData<string> Names
    {
        get
        {
            TheoryData<string> names = [];
            foreach (string file in Directory.EnumerateFiles(Folder(), "*.rec").Order(StringComparer.Ordinal))
            {
                names.Add(Path.GetFileNameWithoutExtension(file));
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_looks_inside_as_it_looks_outside(string name)
    {
        (long written, long drawn) = Replay(name, isChecked: true);
        log.WriteLine($"{name}: wrote {written}, drawn {drawn}, {(double)drawn / written:F2}");
    }

    [Fact]
    public void All_recordings_together_take_fewer_bytes_than_the_programs_wrote()
    {
        long written = 0;
        long drawn = 0;
        foreach (string name in Names)
        {
            (long one, long other) = Replay(name, isChecked: false);
            written += one;
            drawn += other;
        }

        log.WriteLine($"all: wrote {written}, drawn {drawn}, {(double)drawn / written:F3}");
        Assert.InRange((double)drawn / written, 0, MostOfAll);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "Recordings");

    private static (long Written, long Drawn) Replay(string name, bool isChecked)
    {
        string[] size = name[(name.LastIndexOf('-') + 1)..].Split('x');
        int columns = int.Parse(size[0], System.Globalization.CultureInfo.InvariantCulture);
        int rows = int.Parse(size[1], System.Globalization.CultureInfo.InvariantCulture);
        TerminalProfile profile = TerminalProfile.Create("xterm-256color", null, string.Empty, isUtf8: true);
        profile = profile with { Abilities = profile.Abilities | TerminalAbilities.BackColorErase | TerminalAbilities.RepeatCharacter };
        TerminalEmulator window = new(new TerminalOptions { Columns = columns, Rows = rows }, new NullTerminalEvents());
        OuterTerminal outer = new(profile, columns, rows);
        FrameWriter writer = new(profile);
        Frame frame = new(columns, rows, window.Tables);
        ReadOnlySpan<byte> recording = File.ReadAllBytes(Path.Combine(Folder(), name + ".rec"));
        long written = 0;
        long drawn = 0;
        while (!recording.IsEmpty)
        {
            int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(recording);
            window.Feed(recording.Slice(4, length));
            recording = recording[(4 + length)..];
            written += length;
            Compose(window, frame);
            drawn += outer.Draw(writer, frame);
            if (isChecked)
            {
                Assert.Equal(string.Empty, outer.Differences(frame));
            }
        }

        return (written, drawn);
    }

    private static void Compose(TerminalEmulator window, Frame frame)
    {
        frame.Tables = window.Tables;
        for (int row = 0; row < frame.Rows; row++)
        {
            window.Row(row).CopyTo(frame.Row(row));
        }

        frame.CursorRow = window.CursorRow;
        frame.CursorColumn = window.CursorColumn;
        frame.CursorVisible = window.CursorVisible;
        frame.CursorShape = window.CursorShape;
        frame.Modes = window.Modes;
        frame.MouseTracking = window.MouseTracking;
        frame.MouseEncoding = window.MouseEncoding;
    }
}
