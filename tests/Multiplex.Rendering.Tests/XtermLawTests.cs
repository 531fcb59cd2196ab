using System.Buffers;
using System.Globalization;
using System.Text;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering.Tests;

/// <summary>
/// The law once more, with somebody else's emulator as the judge: what @xterm/headless shows after each drawing is the frame, cell by cell with
/// attributes and colours, and its cursor.
/// </summary>
public sealed class XtermLawTests
{
    private const int SequencesPerProfile = 60;
    private const int FramesPerSequence = 5;

    /// <summary>xterm.js knows no left and right margins, and calls the text of a link underlined.</summary>
    private const TerminalAbilities Unknown = TerminalAbilities.LeftRightMargins | TerminalAbilities.Hyperlinks;

    /// <summary>Everything, and everything but what is named, in all depths of colour.</summary>
    private static readonly (string Name, TerminalAbilities Without, ColorDepth Depth)[] s_sets =
    [
        ("everything", TerminalAbilities.None, ColorDepth.TrueColor),
        ("no BCE", TerminalAbilities.BackColorErase, ColorDepth.TrueColor),
        ("no REP", TerminalAbilities.RepeatCharacter, ColorDepth.Colors256),
        ("no ECH", TerminalAbilities.EraseCharacters, ColorDepth.Colors256),
        ("no BCE, REP, ECH", TerminalAbilities.BackColorErase | TerminalAbilities.RepeatCharacter | TerminalAbilities.EraseCharacters, ColorDepth.Colors16),
        ("no scrolling", TerminalAbilities.ScrollRegion | TerminalAbilities.InsertDeleteLine | TerminalAbilities.ScrollUpDown, ColorDepth.Colors8),
        ("no regions", TerminalAbilities.ScrollRegion, ColorDepth.Colors256),
        ("no IL, DL, SU, SD", TerminalAbilities.InsertDeleteLine | TerminalAbilities.ScrollUpDown, ColorDepth.Colors256),
        ("no ICH, DCH", TerminalAbilities.InsertDeleteCharacter, ColorDepth.Colors256),
        ("no CHA, VPA, DECSC", TerminalAbilities.ColumnAbsolute | TerminalAbilities.RowAbsolute | TerminalAbilities.SaveCursor, ColorDepth.Colors16),
        ("no partial reset", TerminalAbilities.PartialReset, ColorDepth.Colors8),
        ("mono", TerminalAbilities.None, ColorDepth.Mono),
        ("no attributes", TerminalAbilities.Bold | TerminalAbilities.Italic | TerminalAbilities.Inverse | TerminalAbilities.Underline, ColorDepth.Mono),
    ];

    [SkippableFact]
    public void Drawing_a_frame_over_another_one_shows_it_on_xterm_js()
    {
        string? missing = XtermPeer.Missing();
        Skip.If(missing is not null, missing);
        List<(string Name, TerminalProfile Profile, List<Frame> Frames, List<byte[]> Pieces)> runs = [];
        foreach ((string name, TerminalAbilities without, ColorDepth depth) in s_sets)
        {
            TerminalProfile profile = new(name, Profiles.Get("modern").Abilities & ~without & ~Unknown, depth);
            for (int i = 0; i < SequencesPerProfile; i++)
            {
                (List<Frame> frames, List<byte[]> pieces) = Draw(profile, new Random(HashCode(name) + i));
                runs.Add(($"{name} {i}", profile, frames, pieces));
            }
        }

        using IEnumerator<string> shown = XtermPeer.Show(runs.Select(run => (run.Frames[0].Columns, run.Frames[0].Rows, run.Pieces)));
        StringBuilder differences = new();
        foreach ((string name, TerminalProfile profile, List<Frame> frames, List<byte[]> pieces) in runs)
        {
            bool isRight = true;
            for (int i = 0; i < frames.Count; i++)
            {
                string difference = Difference(profile, frames[i], shown);
                if (isRight && difference.Length > 0 && differences.Length < 4000)
                {
                    differences.Append(CultureInfo.InvariantCulture, $"{name}, frame {i}:\n{difference}drawn {OuterTerminal.Escaped(pieces[i])}\n\n");
                }

                isRight &= difference.Length == 0;
            }
        }

        Assert.True(differences.Length == 0, differences.ToString());
    }

