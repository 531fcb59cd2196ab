using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering;

/// <summary>
/// What the user's terminal had before it was changed: colours, modes and the cursor's shape. It is asked right before the first change, and once more after a
/// reset, in one go with the change: what it had set by itself comes back by a reset, what the user had set by its value. Answers come later and in
/// order; where none comes, a reset has to do.
/// </summary>
public sealed class FoundState
{
    /// <summary>The place of the foreground behind the palette's 0..255.</summary>
    public const int Foreground = 256;

    /// <summary>The place of the background.</summary>
    public const int Background = 257;

    /// <summary>The place of the cursor's colour.</summary>
    public const int CursorColor = 258;

    private const int Shape = 259;

    /// <summary>Behind it are modes by their numbers.</summary>
    private const int Modes = 1000;

    /// <summary>DECRPM: the mode is set.</summary>
    private const uint IsSet = 1;

    private readonly Dictionary<int, Place> _places = [];
    private int _rounds;
    private int _ended;
    private bool _hasAsked;

    /// <summary>The shape to go back to; default when that is the terminal's own, or not known.</summary>
    public CursorShape CursorShape => _places.GetValueOrDefault(Shape) is { IsChanged: true } place ? (CursorShape)place.Found : CursorShape.Default;

    /// <summary>The colour to go back to.</summary>
    /// <param name="index">0..255 or one of the constants.</param>
    /// <returns>Default when that is the terminal's own, or not known.</returns>
    public Color Color(int index) => _places.GetValueOrDefault(index) is { IsChanged: true } place ? new Color(place.Found) : default;

    /// <summary>True when a colour was changed, and asked for before.</summary>
    /// <param name="index">0..255 or one of the constants.</param>
    public bool WasAsked(int index) => _places.GetValueOrDefault(index) is { WasAsked: true };

    /// <summary>True when a mode was set.</summary>
    /// <param name="number">The parameter of DECSET.</param>
    public bool WasModeSet(int number) => _places.GetValueOrDefault(Modes + number) is { IsFoundKnown: true, Found: IsSet };

    /// <summary>Forgets all: somebody else had the terminal.</summary>
    public void Clear()
    {
        _places.Clear();
        _hasAsked = false;
    }

    /// <summary>True once after something was asked: DA1 has to follow, whose answer ends the others.</summary>
    public bool TakeAsked()
    {
        bool hasAsked = _hasAsked;
        _hasAsked = false;
        _rounds += hasAsked ? 1 : 0;
        return hasAsked;
    }

    /// <summary>The questions at the start ask for foreground and background too, and are ended by a DA1 of their own.</summary>
    /// <param name="hasColors">False when they ask for no colours.</param>
    public void ExpectRound(bool hasColors)
    {
        if (hasColors)
        {
            Want(Foreground, Purpose.Other);
            Want(Background, Purpose.Other);
        }

        _rounds++;
    }

    /// <summary>A colour was answered.</summary>
    /// <param name="index">0..255 or one of the constants.</param>
    /// <param name="color">Default when the answer made no sense.</param>
    /// <returns>What the terminal had before any change.</returns>
    public Color Answer(int index, Color color)
    {
        Take(index, color.Value);
        return _places.GetValueOrDefault(index) is { IsFoundKnown: true } place ? new Color(place.Found) : color;
    }

    /// <summary>The cursor's shape was answered.</summary>
    /// <param name="shape">1..6.</param>
    public void Answer(CursorShape shape) => Take(Shape, (uint)shape);

    /// <summary>A mode was answered.</summary>
    /// <param name="number">The parameter of DECSET.</param>
    /// <param name="state">DECRPM's second parameter.</param>
    public void AnswerMode(int number, int state) => Take(Modes + number, (uint)state);

    /// <summary>DA1 was answered: what was asked before it and is still open stays open for ever.</summary>
    public void EndRound()
    {
        _ended++;
        foreach (Place place in _places.Values)
        {
            while (place.Wanted.TryPeek(out (Purpose Purpose, int Round) first) && first.Round < _ended)
            {
                place.Wanted.Dequeue();
            }
        }
    }

    /// <summary>Before a colour is changed for the first time.</summary>
    /// <param name="index">0..255 or one of the constants.</param>
    /// <param name="profile">The terminal.</param>
    /// <param name="output">Where to.</param>
    internal void AskColor(int index, TerminalProfile profile, OutputBytes output)
    {
        if (!Begin(index, profile))
        {
            return;
        }

        AddColorQuery(output, index);
        AddColorReset(output, index);
        AddColorQuery(output, index);
    }

    /// <summary>Before the cursor's shape is changed for the first time.</summary>
    /// <param name="profile">The terminal.</param>
    /// <param name="output">Where to.</param>
    internal void AskShape(TerminalProfile profile, OutputBytes output)
    {
        if (Begin(Shape, profile))
        {
            // DECRQSS DECSCUSR.
            output.Add("\eP$q q\e\\\e[0 q\eP$q q\e\\"u8);
        }
    }

