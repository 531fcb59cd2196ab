using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Multiplex.Platform.Tests;

/// <summary>The holder's own suite in C: kills, last words, nonsense and adoption, under the address and undefined-behaviour sanitizers.</summary>
public class NativeSuiteTests
{
    [SkippableFact]
    public void The_native_suite_passes_under_sanitizers()
    {
        Skip.IfNot(File.Exists("/usr/bin/make"), "make is not installed");
        ProcessStartInfo start = new("/usr/bin/make", ["-C", NativeDirectory(), "test"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process make = Process.Start(start)!;
        Task<string> output = make.StandardOutput.ReadToEndAsync();
        string errors = make.StandardError.ReadToEnd();
        make.WaitForExit();
        Skip.If(errors.Contains("cannot find -lasan", StringComparison.Ordinal) || errors.Contains("libasan", StringComparison.Ordinal),
            "the C compiler has no sanitizers");

        Assert.True(make.ExitCode == 0, output.Result + errors);
    }

    private static string NativeDirectory([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../native-shims"));
}
