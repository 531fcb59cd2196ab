using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Multiplex.Rendering.Tests;

/// <summary>@xterm/headless in the place of the user's terminal: one Node process shows what it makes of many drawings.</summary>
internal static class XtermPeer
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static string Folder([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "Multiplex.Terminal.Tests", "Peers"));

    /// <summary>Why there is none; null when it is there.</summary>
    public static string? Missing()
    {
        if (!Directory.Exists(Path.Combine(Folder(), "node_modules", "@xterm", "headless")))
        {
            return "@xterm/headless is not installed; tests/Multiplex.Terminal.Tests/Peers/install.sh does it";
        }

        try
        {
            using Process process = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0 ? null : "node does not work";
        }
        catch (Win32Exception)
        {
            return "node is missing";
        }
    }

    /// <summary>Feeds each terminal its pieces.</summary>
    /// <returns>For each piece of each terminal in order: a line for each row, then the cursor.</returns>
    public static IEnumerator<string> Show(IEnumerable<(int Columns, int Rows, List<byte[]> Pieces)> terminals)
    {
        using MemoryStream input = new();
        Span<byte> number = stackalloc byte[4];
        foreach ((int columns, int rows, List<byte[]> pieces) in terminals)
        {
            foreach (int value in (ReadOnlySpan<int>)[columns, rows, pieces.Count])
            {
                BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)value);
                input.Write(number[..2]);
            }

            foreach (byte[] piece in pieces)
            {
                BinaryPrimitives.WriteInt32LittleEndian(number, piece.Length);
                input.Write(number);
                input.Write(piece);
            }
        }

        return Run(input.ToArray()).Split('\n').AsEnumerable().GetEnumerator();
    }

    private static string Run(byte[] input)
    {
        ProcessStartInfo start = new("node", [Path.Combine(Folder(), "xterm.mjs"), "drawings"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill();
            Assert.Fail("node did not end");
        }

        Assert.True(process.ExitCode == 0, error.Result);
        return output.Result;
    }
}
