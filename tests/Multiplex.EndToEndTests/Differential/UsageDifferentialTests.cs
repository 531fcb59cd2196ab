namespace Multiplex.EndToEndTests.Differential;

public sealed class UsageDifferentialTests : DifferentialTests
{
    private const string Area = "usage";

    public static TheoryData<string> Scenarios => Names(Area);

    [SkippableTheory]
    [MemberData(nameof(Scenarios))]
    public void Screen_and_mux_say_the_same(string scenario) => Run(Area, scenario);
}
