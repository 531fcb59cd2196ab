using Multiplex.Cli.Checks;
using Multiplex.Cli.Options;
using Multiplex.Client;
using Multiplex.Client.Probing;
using Multiplex.Platform;
using Multiplex.Protocol;

namespace Multiplex.Cli.Texts;

/// <summary>Prints what the options that only ask are answered with.</summary>
internal static class Answers
{
    /// <summary>How long a terminal may take to answer; one at the other end of the world takes half of it.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Prints an answer.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="argument">The shell, for completions.</param>
    /// <returns>The exit code.</returns>
    public static int Print(Question question, string argument)
    {
        if (question == Question.Doctor)
        {
            string user = UserDatabase.Find(ProcessContext.UserId)?.Name ?? string.Empty;
            (string report, int exitCode) = Doctor.Report(Doctor.Examine(new Environs(), user));
            BareOutput.Write(report);
            if (TerminalMode.IsTerminal(0) && TerminalMode.IsTerminal(1))
            {
                (report, _) = Doctor.Report(TerminalChecks.Describe(TerminalProbe.Ask(0, TimeProvider.System, s_patience)));
                BareOutput.Write(report);
            }

            return exitCode;
        }

        if (question == Question.Telnet)
        {
            int colon = argument.LastIndexOf(':');
            return TelnetWindow.Run(argument[..Math.Max(colon, 0)], argument[(colon + 1)..]);
        }

        if (question == Question.Lock)
        {
            return TerminalLock.Run();
        }

        BareOutput.Write(question switch
        {
            Question.Version => VersionText.Line,
            Question.Manual => ManPage.Text(BuildVersion.Number, CommandText.All()),
            Question.Completions => Completions.For(argument, CommandText.All()),
            _ => HelpText.Usage(),
        });
        return ExitCode.Success;
    }
}
