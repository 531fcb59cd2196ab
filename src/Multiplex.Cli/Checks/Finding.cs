namespace Multiplex.Cli.Checks;

/// <summary>What one check of <c>--doctor</c> found.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="State">What it is like.</param>
/// <param name="Advice">What to do, or null when all is well.</param>
internal readonly record struct Finding(string Subject, string State, string? Advice)
{
    /// <summary>The line that is printed.</summary>
    public string Line => Advice is null ? $"ok       {Subject}: {State}\n" : $"problem  {Subject}: {State}; {Advice}\n";
}
