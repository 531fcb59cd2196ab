using Multiplex.Cli.Checks;

namespace Multiplex.Cli.Tests.Texts;

public sealed class DoctorTests
{
    [Theory]
    [InlineData("Max open files            1024                 1048576              files\n", false)]
    [InlineData("Max open files            1024                 unlimited            files\n", false)]
    [InlineData("Max open files            256                  256                  files\n", true)]
    [InlineData("", false)]
    public void Open_files_must_suffice_for_a_thousand_windows(string limits, bool isProblem) =>
        Assert.Equal(isProblem, Doctor.OpenFiles("Limit\n" + limits).Advice is not null);

    [Theory]
    [InlineData("4096\n", "17\n", false)]
    [InlineData("20\n", "17\n", true)]
    [InlineData("", "", false)]
    public void Terminals_must_be_left(string most, string used, bool isProblem) =>
        Assert.Equal(isProblem, Doctor.Terminals(most, used).Advice is not null);

    [Fact]
    public void Logout_is_a_problem_only_where_systemd_kills_and_lingering_is_off()
    {
        FakeEnvirons environs = new();
        Assert.Null(Doctor.Logout(environs, "me").Advice);
        environs.FileTexts["/run/systemd/system"] = string.Empty;
        Assert.Null(Doctor.Logout(environs, "me").Advice);
        environs.FileTexts["/etc/systemd/logind.conf"] = "[Login]\n#KillUserProcesses=no\n";
        environs.FileTexts["/etc/systemd/logind.conf.d/x.conf"] = "[Login]\nKillUserProcesses=yes\n";
        Assert.Equal("turn lingering on: loginctl enable-linger me", Doctor.Logout(environs, "me").Advice);
        environs.FileTexts["/var/lib/systemd/linger/me"] = string.Empty;
        Assert.Null(Doctor.Logout(environs, "me").Advice);
    }

    [Fact]
    public void Terminal_types_are_looked_for_where_terminfo_looks()
    {
        FakeEnvirons environs = new();
        Assert.NotNull(Doctor.Term(environs).Advice);
        environs.Variables["TERM"] = "xterm";
        Assert.NotNull(Doctor.Term(environs).Advice);
        environs.FileTexts["/lib/terminfo/x/xterm"] = string.Empty;
        Assert.Null(Doctor.Term(environs).Advice);
        Assert.NotNull(Doctor.WindowTerm(environs).Advice);
        environs.FileTexts["/usr/share/terminfo/s/screen-256color"] = string.Empty;
        Assert.Null(Doctor.WindowTerm(environs).Advice);
    }

    [Theory]
    [InlineData("LANG", "C.UTF-8", false)]
    [InlineData("LC_ALL", "de_DE.utf8", false)]
    [InlineData("LANG", "C", true)]
    [InlineData("OTHER", "", true)]
    public void The_locale_must_be_utf8(string name, string value, bool isProblem)
    {
        FakeEnvirons environs = new() { Variables = { [name] = value } };
        Assert.Equal(isProblem, Doctor.Locale(environs).Advice is not null);
    }

    [Fact]
    public void A_report_has_a_line_for_each_check_and_fails_with_one_problem()
    {
        Assert.Equal(("ok       a: b\n", 0), Doctor.Report([new Finding("a", "b", null)]));
        Assert.Equal(("ok       a: b\nproblem  c: d; do e\n", 1), Doctor.Report([new Finding("a", "b", null), new Finding("c", "d", "do e")]));
    }

    private sealed class FakeEnvirons : IEnvirons
    {
        public Dictionary<string, string> Variables { get; } = [];

        public Dictionary<string, string> FileTexts { get; } = [];

        public string Variable(string name) => Variables.GetValueOrDefault(name, string.Empty);

        public bool Exists(string path) => FileTexts.ContainsKey(path);

        public string Text(string path) => FileTexts.GetValueOrDefault(path, string.Empty);

        public IReadOnlyList<string> Files(string directory, string ending) =>
            [.. FileTexts.Keys.Where(path => path.StartsWith(directory + "/", StringComparison.Ordinal) && path.EndsWith(ending, StringComparison.Ordinal))];
    }
}
