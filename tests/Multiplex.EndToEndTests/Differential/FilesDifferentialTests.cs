namespace Multiplex.EndToEndTests.Differential;

public sealed class FilesDifferentialTests : DifferentialTests
{
    private const string Area = "files";

    public static TheoryData<string> Scenarios => Names(Area);

    [SkippableTheory]
    [MemberData(nameof(Scenarios))]
    public void Screen_and_mux_show_the_same(string scenario) => Run(Area, scenario);
}
