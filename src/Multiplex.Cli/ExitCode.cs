namespace Multiplex.Cli;

/// <summary>screen's exit codes.</summary>
internal static class ExitCode
{
    /// <summary>It worked, or the session ended or was left.</summary>
    public const int Success = 0;

    /// <summary>It did not; a line says why.</summary>
    public const int Failure = 1;
}
