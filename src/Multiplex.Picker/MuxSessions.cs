using System.Diagnostics;

namespace Multiplex.Picker;

/// <summary>Asks the mux that stands beside the picker, or the one in PATH.</summary>
internal sealed class MuxSessions : ISessions
{
    /// <summary>The program to call.</summary>
    public static string Program { get; } = Find();

    /// <inheritdoc/>
    public IReadOnlyList<PickerSession> List() => SessionListReader.Read(Run("-ls", "--json").Output);

    /// <inheritdoc/>
    public string? Detach(PickerSession session) => Complaint(Run("-d", session.FullName));

    /// <inheritdoc/>
    public string? Kill(PickerSession session) => Complaint(session.IsAlive ? Run("-S", session.FullName, "-X", "quit") : Run("-wipe", session.FullName));

    private static string? Complaint((int ExitCode, string Output) result) => result.ExitCode == 0 ? null : result.Output.Trim();

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        ProcessStartInfo start = new(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // The picker may stand in a window of a session; its questions are about all of them.
        start.Environment.Remove("STY");
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} could not be started");
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    private static string Find()
    {
        string beside = Path.Combine(AppContext.BaseDirectory, "mux");
        string installed = Path.Combine(AppContext.BaseDirectory, "..", "..", "bin", "mux");
        return File.Exists(beside) ? beside : File.Exists(installed) ? Path.GetFullPath(installed) : "mux";
    }
}
