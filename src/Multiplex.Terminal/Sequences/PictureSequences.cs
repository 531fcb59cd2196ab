using Multiplex.Terminal.Modes;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.Pictures;

namespace Multiplex.Terminal.Sequences;

/// <summary>Sequences that bring pictures, and the question what can be done with them.</summary>
internal static class PictureSequences
{
    /// <summary>Colour registers that XTSMGRAPHICS tells of: what sixel terminals have at least.</summary>
    private const int Registers = 256;

    /// <summary>DCS q.</summary>
    public static void Sixel(TerminalCore terminal, StringRequest request)
    {
        byte[] bytes = SixelHeader.Clean(request.Text);
        (int width, int height) = SixelHeader.Measure(bytes, SixelHeader.RatioOf(request.Parameters[0]));
        if (width == 0 || height == 0)
        {
            return;
        }

        var data = new PictureData
        {
            Kind = PictureKind.Sixel, Bytes = bytes, Width = width, Height = height, Format = (Math.Min(request.Parameters[0], 9) << 1) | (request.Parameters[1] == 1 ? 1 : 0),
        };
        (int cellWidth, int cellHeight) = terminal.CellSize;
        PictureFlow flow = terminal.Modes[ModeId.SixelDisplay] ? PictureFlow.Home
            : terminal.Modes[ModeId.SixelScrollsRight] ? PictureFlow.Right : PictureFlow.Below;
        terminal.PlacePicture(
            new Picture(data, (width + cellWidth - 1) / cellWidth, (height + cellHeight - 1) / cellHeight, cellWidth, cellHeight), flow);
    }

    /// <summary>APC: kitty's graphics, else screen's hardstatus.</summary>
    public static void ProgramCommand(TerminalCore terminal, StringRequest request)
    {
        if (KittyCommand.IsCommand(request.Text))
        {
            terminal.Graphics.Obey(request.Text);
        }
        else
        {
            terminal.SetHardstatus(request.Text);
        }
    }

    /// <summary>XTSMGRAPHICS: colour registers (1) and the largest sixel picture (2) can be read (1, 4); the rest fails.</summary>
    public static void ReportAttribute(TerminalCore terminal, SequenceParameters parameters)
    {
        bool isRead = terminal.Options.Sixel && parameters[1] is (1 or 4);
        (int width, int height) = terminal.CellSize;
        switch (parameters[0])
        {
            case 1 when isRead:
                terminal.ReplyNumbers("\e[?"u8, [1, 0, Registers], "S"u8);
                break;
            case 2 when isRead:
                terminal.ReplyNumbers("\e[?"u8, [2, 0, terminal.Columns * width, terminal.Rows * height], "S"u8);
                break;
            default:
                terminal.ReplyNumbers("\e[?"u8, [parameters[0], 1], "S"u8);
                break;
        }
    }
}
