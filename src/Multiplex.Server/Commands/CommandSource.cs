namespace Multiplex.Server.Commands;

/// <summary>Where a command comes from.</summary>
internal enum SourceKind : byte
{
    /// <summary>A key binding.</summary>
    Key,

    /// <summary>The colon prompt.</summary>
    Prompt,

    /// <summary>A line of an rc file.</summary>
    RcFile,

    /// <summary><c>-X</c>.</summary>
    Request,

    /// <summary><c>-Q</c>.</summary>
    Query,

    /// <summary>mux itself: <c>idle</c>.</summary>
    Timer,
}

/// <summary>Where a command comes from, and how screen names that in front of an error.</summary>
/// <param name="Kind">The kind of source.</param>
/// <param name="File">The rc file's name as it was given, or empty.</param>
/// <param name="Line">The line in it, from 1; 0 for none.</param>
internal readonly record struct CommandSource(SourceKind Kind, string File = "", int Line = 0)
{
    /// <summary>A complete error line: <c>: title: …</c>, <c>-X: title: …</c> or <c>FILE: title: … (line 3)</c>.</summary>
    /// <param name="error">The text without its source.</param>
    public string Describe(string error) => Kind switch
    {
        SourceKind.RcFile => $"{File}: {error}{LineNote}",
        SourceKind.Request or SourceKind.Query => $"-X: {error}",
        _ => $": {error}",
    };

    /// <summary>An error that names no source by itself; a file's line is still needed to find it.</summary>
    /// <param name="error">The text.</param>
    public string Locate(string error) => Kind == SourceKind.RcFile ? $"{File}: {error}{LineNote}" : error;

    private string LineNote => Line > 0 ? $" (line {Line})" : string.Empty;
}
