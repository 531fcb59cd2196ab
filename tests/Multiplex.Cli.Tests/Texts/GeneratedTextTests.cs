using System.Diagnostics;
using Multiplex.Cli.Options;
using Multiplex.Cli.Tests.Support;
using Multiplex.Cli.Texts;

namespace Multiplex.Cli.Tests.Texts;

public sealed class GeneratedTextTests
{
    private static readonly CommandText[] Commands =
    [
        new("kill", "", "k, ^K", "Destroy the window."),
        new("stuff", "[string]", "", "Type a text into the window's program; it's taken as typed: \"x\" [y]."),
    ];

    [Fact]
    public void Usage_has_screens_frame()
    {
        string usage = HelpText.Usage();
        Assert.StartsWith("Use: mux [-opts] [cmd [args]]\n or: mux -r [host.tty]\n\nOptions:\n", usage, StringComparison.Ordinal);
        Golden.Check("usage.txt", usage);
    }

    [Fact]
    public void Usage_fits_the_narrowest_usual_terminal_twice() =>
        Assert.All(HelpText.Usage().Split('\n'), line => Assert.InRange(line.Length, 0, 100));

    [Fact]
    public void Manual_is_up_to_date() => Golden.Check("mux.1", ManPage.Text("0.0.0", Commands));

    [SkippableFact]
    public void Manual_is_formatted_without_complaint()
    {
        (int status, string output) = Run("man", ["-l", "--warnings=all", "-"], ManPage.Text("0.0.0", Commands));
        Assert.Equal(0, status);
        Assert.Contains("COMMANDS", output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Completions_are_up_to_date(string shell) => Golden.Check($"completions.{shell}", Completions.For(shell, Commands));

    [SkippableTheory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public void Completions_are_read_by_their_shell(string shell, string check)
    {
        (int status, string output) = Run(shell, [check], Completions.For(shell, Commands));
        Assert.Equal((0, string.Empty), (status, output));
    }

    [SkippableTheory]
    [InlineData("mux -wi", "-wipe")]
    [InlineData("mux -X ki", "kill")]
    [InlineData("mux --completions z", "zsh")]
    public void Bash_completes(string line, string expected)
    {
        string[] words = line.Split(' ');
        string script = Completions.For("bash", Commands)
            + $"COMP_WORDS=({string.Join(' ', words)}); COMP_CWORD={words.Length - 1}; _mux; printf '%s' \"${{COMPREPLY[*]}}\"\n";
        (int status, string output) = Run("bash", [], script);
        Assert.Equal((0, expected), (status, output));
    }

    [Fact]
    public void Every_shown_option_stands_in_every_text()
    {
        string manual = ManPage.Text("0.0.0", []).Replace("\\-", "-", StringComparison.Ordinal);
        foreach (OptionDefinition definition in OptionTable.Create().Where(definition => definition.IsShown))
        {
            Assert.Contains(definition.Name, HelpText.Usage(), StringComparison.Ordinal);
            Assert.Contains(definition.Name, manual, StringComparison.Ordinal);
            Assert.Contains(definition.Name, Completions.For("bash", []), StringComparison.Ordinal);
            Assert.Contains(definition.Name, Completions.For("zsh", []), StringComparison.Ordinal);
        }
    }

    private static (int Status, string Output) Run(string program, string[] arguments, string input)
    {
        bool exists = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(directory => File.Exists(Path.Combine(directory, program)));
        Skip.IfNot(exists, $"{program} is not installed");
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        Assert.True(process.WaitForExit(30_000), $"{program} did not end");
        return (process.ExitCode, output);
    }
}
