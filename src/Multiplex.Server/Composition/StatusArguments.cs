namespace Multiplex.Server.Composition;

/// <summary>The letter of a status escape and what stood in front of it.</summary>
/// <param name="Letter">The escape's letter.</param>
/// <param name="Plus"><c>+</c>.</param>
/// <param name="Minus"><c>-</c>.</param>
/// <param name="Zero">A leading zero.</param>
/// <param name="Long"><c>L</c>.</param>
/// <param name="HasNumber">A number was given.</param>
/// <param name="Number">The number, 0 when none was given.</param>
/// <param name="Depth">How many strings the escape is within.</param>
internal readonly record struct StatusArguments(
    char Letter, bool Plus, bool Minus, bool Zero, bool Long, bool HasNumber, int Number, int Depth);

/// <summary>Writes the value of a status escape.</summary>
/// <param name="expansion">Where to.</param>
/// <param name="arguments">The qualifiers.</param>
/// <param name="text">What stands in braces after <c>{</c>, else empty.</param>
/// <returns>True when the value counts as non-empty for <c>%?</c>.</returns>
internal delegate bool StatusHandler(StatusExpansion expansion, in StatusArguments arguments, ReadOnlySpan<char> text);

/// <summary>One escape of status strings: its only definition.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="Summary">What it shows.</param>
/// <param name="Handler">Writes it.</param>
internal sealed record StatusEscape(char Letter, string Summary, StatusHandler Handler);
