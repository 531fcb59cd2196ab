using CsCheck;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering.Tests;

/// <summary>The law: a frame drawn over a terminal that shows another one is what the terminal shows then.</summary>
public sealed class FrameWriterLawTests
{
    public static TheoryData<string> ProfileNames => Profiles.Names;

    [Theory]
    [MemberData(nameof(ProfileNames))]
    public void Drawing_a_frame_over_another_one_shows_it(string name) =>
        Gen.Select(Gen.Int, Gen.Int[1, 60], Gen.Int[1, 16]).Sample(
            (seed, columns, rows) =>
            {
                TerminalProfile profile = Profiles.Get(name);
                RandomScreens screens = new(seed, columns, rows);
                OuterTerminal terminal = new(profile, columns, rows);
                FrameWriter writer = new(profile);
                Frame frame = screens.Create();
                for (int i = 0; i < 12; i++)
                {
                    terminal.Draw(writer, frame);
                    AssertShown(terminal, frame, profile);
                    screens.Change(frame);
                    if (i % 3 == 0)
                    {
                        screens.Change(frame);
                    }
                }
            },
            iter: 400,
            threads: 2);

    [Theory]
    [MemberData(nameof(ProfileNames))]
    public void Drawing_any_frame_over_any_other_shows_it(string name) =>
        Gen.Select(Gen.Int, Gen.Int[1, 60], Gen.Int[1, 16]).Sample(
            (seed, columns, rows) =>
            {
                TerminalProfile profile = Profiles.Get(name);
                RandomScreens screens = new(seed, columns, rows);
                OuterTerminal terminal = new(profile, columns, rows);
                FrameWriter writer = new(profile);
                for (int i = 0; i < 5; i++)
                {
                    Frame frame = screens.Create();
                    terminal.Draw(writer, frame);
                    AssertShown(terminal, frame, profile);
                }
            },
            iter: 200,
            threads: 2);

    private static void AssertShown(OuterTerminal terminal, Frame frame, TerminalProfile profile)
    {
        string differences = Differences(terminal, frame, profile);
        Assert.True(differences.Length == 0, differences);
    }

    /// <summary>On a terminal that would scroll, the last cell is left alone and does not count.</summary>
    private static string Differences(OuterTerminal terminal, Frame frame, TerminalProfile profile)
    {
        if (profile.Can(TerminalAbilities.DeferredWrap))
        {
            return terminal.Differences(frame);
        }

        string differences = terminal.Differences(frame);
        string lastCells = $"{frame.Rows - 1},{frame.Columns - 1}:";
        string cellBefore = $"{frame.Rows - 1},{frame.Columns - 2}:";
        bool isLastCellOnly = differences.Split('\n').Where(l => l.Contains("expected", StringComparison.Ordinal)).All(l =>
            l.StartsWith(lastCells, StringComparison.Ordinal)
            || (l.StartsWith(cellBefore, StringComparison.Ordinal) && l.Contains("Wide", StringComparison.Ordinal)));
        return isLastCellOnly ? string.Empty : differences;
    }
}
