using System.Runtime.CompilerServices;

namespace Multiplex.Cli.Tests.Support;

/// <summary>
/// Compares a generated text with the one that stands in Goldens. MUX_ACCEPT=1 rewrites it; a difference leaves a .received file beside it.
/// </summary>
internal static class Golden
{
    public static void Check(string name, string text, [CallerFilePath] string testFile = "")
    {
        string directory = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(testFile)!)!, "Goldens");
        string path = Path.Combine(directory, name);
        if (Environment.GetEnvironmentVariable("MUX_ACCEPT") == "1")
        {
            File.WriteAllText(path, text);
            File.Delete(path + ".received");
            return;
        }

        string expected = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        if (expected == text)
        {
            return;
        }

        File.WriteAllText(path + ".received", text);
        string[] wanted = expected.Split('\n');
        string[] got = text.Split('\n');
        int line = 0;
        while (line < wanted.Length && line < got.Length && wanted[line] == got[line])
        {
            line++;
        }

        Assert.Fail($"{name} differs at line {line + 1}:\n  golden:   {wanted.ElementAtOrDefault(line)}\n  received: {got.ElementAtOrDefault(line)}\n"
            + "MUX_ACCEPT=1 dotnet test rewrites it.");
    }
}
