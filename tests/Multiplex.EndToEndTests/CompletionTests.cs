using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>Tab in real shells that have read mux's completions.</summary>
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
        using MuxWorld world = Begin("/bin/bash");
        File.WriteAllText(world.PathOf("rc"), "PS1='> '\nbind 'set enable-bracketed-paste off'\neval \"$(mux --completions bash)\"\n");
        Complete(world, typed, completed, "/bin/bash", "--noprofile", "--rcfile", world.PathOf("rc"), "-i");
    }

    // The blank that zsh puts behind a word goes away when something else is typed there.
    [SkippableTheory]
    [InlineData("mux -wi", "mux -wipe")]
    [InlineData("mux --compl", "mux --completions")]
    [InlineData("mux --completions f", "mux --completions fish")]
    [InlineData("mux -r tra", "mux -r training")]
    [InlineData("mux -d -r tra", "mux -d -r training")]
    [InlineData("mux -S training -X zombie_", "mux -S training -X zombie_timeout")]
    [InlineData("mux -X layout au", "mux -X layout autosave")]
    [InlineData("mux -X vbell of", "mux -X vbell off")]
    [InlineData("mux -c /etc/pass", "mux -c /etc/passwd")]
    [InlineData("mux env -i /etc/pass", "mux env -i /etc/passwd")]
    [InlineData("mux -dmS wit", "mux -dmS with\\ blank")]
    public void Tab_completes_in_zsh(string typed, string completed)
    {
        using MuxWorld world = Begin("/usr/bin/zsh");
        world.Variables["ZDOTDIR"] = world.PathOf("bin");
        File.WriteAllText(
            world.PathOf("bin/.zshrc"), "PS1='> '\nunset zle_bracketed_paste\nautoload -Uz compinit\ncompinit -u -D\neval \"$(mux --completions zsh)\"\n");
        Complete(world, typed, completed, "/usr/bin/zsh", "-d", "-i");
    }

    [SkippableFact]
    public void Zsh_finds_the_file_that_is_installed()
    {
        using MuxWorld world = Begin("/usr/bin/zsh");
        File.WriteAllText(world.PathOf("bin/_mux"), world.Run("--completions", "zsh").Output);
        world.Variables["ZDOTDIR"] = world.PathOf("bin");
        File.WriteAllText(world.PathOf("bin/.zshrc"), $"PS1='> '\nfpath+=({world.PathOf("bin")})\nautoload -Uz compinit\ncompinit -u -D\n");
        Complete(world, "mux -r tra", "mux -r training", "/usr/bin/zsh", "-d", "-i");
    }

    [SkippableTheory]
    [InlineData("mux -wi", "mux -wipe ")]
    [InlineData("mux --compl", "mux --completions ")]
    [InlineData("mux --completions f", "mux --completions fish ")]
    [InlineData("mux -r tra", "mux -r training ")]
    [InlineData("mux -d -r tra", "mux -d -r training ")]
    [InlineData("mux -S training -X zombie_", "mux -S training -X zombie_timeout ")]
    [InlineData("mux -X layout au", "mux -X layout autosave ")]
    [InlineData("mux -X vbell of", "mux -X vbell off ")]
    [InlineData("mux -c /etc/pass", "mux -c /etc/passwd")]
    [InlineData("mux env -i /etc/pass", "mux env -i /etc/passwd")]
    [InlineData("mux -d -m basenam", "mux -d -m basename ")]
    [InlineData("mux -dmS wit", "mux -dmS with\\ blank ")]
    public void Tab_completes_in_fish(string typed, string completed)
    {
        using MuxWorld world = Begin("/usr/bin/fish");
        string start = "function fish_prompt; echo -n '> '; end; set fish_autosuggestion_enabled 0; mux --completions fish | source";
        Complete(world, typed, completed, "/usr/bin/fish", "--no-config", "-C", start);
    }

    private static MuxWorld Begin(string shell)
    {
        Skip.IfNot(File.Exists(shell), $"{shell} is missing");
        MuxWorld world = new();
        world.Start("training");
        world.Start("with blank");
        string bin = world.PathOf("bin");
        Directory.CreateDirectory(bin);
        File.CreateSymbolicLink(Path.Combine(bin, "mux"), MuxBinary.Path);
        world.Variables["PATH"] = bin + ":" + world.Variables["PATH"];
        return world;
    }

    private static void Complete(MuxWorld world, string typed, string completed, string shell, params string[] arguments)
    {
        OuterTerminal terminal = world.Open(80, 24, shell, arguments);
        terminal.WaitFor(">");
        terminal.Type(typed + "\t");
        terminal.WaitFor("> " + completed.TrimEnd());
        terminal.Type("|");
        terminal.WaitFor("> " + completed + "|");
    }
}
