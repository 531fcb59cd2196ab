namespace Multiplex.Cli.Texts;

/// <summary>A command as the manual and the completions show it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Usage">Its arguments, or empty.</param>
/// <param name="Keys">Its keys behind the command key, or empty.</param>
/// <param name="Summary">What it does, one sentence.</param>
internal readonly record struct CommandText(string Name, string Usage, string Keys, string Summary);
