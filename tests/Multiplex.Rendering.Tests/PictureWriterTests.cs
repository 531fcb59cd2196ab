using System.Buffers;
using System.Text;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Pictures;

namespace Multiplex.Rendering.Tests;

/// <summary>Pictures on the user's terminal: written once, moved by its scrolls, taken away when their cells are, placeholders where there is no way.</summary>
public sealed class PictureWriterTests
{
    private const int Columns = 40;
    private const int Rows = 10;

    private const string Sixel = "\e[3;5H\ePq\"1;1;100;60#1!100~-!100~\e\\";
    private const string Kitty = "\e[3;5H\e_Ga=T,C=1,f=24,s=100,v=60;QUJD\e\\";

    [Fact]
    public void A_sixel_is_written_once_and_as_it_came()
    {
        Scene scene = new(TerminalAbilities.Sixel);
        string written = scene.Show("text" + Sixel);
        Assert.Contains("\eP0;0q\"1;1;100;60#1!100~-!100~\e\\", written, StringComparison.Ordinal);
        Assert.Equal((2, 4, 10, 3), scene.Place());
        Assert.Equal(string.Empty, scene.Show(""));
        Assert.DoesNotContain("\eP", scene.Show("\e[1;1Hmore\e[9;1Hand more"), StringComparison.Ordinal);
        Assert.Equal((2, 4, 10, 3), scene.Place());
    }

    [Theory]
    [InlineData(TerminalAbilities.Sixel, Sixel)]
    [InlineData(TerminalAbilities.KittyGraphics, Kitty)]
    public void It_moves_with_the_screen_and_is_not_sent_again(TerminalAbilities ability, string picture)
    {
        Scene scene = new(ability);
        scene.Show("one line of text\r\nanother line" + picture + "\e[7;1Hthe next line\e[10;1Hlast line");
        Assert.Equal((2, 4, 10, 3), scene.Place());
        string written = scene.Show("\nnew line at the bottom");
        Assert.DoesNotContain("QUJD", written, StringComparison.Ordinal);
        Assert.DoesNotContain("q\"", written, StringComparison.Ordinal);
        Assert.Equal((1, 4, 10, 3), scene.Place());
        scene.Show("\n\n");
        Assert.Equal((0, 4, 10, 2), scene.Place());
        written = scene.Show("\n\n\n\n");
        Assert.Equal(ability == TerminalAbilities.KittyGraphics, written.Contains("a=d,d=I", StringComparison.Ordinal));
        Assert.Null(scene.Place());
    }

    [Theory]
    [InlineData(TerminalAbilities.Sixel, Sixel)]
    [InlineData(TerminalAbilities.KittyGraphics, Kitty)]
    public void It_goes_with_its_cells_and_comes_back_with_them(TerminalAbilities ability, string picture)
    {
        Scene scene = new(ability);
        scene.Show(picture);
        scene.Show("\e[?1049h\e[2Jother");
        Assert.Null(scene.Place());
        string written = scene.Show("\e[?1049l");
        Assert.Equal((2, 4, 10, 3), scene.Place());
        Assert.Contains(ability == TerminalAbilities.Sixel ? "q\"1;1" : "QUJD", written, StringComparison.Ordinal);
        scene.Show("\e[4;6Hx");
        Assert.False(scene.Shown(3, 5));
    }

    [Theory]
    [InlineData(TerminalAbilities.Sixel, Sixel, "q\"1;1")]
    [InlineData(TerminalAbilities.KittyGraphics, Kitty, "QUJD")]
    public void It_is_drawn_again_when_everything_is(TerminalAbilities ability, string picture, string data)
    {
        Scene scene = new(ability);
        scene.Show(picture);
        scene.Writer.InvalidateAll();
        Assert.Contains(data, scene.Show(""), StringComparison.Ordinal);
        Assert.Equal((2, 4, 10, 3), scene.Place());
    }

