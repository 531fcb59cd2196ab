using Multiplex.Platform;

namespace Multiplex.Cli.Checks;

/// <summary>What the checks look at; a test supplies its own.</summary>
internal interface IEnvirons
{
    /// <summary>A variable of the environment, or empty.</summary>
    /// <param name="name">Its name.</param>
    public string Variable(string name);

    /// <summary>Whether a file or directory exists.</summary>
    /// <param name="path">Its path.</param>
    public bool Exists(string path);

    /// <summary>The text of a file, or empty.</summary>
    /// <param name="path">Its path.</param>
    public string Text(string path);

    /// <summary>The files of a directory with an ending, in the order of their names; none when there is no such directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="ending">The ending, such as <c>.conf</c>.</param>
    public IReadOnlyList<string> Files(string directory, string ending);
}

/// <summary>The real surroundings.</summary>
internal sealed class Environs : IEnvirons
{
    /// <inheritdoc/>
    public string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? string.Empty;

    /// <inheritdoc/>
    public bool Exists(string path) => Path.Exists(FaultInjection.Root(path));

    /// <inheritdoc/>
    public string Text(string path)
    {
        try
        {
            return File.ReadAllText(FaultInjection.Root(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Files(string directory, string ending)
    {
        string place = FaultInjection.Root(directory);
        if (!Directory.Exists(place))
        {
            return [];
        }

        string[] files = Directory.GetFiles(place, "*" + ending);
        Array.Sort(files, StringComparer.Ordinal);
        return [.. files.Select(file => Path.Combine(directory, Path.GetFileName(file)))];
    }
}
