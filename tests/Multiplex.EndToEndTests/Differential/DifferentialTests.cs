namespace Multiplex.EndToEndTests.Differential;

/// <summary>mux beside the real screen: the same configuration and keys show the same. One class an area, since classes run side by side.</summary>
public abstract class DifferentialTests
{
    private protected static void Run(string area, string name) => Run(Scenario.Read(area).Single(scenario => scenario.Name == name));

    private protected static void Run(Scenario scenario)
    {
        Skip.IfNot(File.Exists(ScenarioRun.Screen), "screen is not installed");
        using ScenarioRun run = new(scenario);
        run.Run();
    }

    private protected static TheoryData<string> Names(string area) => [.. Scenario.Read(area).Select(scenario => scenario.Name)];
}
