namespace Multiplex.EndToEndTests.Differential;

public sealed class TranscriptsDifferentialTests : DifferentialTests
{
    private const string Area = "transcripts";

    public static TheoryData<string> Scenarios => Names(Area);

    [SkippableTheory]
    [MemberData(nameof(Scenarios))]
    public void Screen_and_mux_show_the_same(string scenario) => Run(Area, scenario);
}
