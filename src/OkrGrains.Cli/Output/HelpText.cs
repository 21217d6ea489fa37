using System.Collections;
using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using OkrGrains.Cli.Drawing;

namespace OkrGrains.Cli.Output;

/// <summary>Prints what a command takes, in the words and the width of everything else that the program prints.</summary>
/// <param name="terminal">The terminal.</param>
internal sealed class HelpText(Terminal terminal) : SynchronousCommandLineAction
{
    private const string ProgramName = "okr";

    private const int Indent = 2;

    /// <summary>The widest first column; what stands beside a wider entry begins a line of its own.</summary>
    private const int WidestLabel = 30;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, terminal.OutWriter);
        return ExitCode.Success;
    }

    /// <summary>Writes the help of a command.</summary>
    public void Write(Command command, TextWriter writer)
    {
        List<string> lines = [.. CellText.Wrapped(command.Description ?? "", terminal.Out.Profile.Width), "", "Usage:"];
        lines.Add($"  {Usage(command)}");
        AddTable(lines, "Arguments", command.Arguments.Select(argument => (LabelOf(argument), argument.Description ?? "")));
        AddTable(lines, "Options", OptionsOf(command).Select(option => (LabelOf(option), DescriptionOf(option))));
        AddTable(lines, "Commands", command.Subcommands.Select(sub => (LabelOf(sub), FirstSentence(sub.Description ?? ""))));
        lines.ForEach(writer.WriteLine);
    }

    /// <summary>Returns the command with those above it, as it is typed: <c>okr cycle close</c>.</summary>
    public static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{PathOf(parent)} {command.Name}"
        : ProgramName;

    /// <summary>Returns an argument as people write it: <c>GOAL</c>, <c>[GOAL]</c>, <c>PLAN…</c>.</summary>
    public static string LabelOf(Argument argument)
    {
        var name = argument.Name + (argument.Arity.MaximumNumberOfValues > 1 && !argument.Name.Contains('…', StringComparison.Ordinal) ? "…" : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    /// <summary>Returns what stands behind an option: <c>ZONE</c>, <c>csv|json</c>; empty for one that takes nothing.</summary>
    public static string ValueOf(Option option) => option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? ""
        : option.HelpName is { Length: > 0 } name ? name
        : ChoicesOf(option) is { Count: > 0 } choices ? string.Join('|', choices)
        : option.Name.TrimStart('-').ToUpperInvariant();

    /// <summary>Returns the words that an option takes; empty when it takes any.</summary>
    public static IReadOnlyList<string> ChoicesOf(Option option) =>
        option.ValueType == typeof(bool) ? [] : [.. option.GetCompletions(CompletionContext.Empty).Select(choice => choice.Label)];

    private static string Usage(Command command) => string.Join(' ', (string[])
    [
        PathOf(command),
        .. command.Subcommands.Count > 0 ? [command.Action is null ? "COMMAND" : "[COMMAND]"] : Array.Empty<string>(),
        .. command.Arguments.Select(LabelOf),
        .. command.Options.Where(option => option.Required).Select(option => $"{option.Name} {ValueOf(option)}"),
        "[options]",
    ]);

    // The options of the program itself that hold for every command are listed with each.
    private static IEnumerable<Option> OptionsOf(Command command) => command.Options
        .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)))
        .Where(option => !option.Hidden);

    private static string LabelOf(Option option)
    {
        var names = option is HelpOption ? (IEnumerable<string>)["-h", "--help"] : option.Aliases.Append(option.Name).OrderBy(name => name.Length);
        return $"{string.Join(", ", names)} {ValueOf(option)}".TrimEnd();
    }

    private static string DescriptionOf(Option option)
    {
        var description = option switch { HelpOption => "Show this help.", VersionOption => "Show the version.", _ => option.Description ?? "" };
        return option.HasDefaultValue && ValueOf(option).Length > 0 && !description.Contains("by default", StringComparison.Ordinal)
            && DefaultOf(option) is { Length: > 0 } value ? $"{description} By default: {value}." : description;
    }

    /// <summary>Returns the default in words; none for a list, which is empty by default.</summary>
    private static string? DefaultOf(Option option) => option.GetDefaultValue() switch
    {
        string text => text,
        IEnumerable => null,
        var value => value?.ToString(),
    };

    // The others are in the help of the command itself.
    private static string FirstSentence(string description) =>
        description.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? description[..(end + 1)] : description;

    private static string LabelOf(Command command) => string.Join(' ', [command.Name, .. command.Arguments.Select(LabelOf)]);

    private void AddTable(List<string> lines, string heading, IEnumerable<(string Label, string Description)> entries)
    {
        var all = entries.ToList();
        if (all.Count == 0)
        {
            return;
        }

        lines.AddRange(["", heading + ":"]);
        var most = Math.Min(WidestLabel, terminal.Out.Profile.Width / 3);
        var widest = all.Select(entry => entry.Label.Length).Where(length => length <= most).DefaultIfEmpty().Max();
        var beside = Indent + widest + Indent;
        foreach (var (label, description) in all)
        {
            var text = CellText.Wrapped(description, Math.Max(most, terminal.Out.Profile.Width - beside)).ToList();
            var first = new string(' ', Indent) + label;
            if (label.Length > widest)
            {
                lines.Add(first);
                first = "";
            }

            lines.AddRange(text.Select((line, at) => ((at == 0 ? first : "").PadRight(beside) + line).TrimEnd()));
        }
    }
}
