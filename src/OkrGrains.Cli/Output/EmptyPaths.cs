using System.CommandLine;
using System.CommandLine.Parsing;

namespace OkrGrains.Cli.Output;

/// <summary>
/// Refuses empty names of files and folders as mistakes of usage, for all commands: a shell gives one where a variable is not set.
/// </summary>
internal static class EmptyPaths
{
    private static readonly HashSet<string> _names = ["DIR", "FILE", "PLAN", "READINGS"];

    /// <summary>Has a command and all below it refuse empty paths.</summary>
    public static void Refuse(Command command)
    {
        foreach (var argument in command.Arguments)
        {
            // Of an argument for several things, as PLAN… READINGS, the last name is that of the last value.
            string[] names = [.. argument.Name.Split(' ').Select(name => name.TrimEnd('…'))];
            if (names.All(_names.Contains))
            {
                argument.Validators.Add(result => Check(result, names[result.Tokens.Count > 0 && result.Tokens[^1].Value.Length == 0 ? ^1 : 0]));
            }
        }

        foreach (var option in command.Options.Where(option => option.HelpName is { } name && _names.Contains(name)))
        {
            option.Validators.Add(result => Check(result, option.Name));
        }

        foreach (var below in command.Subcommands)
        {
            Refuse(below);
        }
    }

    private static void Check(SymbolResult result, string name)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
        {
            result.AddError($"{name} is empty: give the name of a file or folder.");
        }
    }
}
