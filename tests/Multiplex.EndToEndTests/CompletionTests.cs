using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>Tab in a real bash that has read mux's completions.</summary>
public sealed class CompletionTests
{
    [SkippableTheory]
    [InlineData("mux -wi", "mux -wipe ")]
    [InlineData("mux --compl", "mux --completions ")]
    [InlineData("mux --completions f", "mux --completions fish ")]
    [InlineData("mux -r tra", "mux -r training ")]
    [InlineData("mux -S training -X zombie_", "mux -S training -X zombie_timeout ")]
    [InlineData("mux -X layout au", "mux -X layout autosave ")]
    [InlineData("mux -X vbell of", "mux -X vbell off ")]
    [InlineData("mux -c /etc/pass", "mux -c /etc/passwd")]
    [InlineData("mux -dmS with\\ ", "mux -dmS with\\ blank ")]
    public void Tab_completes_in_bash(string typed, string completed)
    {
        Skip.IfNot(File.Exists("/bin/bash"), "bash is missing");
        using MuxWorld world = new();
        world.Start("training");
        world.Start("with blank");
        string bin = world.PathOf("bin");
        Directory.CreateDirectory(bin);
        File.CreateSymbolicLink(Path.Combine(bin, "mux"), MuxBinary.Path);
        world.Variables["PATH"] = bin + ":" + world.Variables["PATH"];
        File.WriteAllText(world.PathOf("rc"), "PS1='> '\nbind 'set enable-bracketed-paste off'\neval \"$(mux --completions bash)\"\n");
        OuterTerminal terminal = world.Open(80, 24, "/bin/bash", "--noprofile", "--rcfile", world.PathOf("rc"), "-i");
        terminal.WaitFor(">");
        terminal.Type(typed + "\t");
        terminal.WaitFor("> " + completed.TrimEnd());
        terminal.Type("|");
        terminal.WaitFor("> " + completed + "|");
    }
}
