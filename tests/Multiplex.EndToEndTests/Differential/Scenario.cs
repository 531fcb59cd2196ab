namespace Multiplex.EndToEndTests.Differential;

/// <summary>One step of a scenario: a verb and the rest of its line.</summary>
internal readonly record struct Step(string Verb, string Text);

/// <summary>
/// What is done with screen and with mux alike. The files in Scenarios hold them as blocks of lines: <c>== name</c>; then <c>rc LINE</c> for the
/// configuration, <c>start TEXT</c> for what stands on the screen when the session is up, <c>mask REGEX</c> for text that may differ,
/// <c>reason TEXT</c> where mux differs on purpose; then the steps, which <see cref="ScenarioRun"/> explains.
/// </summary>
internal sealed record Scenario(string Name)
{
    private const string Header = "== ";

    public List<string> Configuration { get; } = [];

    public List<Step> Steps { get; } = [];

    public List<string> Masks { get; } = [];

    public string Start { get; set; } = "$";

    /// <summary>Why mux differs here on purpose, or null where it does not.</summary>
    public string? Reason { get; private set; }

    /// <summary>A program to start in the first window instead of the shell, as the shell's words.</summary>
    public string Program { get; private set; } = string.Empty;

    /// <summary>Reads all scenarios of one area.</summary>
    public static IReadOnlyList<Scenario> Read(string area)
    {
        List<Scenario> scenarios = [];
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Differential", "Scenarios", area + ".txt")))
        {
            if (line.StartsWith(Header, StringComparison.Ordinal))
            {
                scenarios.Add(new Scenario(line[Header.Length..]));
            }
            else if (line.Length != 0 && line[0] != '#')
            {
                int blank = line.IndexOf(' ', StringComparison.Ordinal);
                scenarios[^1].Add(blank < 0 ? line : line[..blank], blank < 0 ? string.Empty : line[(blank + 1)..]);
            }
        }

        return scenarios;
    }

    private void Add(string verb, string text)
    {
        switch (verb)
        {
            case "rc":
                Configuration.Add(text);
                break;
            case "mask":
                Masks.Add(text);
                break;
            case "start":
                Start = text;
                break;
            case "reason":
                Reason = text;
                break;
            case "program":
                Program = text;
                break;
            default:
                Steps.Add(new Step(verb, text));
                break;
        }
    }
}
