using System.Globalization;
using Multiplex.Cli.Actions;
using Multiplex.Cli.Options;
using Multiplex.Client;
using Multiplex.Platform;

namespace Multiplex.Cli;

/// <summary>mux: reads the command line, decides, acts, and is the one place that prints why something could not be done.</summary>
internal static class Program
{
    private const int StandardInput = 0;

    private static int Main(string[] arguments)
    {
        try
        {
            return Performer.Perform(Decision.Decide(OptionParser.Parse(arguments), Look()));
        }
        catch (PosixException exception)
        {
            BareOutput.WriteError($"mux: {exception.Message}\n");
            return ExitCode.Failure;
        }
    }

    private static Surroundings Look()
    {
        bool hasWindow = int.TryParse(Variable("WINDOW"), NumberStyles.None, CultureInfo.InvariantCulture, out int window);
        return new Surroundings(Variable("STY"), hasWindow ? window : -1, TerminalMode.IsTerminal(StandardInput), Variable("TERM"));
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? string.Empty;
}
