namespace Multiplex.Server.Services;

/// <summary>
/// Where the standard input, output and error of a program go that <c>exec</c> runs beside a window's own: <c>.</c> is the terminal that the user
/// sees, <c>!</c> the window's program, <c>:</c> both; a fourth character <c>|</c> gives the program the user's keys as well.
/// </summary>
/// <param name="Input">Where standard input comes from.</param>
/// <param name="Output">Where standard output goes.</param>
/// <param name="Error">Where standard error goes.</param>
/// <param name="HasPipe">True with the fourth character.</param>
internal readonly record struct FilterPattern(char Input, char Output, char Error, bool HasPipe)
{
    /// <summary>The characters of a pattern.</summary>
    public const string Characters = ".!:|";

    /// <summary>Reads a pattern; what is left out at its end is <c>.</c>.</summary>
    /// <param name="text">Up to three of <c>.!:</c>, then perhaps <c>|</c>.</param>
    /// <param name="pattern">The pattern.</param>
    /// <returns>False for something else.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out FilterPattern pattern)
    {
        bool hasPipe = text.Length > 0 && text[^1] == '|';
        ReadOnlySpan<char> streams = hasPipe ? text[..^1] : text;
        pattern = new FilterPattern(At(streams, 0), At(streams, 1), At(streams, 2), hasPipe);
        return streams.Length <= 3 && !streams.Contains('|');
    }

    /// <summary>True when the program gets what the window's program prints.</summary>
    public bool TakesOutput => Input is '!' or ':';

    /// <summary>True when what the window's program prints is not shown any more.</summary>
    public bool HidesOutput => Input == '!';

    /// <summary>True when the program gets what the user types.</summary>
    public bool TakesKeys => Input == '.' || HasPipe;

    /// <summary>True when what the program prints on the terminal is typed into the window's program too.</summary>
    public bool TypesWhatIsShown => Output == ':' || Error == ':';

    /// <summary>The stream of a descriptor, 0 to 2.</summary>
    /// <param name="descriptor">Its number.</param>
    public char this[int descriptor] => descriptor switch { 0 => Input, 1 => Output, _ => Error };

    private static char At(ReadOnlySpan<char> text, int index) => index < text.Length ? text[index] : '.';
}