    [Theory]
    [InlineData(TerminalAbilities.None, Sixel)]
    [InlineData(TerminalAbilities.None, Kitty)]
    [InlineData(TerminalAbilities.KittyGraphics, Sixel)]
    [InlineData(TerminalAbilities.Sixel, Kitty)]
    [InlineData(TerminalAbilities.Sixel, "\e[8;5H\e[?8452h\ePq\"1;1;100;60#1!100~-!100~\e\\")]
    public void Where_it_cannot_be_shown_its_placeholder_is(TerminalAbilities ability, string picture)
    {
        Scene scene = new(ability);
        string written = scene.Show(picture);
        Assert.DoesNotContain("\eP", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\e_G", written, StringComparison.Ordinal);
        Assert.Contains("++++++++++", written, StringComparison.Ordinal);
        Assert.Null(scene.Place());
    }

    [Fact]
    public void A_part_that_the_terminal_does_not_have_is_a_placeholder()
    {
        Scene scene = new(TerminalAbilities.Sixel);
        scene.Feed(Sixel + "\e[10;1H\n\n\n");
        Assert.Contains("++++++++++", scene.Show(""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_of_kittys_is_cut_out()
    {
        Scene scene = new(TerminalAbilities.KittyGraphics);
        scene.Feed(Kitty + "\e[10;1H\n\n\n");
        string written = scene.Show("");
        Assert.Contains(",c=10,r=2,y=20,h=40\e\\", written, StringComparison.Ordinal);
        Assert.Equal((0, 4, 10, 2), scene.Place());
    }

    [Fact]
    public void Kittys_data_goes_in_parts()
    {
        Scene scene = new(TerminalAbilities.KittyGraphics);
        string written = scene.Show($"\e_Ga=T,z=-1,f=32,o=z,s=100,v=60;{new string('A', 10_000)}\e\\");
        Assert.Contains("\e_Ga=t,q=2,i=1836384257,f=32,s=100,v=60,o=z,m=1;AAAA", written, StringComparison.Ordinal);
        Assert.Equal(3, written.Split("\e_G", StringSplitOptions.None).Count(static part => part.Contains(";A", StringComparison.Ordinal)));
        Assert.Contains(",z=-1\e\\", written, StringComparison.Ordinal);
        Assert.Equal((0, 0, 10, 3), scene.Place());
    }

    [Fact]
    public void An_id_that_means_another_picture_is_drawn_anew()
    {
        Scene scene = new(TerminalAbilities.Sixel);
        scene.Show(Sixel);
        Picture other = new(new PictureData { Kind = PictureKind.Sixel, Bytes = "#2!100~-!100~-!100~-!100~"u8.ToArray() }, 10, 3, 10, 20);
        scene.Writer.TakePicture(1, other);
        Assert.Contains("#2!100~", scene.Show(""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab\e[c")]
    [InlineData("a\u009cb")]
    [InlineData("a\u0018b")]
    public void What_could_command_the_terminal_is_not_shown(string data)
    {
        Scene scene = new(TerminalAbilities.Sixel);
        scene.Feed(Sixel);
        scene.Take();
        scene.Writer.TakePicture(1, new Picture(new PictureData { Bytes = Encoding.Latin1.GetBytes(data) }, 10, 3, 10, 20));
        Assert.DoesNotContain("\eP", scene.Draw(), StringComparison.Ordinal);
    }

    [Fact]
    public void Leaving_takes_kittys_pictures_away()
    {
        TerminalSession session = new(Scene.ProfileWith(TerminalAbilities.KittyGraphics));
        Scene scene = new(TerminalAbilities.KittyGraphics, session.Writer);
        scene.Show(Kitty);
        ArrayBufferWriter<byte> output = new();
        session.Leave(output);
        Assert.Contains("\e_Ga=d,d=I,q=2,i=1836384257\e\\", Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TerminalAbilities.Sixel)]
    [InlineData(TerminalAbilities.KittyGraphics)]
    public void Whatever_happens_text_is_where_it_belongs_and_pictures_only_where_their_cells_are(TerminalAbilities ability)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            Scene scene = new(ability);
            for (int step = 0; step < 40; step++)
            {
                string said = RandomStep(random, ability);
                string written = scene.Show(said);
                Assert.True(scene.Differences().Length == 0,
                    $"seed {seed}, step {step}: {scene.Differences()}{OuterTerminal.Escaped(Encoding.UTF8.GetBytes(said + " -> " + written))}");
            }
        }
    }

    private static string RandomStep(Random random, TerminalAbilities ability)
    {
        string place = $"\e[{random.Next(1, Rows + 1)};{random.Next(1, Columns + 1)}H";
        return place + random.Next(7) switch
        {
            0 or 1 when ability == TerminalAbilities.Sixel => $"\ePq\"1;1;{random.Next(1, 200)};{random.Next(1, 120)}#1~\e\\",
            0 or 1 => $"\e_Ga=T,C={random.Next(2)},f=24,s={random.Next(1, 200)},v={random.Next(1, 120)};QUJD\e\\",
            2 => $"\e[{Rows};1H" + string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(i => $"\nline {random.Next(100)}")),
            3 => $"\e[{random.Next(1, 3)}{"LMST"[random.Next(4)]}",
            4 => $"\e[{random.Next(3)}J",
            5 => "some text over it",
            _ => $"\e[1;{random.Next(2, 9)}r\e[1;1H\eM\e[r",
        };
    }

    /// <summary>A program's screen, a writer, and the user's terminal.</summary>
    private sealed class Scene
    {
        private readonly TerminalEmulator _program = Emulator();
        private readonly TerminalEmulator _outer = Emulator();
        private readonly HashSet<int> _taken = [];
        private readonly CellNormalizer _comparer;
        private readonly Frame _frame;

        public Scene(TerminalAbilities ability, FrameWriter? writer = null)
        {
            TerminalProfile profile = ProfileWith(ability);
            Writer = writer ?? new FrameWriter(profile);
            _comparer = new CellNormalizer(profile);
            _frame = new Frame(Columns, Rows, _program.Tables);
        }

        public FrameWriter Writer { get; }

        public static TerminalProfile ProfileWith(TerminalAbilities ability)
        {
            TerminalProfile profile = TerminalProfile.Create("xterm-256color", null, string.Empty, isUtf8: true);
            return profile with { Abilities = profile.Abilities | ability };
        }

        public void Feed(string text) => _program.Feed(Encoding.UTF8.GetBytes(text));

        /// <summary>Feeds the program's screen and draws it.</summary>
        public string Show(string text)
        {
            Feed(text);
            Take();
            return Draw();
        }

        /// <summary>Gives the writer the pictures that it has not got.</summary>
        public void Take()
        {
            _program.ForgetUnseenPictures();
            for (int id = 1; id <= Cell.MaxPictureId; id++)
            {
                if (_program.Picture(id) is { } picture && _taken.Add(id))
                {
                    Writer.TakePicture(id, picture);
                }
                else if (_program.Picture(id) is null && _taken.Remove(id))
                {
                    Writer.TakePicture(id, null);
                }
            }
        }

        public string Draw()
        {
            for (int row = 0; row < Rows; row++)
            {
                _program.Row(row).CopyTo(_frame.Row(row));
            }

            _frame.CursorRow = _program.CursorRow;
            _frame.CursorColumn = _program.CursorColumn;
            ArrayBufferWriter<byte> output = new();
            Writer.Draw(_frame, output);
            _outer.Feed(output.WrittenSpan);
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }

        public bool Shown(int row, int column) => _outer.Row(row)[column].PictureId != 0;

        /// <summary>The rectangle of the picture on the terminal.</summary>
        public (int Row, int Column, int Columns, int Rows)? Place()
        {
            List<(int Row, int Column)> cells = [.. from row in Enumerable.Range(0, Rows) from column in Enumerable.Range(0, Columns)
                where Shown(row, column) select (row, column)];
            return cells.Count == 0 ? null : (cells[0].Row, cells[0].Column, cells[^1].Column - cells[0].Column + 1, cells[^1].Row - cells[0].Row + 1);
        }

        /// <summary>Where the terminal shows something else than the frame.</summary>
        public string Differences()
        {
            StringBuilder text = new();
            var wanted = new Cell[Columns];
            var shown = new Cell[Columns];
            for (int row = 0; row < Rows; row++)
            {
                _comparer.Normalize(_frame.Row(row), _frame.Tables, wanted);
                _comparer.Normalize(_outer.Row(row), _outer.Tables, shown);
                for (int column = 0; column < Columns; column++)
                {
                    bool isPicture = _frame.Row(row)[column].PictureId != 0;
                    bool isRight = isPicture ? Shown(row, column) || wanted[column] == shown[column] : wanted[column] == shown[column] && !Shown(row, column);
                    text.Append(isRight ? string.Empty : $"{row},{column} ");
                }
            }

            return text.ToString();
        }

        private static TerminalEmulator Emulator() => new(new TerminalOptions { Columns = Columns, Rows = Rows }, new NullTerminalEvents());
    }
}
