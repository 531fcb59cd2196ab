namespace Multiplex.EndToEndTests.Differential;

/// <summary>The one place for what mux does otherwise than screen on purpose, each with its reason; a difference that is gone fails.</summary>
public sealed class PurposeDifferentialTests : DifferentialTests
{
    private const string Area = "purpose";

    public static TheoryData<string> Scenarios => Names(Area);

    [SkippableTheory]
    [MemberData(nameof(Scenarios))]
    public void Screen_and_mux_differ_for_a_reason(string scenario) => Run(Area, scenario);
}
