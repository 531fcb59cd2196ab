using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>Another terminal engine behind a program that shows what it makes of bytes (Peers/).</summary>
internal sealed class PeerEngine
{
    /// <summary>The size that all engines are asked for.</summary>
    public const int Columns = 80;

    /// <summary>The size that all engines are asked for.</summary>
    public const int Rows = 24;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _program;
    private readonly string[] _arguments;

    private PeerEngine(string program, params string[] arguments)
    {
        _program = program;
        _arguments = arguments;
    }

    private static string Sources
    {
        get
        {
            DirectoryInfo? directory = new(AppContext.BaseDirectory);
            while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Multiplex.sln")))
            {
                directory = directory.Parent;
            }

            return Path.Combine(directory?.FullName ?? ".", "tests", "Multiplex.Terminal.Tests", "Peers");
        }
    }

    /// <summary>Compiles the program for libvterm.</summary>
    /// <param name="reason">Why there is none.</param>
    public static PeerEngine? Libvterm(out string reason)
    {
        string output = Path.Combine(AppContext.BaseDirectory, "libvterm-peer");
        reason = "";
        if (!TryRun("cc", ["-O1", "-o", output, Path.Combine(Sources, "libvterm.c"), "-lvterm"], [], out _, out string error))
        {
            reason = $"libvterm-dev or a C compiler is missing: {error.Split('\n')[0]}";
            return null;
        }

        return new PeerEngine(output);
    }

    /// <summary>Finds Node and the package that Peers/install.sh fetches.</summary>
    /// <param name="reason">Why there is none.</param>
    public static PeerEngine? XtermJs(out string reason)
    {
        reason = "";
        if (!Directory.Exists(Path.Combine(Sources, "node_modules", "@xterm", "headless")))
        {
            reason = "@xterm/headless is not installed; Peers/install.sh does it";
        }
        else if (!TryRun("node", ["--version"], [], out _, out _))
        {
            reason = "node is missing";
        }

        return reason.Length == 0 ? new PeerEngine("node", Path.Combine(Sources, "xterm.mjs"), "screens") : null;
    }

    /// <summary>What the engine shows after each of the inputs, each fed to a fresh terminal: a line a row, then the cursor.</summary>
    public IReadOnlyList<string[]> Show(IReadOnlyList<byte[]> inputs)
    {
        var frames = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        foreach (byte[] input in inputs)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, input.Length);
            frames.Write(length);
            frames.Write(input);
        }

        if (!TryRun(_program, _arguments, frames.ToArray(), out string output, out string error))
        {
            throw new InvalidOperationException($"{_program} failed: {error}");
        }

        string[] lines = output.Split('\n');
        return [.. Enumerable.Range(0, inputs.Count).Select(i => lines[(i * (Rows + 1))..((i + 1) * (Rows + 1))])];
    }

    /// <summary>The same for our own engine.</summary>
    public static string[] ShowOwn(byte[] input)
    {
        var terminal = new TerminalEmulator(new TerminalOptions { Columns = Columns, Rows = Rows }, new NullTerminalEvents());
        terminal.Feed(input);
        var lines = new List<string>();
        for (int row = 0; row < Rows; row++)
        {
            string text = ScreenText.Plain(ScreenText.Characters(terminal.Row(row), terminal.Tables));
            lines.Add(text.TrimEnd(' ') + "\t" + Runs(terminal, row));
        }

        lines.Add(string.Create(CultureInfo.InvariantCulture, $"cursor {terminal.CursorRow} {terminal.CursorColumn}"));
        return [.. lines];
    }

    private static string Runs(TerminalEmulator terminal, int row)
    {
        var runs = new StringBuilder();
        string last = "";
        for (int column = 0; column < Columns; column++)
        {
            Cell cell = terminal.Row(row)[column];
            if (cell.Width == CellWidth.WideTail)
            {
                continue;
            }

            Rendition rendition = terminal.Tables.Renditions[cell.Rendition];
            string now = cell.IsEmpty ? Colour('b', rendition.Background) : Attributes(rendition);
            if (now != last)
            {
                runs.Append(CultureInfo.InvariantCulture, $" {column}:{now}");
            }

            last = now;
        }

        return runs.ToString();
    }

    private static string Attributes(in Rendition rendition) =>
        (rendition.Has(RenditionAttributes.Bold) ? "B" : "") + (rendition.Underline != UnderlineStyle.None ? "U" : "")
        + (rendition.Has(RenditionAttributes.Inverse) ? "R" : "") + Colour('f', rendition.Foreground) + Colour('b', rendition.Background);

    private static string Colour(char letter, Color color) => color.Kind switch
    {
        ColorKind.Default => "",
        ColorKind.Indexed => string.Create(CultureInfo.InvariantCulture, $"{letter}{color.Index}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{letter}#{color.Value & 0xFFFFFF:x6}"),
    };

    private static bool TryRun(string program, string[] arguments, byte[] input, out string output, out string error)
    {
        output = "";
        error = "";
        try
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            };
            using Process process = Process.Start(start)!;
            Task<string> reading = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                error = "it did not end";
                return false;
            }

            output = reading.Result;
            error = errors.Result;
            return process.ExitCode == 0;
        }
        catch (Exception problem) when (problem is System.ComponentModel.Win32Exception or IOException)
        {
            error = problem.Message;
            return false;
        }
    }
}
