namespace Multiplex.EndToEndTests.Differential;

/// <summary>Configurations as people write them make the same windows, and neither program complains.</summary>
public sealed class SamplesDifferentialTests : DifferentialTests
{
    private static readonly string s_directory = Path.Combine(AppContext.BaseDirectory, "Samples");

    public static TheoryData<string> Samples => [.. Directory.GetFiles(s_directory, "*.screenrc").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Samples))]
    public void A_sample_loads_in_both(string sample)
    {
        // A login shell may have another prompt; the list of windows tells when everything is there.
        Scenario scenario = new(sample) { Start = string.Empty };
        scenario.Configuration.AddRange(File.ReadLines(Path.Combine(s_directory, sample)).Select(line => line
            .Replace("/tmp", "$HOME", StringComparison.Ordinal)
            .Replace("sessionname project", "# The session keeps the name that the test asks it by.", StringComparison.Ordinal)
            .Replace("12-included.rc", Path.Combine(s_directory, "12-included.rc"), StringComparison.Ordinal)));
        scenario.Steps.Add(new Step("windows", string.Empty));
        scenario.Steps.Add(new Step("never", "/rc:"));
        Run(scenario);
    }
}
