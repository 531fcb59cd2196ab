using System.Globalization;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Benchmarks;

/// <summary>
/// The benchmarks of the terminal engine. Without options BenchmarkDotNet takes over the command line; <c>--quick [SECONDS]</c> prints a
/// table in seconds and fails when something is not as promised, <c>--rates [SECONDS [PAYLOAD]]</c> only the rates, one payload a line, and <c>--payloads DIRECTORY</c> writes the payloads for
/// other engines.
/// </summary>
internal static class Program
{
    private const int PayloadBytes = 1_000_000;

    private static int Main(string[] arguments)
    {
        double seconds = arguments.Length > 1 && double.TryParse(arguments[1], CultureInfo.InvariantCulture, out double given) ? given : 1;
        switch (arguments.FirstOrDefault())
        {
            case "--quick":
                return QuickTable.Print(seconds) ? 0 : 1;
            case "--rates":
                QuickTable.PrintRates(seconds, arguments.ElementAtOrDefault(2));
                return 0;
            case "--payloads" when arguments.Length == 2:
                WritePayloads(arguments[1]);
                return 0;
            default:
#if BENCHMARKDOTNET
                BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
                return 0;
#else
                Console.Error.WriteLine("usage: --quick [SECONDS] | --rates [SECONDS [PAYLOAD]] | --payloads DIRECTORY");
                return 2;
#endif
        }
    }

    private static void WritePayloads(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (string name in Payloads.Names)
        {
            File.WriteAllBytes(Path.Combine(directory, name), Payloads.Make(name, PayloadBytes));
        }
    }
}
