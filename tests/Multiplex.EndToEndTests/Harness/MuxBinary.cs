using System.Diagnostics;

namespace Multiplex.EndToEndTests.Harness;

/// <summary>
/// Which mux the tests run: the one that MUX_BIN names; else one published ahead of time from this very build, which is made once when it is
/// missing; else, where the machine cannot publish (or MUX_E2E_JIT is set), the one beside the tests, which needs the runtime to start.
/// </summary>
internal static class MuxBinary
{
    private static readonly Lazy<string> s_path = new(Find);

    public static string Path => s_path.Value;

    /// <summary>True when the binary under test is compiled ahead of time.</summary>
    public static bool IsNative => !File.Exists(System.IO.Path.ChangeExtension(Path, ".dll")) && !File.Exists(Path + ".dll");

    private static string Find()
    {
        string? named = Environment.GetEnvironmentVariable("MUX_BIN");
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named) ? System.IO.Path.GetFullPath(named) : throw new FileNotFoundException($"MUX_BIN={named} does not exist");
        }

        string beside = System.IO.Path.Combine(AppContext.BaseDirectory, "mux");
        if (Environment.GetEnvironmentVariable("MUX_E2E_JIT") is "1")
        {
            return beside;
        }

        string root = FindRoot();
        string published = System.IO.Path.Combine(root, "artifacts", "e2e", "mux");
        if (IsCurrent(published) || Publish(root, System.IO.Path.GetDirectoryName(published)!))
        {
            return published;
        }

        Console.WriteLine($"end-to-end tests: mux could not be published ahead of time; testing {beside}, which the runtime compiles as it runs");
        return beside;
    }

    /// <summary>A published binary counts when it is newer than every assembly of mux that the tests were built with.</summary>
    internal static bool IsCurrent(string published) =>
        File.Exists(published)
        && Directory.GetFiles(AppContext.BaseDirectory, "Multiplex.*.dll")
            .Append(System.IO.Path.Combine(AppContext.BaseDirectory, "mux.dll"))
            .Where(file => !file.EndsWith("Tests.dll", StringComparison.Ordinal))
            .All(file => File.GetLastWriteTimeUtc(file) <= File.GetLastWriteTimeUtc(published));

    /// <summary>Publishes mux ahead of time.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="directory">Where to.</param>
    /// <param name="more">More arguments.</param>
    /// <returns>Whether that went well.</returns>
    internal static bool Publish(string root, string directory, params string[] more)
    {
        ProcessStartInfo start = new("dotnet", ["publish", System.IO.Path.Combine(root, "src", "Multiplex.Cli"), "-c", "Release", "-o", directory, "-nologo", "-v", "q", .. more])
        {
            RedirectStandardOutput = true,
        };
        // The test runner's own MSBuild variables must not reach another build.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0)
        {
            // An up-to-date binary is not written again, but it is known to fit this build now.
            File.SetLastWriteTimeUtc(System.IO.Path.Combine(directory, "mux"), DateTime.UtcNow);
            return true;
        }

        Console.WriteLine(output);
        return false;
    }

    internal static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(System.IO.Path.Combine(directory, "Multiplex.sln")))
        {
            directory = System.IO.Path.GetDirectoryName(directory);
        }

        return directory ?? throw new DirectoryNotFoundException("the tests do not run inside of the repository");
    }
}