    /// <summary>Before a mode is changed for the first time. What is not answered is taken for reset.</summary>
    /// <param name="number">The parameter of DECSET.</param>
    /// <param name="profile">The terminal.</param>
    /// <param name="output">Where to.</param>
    internal void AskMode(int number, TerminalProfile profile, OutputBytes output)
    {
        if (!CanAsk(Modes + number, profile))
        {
            return;
        }

        Want(Modes + number, Purpose.Found);
        _places[Modes + number].WasAsked = true;
        _hasAsked = true;

        // DECRQM.
        output.Add("\e[?"u8);
        output.AddNumber(number);
        output.Add("$p"u8);
    }

    /// <summary>Writes what gives a colour back to the terminal.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="index">0..255 or one of the constants.</param>
    internal static void AddColorReset(OutputBytes output, int index)
    {
        output.Add("\e]"u8);
        output.AddNumber(index < Foreground ? 104 : 110 + index - Foreground);
        if (index < Foreground)
        {
            output.Add((byte)';');
            output.AddNumber(index);
        }

        output.Add("\e\\"u8);
    }

    /// <summary>Writes what gives a colour a value.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="index">0..255 or one of the constants.</param>
    /// <param name="color">The value.</param>
    internal static void AddColor(OutputBytes output, int index, Color color)
    {
        AddCommand(output, index);
        Color rgb = color.Kind == ColorKind.Indexed ? ColorReducer.PaletteValue(color.Index) : color;
        output.Add((byte)'#');
        for (int shift = 20; shift >= 0; shift -= 4)
        {
            output.Add("0123456789abcdef"u8[(int)(rgb.Value >> shift) & 15]);
        }

        output.Add("\e\\"u8);
    }

    /// <summary>Writes what the terminal had, or a reset.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="index">0..255 or one of the constants.</param>
    internal void AddRestored(OutputBytes output, int index)
    {
        Color found = Color(index);
        if (found.IsDefault)
        {
            AddColorReset(output, index);
        }
        else
        {
            AddColor(output, index, found);
        }
    }

    /// <summary>Gives back all of the palette that was changed.</summary>
    /// <param name="output">Where to.</param>
    internal void AddPalette(OutputBytes output)
    {
        foreach ((int index, Place place) in _places)
        {
            if (index < Foreground && place.WasAsked)
            {
                AddRestored(output, index);
            }
        }
    }

    private static void AddColorQuery(OutputBytes output, int index)
    {
        AddCommand(output, index);
        output.Add("?\e\\"u8);
    }

    private static void AddCommand(OutputBytes output, int index)
    {
        output.Add("\e]"u8);
        output.AddNumber(index < Foreground ? 4 : 10 + index - Foreground);
        output.Add((byte)';');
        if (index < Foreground)
        {
            output.AddNumber(index);
            output.Add((byte)';');
        }
    }

    private bool CanAsk(int index, TerminalProfile profile) =>
        profile.Can(TerminalAbilities.Queries | TerminalAbilities.StringQueries) && _places.GetValueOrDefault(index) is not { WasAsked: true };

    private bool Begin(int index, TerminalProfile profile)
    {
        if (!CanAsk(index, profile))
        {
            return false;
        }

        Want(index, Purpose.Found);
        Want(index, Purpose.Own);
        _places[index].WasAsked = true;
        _hasAsked = true;
        return true;
    }

    private void Want(int index, Purpose purpose)
    {
        if (!_places.TryGetValue(index, out Place? place))
        {
            place = new Place();
            _places.Add(index, place);
        }

        place.Wanted.Enqueue((purpose, _rounds));
    }

    private void Take(int index, uint value)
    {
        if (!_places.TryGetValue(index, out Place? place) || !place.Wanted.TryDequeue(out (Purpose Purpose, int Round) wanted))
        {
            return;
        }

        if (wanted.Purpose == Purpose.Found)
        {
            place.Found = value;
            place.IsFoundKnown = value != 0;
        }
        else if (wanted.Purpose == Purpose.Own)
        {
            // Terminals call their own cursor a steady or a blinking block as they like: a block says nothing.
            bool isBlock = index == Shape && place.Found <= (uint)Terminal.Buffer.CursorShape.SteadyBlock;
            place.IsChanged = place.IsFoundKnown && place.Found != value && !isBlock;
        }
    }

    private enum Purpose
    {
        /// <summary>Somebody else's question.</summary>
        Other,

        /// <summary>What was found.</summary>
        Found,

        /// <summary>What the terminal has by itself.</summary>
        Own,
    }

    private sealed class Place
    {
        public Queue<(Purpose Purpose, int Round)> Wanted { get; } = new();

        public uint Found { get; set; }

        public bool WasAsked { get; set; }

        public bool IsFoundKnown { get; set; }

        /// <summary>What was found is not what the terminal has by itself.</summary>
        public bool IsChanged { get; set; }
    }
}