    private static int HashCode(string name) => name.Aggregate(17, static (hash, c) => unchecked((hash * 31) + c)) & 0xFFFFFF;

    private static (List<Frame> Frames, List<byte[]> Pieces) Draw(TerminalProfile profile, Random random)
    {
        int columns = random.Next(2, 90);
        int rows = random.Next(1, 26);
        RandomScreens screens = new(random.Next(), columns, rows);
        FrameWriter writer = new(profile);
        Frame frame = screens.Create();
        List<Frame> frames = [];
        List<byte[]> pieces = [];
        for (int i = 0; i < FramesPerSequence; i++)
        {
            ArrayBufferWriter<byte> output = new();
            writer.Draw(frame, output);
            pieces.Add(output.WrittenSpan.ToArray());
            Frame kept = new(columns, rows, frame.Tables);
            kept.CopyFrom(frame);
            frames.Add(kept);
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                screens.Change(frame);
            }

            frame = random.Next(4) == 0 ? screens.Create() : frame;
        }

        return (frames, pieces);
    }

    private static string Difference(TerminalProfile profile, Frame frame, IEnumerator<string> shown)
    {
        StringBuilder text = new();
        CellNormalizer normalizer = new(profile);
        Cell[] cells = new Cell[frame.Columns];
        for (int row = 0; row < frame.Rows; row++)
        {
            normalizer.Normalize(frame.Row(row), frame.Tables, cells);
            string wanted = Describe(normalizer, cells);
            Assert.True(shown.MoveNext());
            if (wanted != shown.Current && text.Length < 1500)
            {
                text.Append(CultureInfo.InvariantCulture, $"row {row}\n  wanted {wanted}\n  shown  {shown.Current}\n");
            }
        }

        Assert.True(shown.MoveNext());
        string cursor = string.Create(CultureInfo.InvariantCulture, $"cursor {frame.CursorRow} {frame.CursorColumn}");
        if (frame.CursorVisible && cursor != shown.Current)
        {
            text.Append(CultureInfo.InvariantCulture, $"wanted {cursor}, shown {shown.Current}\n");
        }

        return text.ToString();
    }

    /// <summary>A row in the form that the peer prints.</summary>
    private static string Describe(CellNormalizer normalizer, ReadOnlySpan<Cell> cells)
    {
        StringBuilder text = new();
        foreach (Cell cell in cells)
        {
            if (cell.Width != CellWidth.WideTail)
            {
                text.Append(cell.IsGrapheme ? normalizer.Grapheme(cell.Content) : new Rune(cell.Content).ToString())
                    .Append('{').Append(Look(normalizer.Rendition(cell.Rendition))).Append('}');
            }
        }

        return text.ToString();
    }

    private static string Look(in Rendition rendition)
    {
        StringBuilder text = new();
        Add(rendition, RenditionAttributes.Bold, 'B');
        Add(rendition, RenditionAttributes.Faint, 'D');
        Add(rendition, RenditionAttributes.Italic, 'I');
        text.Append(rendition.Underline == UnderlineStyle.None ? string.Empty : "U");
        Add(rendition, RenditionAttributes.Blink, 'K');
        Add(rendition, RenditionAttributes.Inverse, 'R');
        Add(rendition, RenditionAttributes.Invisible, 'H');
        Add(rendition, RenditionAttributes.CrossedOut, 'S');
        Add(rendition, RenditionAttributes.Overline, 'O');
        return text.Append(Look('f', rendition.Foreground)).Append(Look('b', rendition.Background)).ToString();

        void Add(in Rendition from, RenditionAttributes attribute, char letter) =>
            text.Append(from.Has(attribute) ? letter.ToString() : string.Empty);
    }

    private static string Look(char letter, Color color) => color.Kind switch
    {
        ColorKind.Default => string.Empty,
        ColorKind.Indexed => string.Create(CultureInfo.InvariantCulture, $"{letter}{color.Index}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{letter}#{color.Value & 0xFFFFFF:x6}"),
    };
}
