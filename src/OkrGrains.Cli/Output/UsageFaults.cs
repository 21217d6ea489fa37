using System.CommandLine;
using System.CommandLine.Parsing;

namespace OkrGrains.Cli.Output;

/// <summary>Says what is wrong with a command line, in the words of the program, a line for each fault.</summary>
internal static class UsageFaults
{
    /// <summary>The number of letters by which a word may differ from one that was meant.</summary>
    private const int FewLetters = 2;

    /// <summary>Returns the faults; none for a command line that can be run.</summary>
    public static IReadOnlyList<string> Of(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        List<string> faults =
        [
            .. NotOptions(parse),
            .. Surplus(parse, command),
            .. parse.Errors.Select(error => OfValue(error)).OfType<string>(),
            .. Missing(parse, command),
        ];

        // Something that the parser refuses and this class does not know is told in the parser's words.
        return faults.Count == 0 ? [.. parse.Errors.Select(error => error.Message)] : [.. faults.Distinct()];
    }

    // An argument takes any text, a misspelled option too; behind "--" it is meant.
    private static IEnumerable<string> NotOptions(ParseResult parse) => parse.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? [] :
        parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Where(token => LooksLikeOption(token.Value)).Select(token => NoOption(token.Value, parse.CommandResult.Command));

    private static IEnumerable<string> Surplus(ParseResult parse, Command command) => parse.UnmatchedTokens.Select(token =>
    {
        if (LooksLikeOption(token))
        {
            return NoOption(token, command);
        }

        var path = HelpText.PathOf(command);
        if (command.Subcommands.Count > 0)
        {
            return $"'{token}' is no command of {path}{Meant(token, command.Subcommands.Select(sub => sub.Name))}: {path} --help lists them.";
        }

        var takes = command.Arguments.Count == 0 ? "no argument" : string.Join(' ', command.Arguments.Select(HelpText.LabelOf));
        return $"'{token}' is too much: {path} takes {takes}.";
    });

    private static IEnumerable<string> Missing(ParseResult parse, Command command)
    {
        var path = HelpText.PathOf(command);
        if (command.Action is null && command.Subcommands.Count > 0 && parse.UnmatchedTokens.Count == 0)
        {
            yield return command.Parents.Any()
                ? $"{path} needs a command: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}."
                : $"{path} needs a command.";
        }

        foreach (var argument in command.Arguments.Where(argument => TokensOf(parse, argument) < argument.Arity.MinimumNumberOfValues))
        {
            yield return $"{path} needs {HelpText.LabelOf(argument)}.";
        }

        foreach (var option in command.Options.Where(option => option.Required && parse.GetResult(option) is null))
        {
            yield return $"{path} needs {option.Name} {HelpText.ValueOf(option)}.";
        }
    }

    private static int TokensOf(ParseResult parse, Argument argument) => parse.GetResult(argument)?.Tokens.Count ?? 0;

    /// <summary>Says what is wrong with a value; null when the error is about something else, or is told otherwise.</summary>
    private static string? OfValue(ParseError error)
    {
        var result = error.SymbolResult is ArgumentResult { Parent: OptionResult of } ? of : error.SymbolResult;
        switch (result)
        {
            case OptionResult { Option: var option } given when given.Tokens.Count < option.Arity.MinimumNumberOfValues:
                return $"{option.Name} needs {HelpText.ValueOf(option)}.";
            case OptionResult { Option: var option } given when given.Tokens.Count > option.Arity.MaximumNumberOfValues:
                return $"{option.Name} is given more than once.";
            case OptionResult { Option: var option } given when HelpText.ChoicesOf(option) is { Count: > 0 } choices:
                var wrong = given.Tokens.Select(token => token.Value).FirstOrDefault(token => !choices.Contains(token));
                return wrong is null ? error.Message : $"'{wrong}' is nothing that {option.Name} takes: choose from {string.Join(", ", choices)}.";
            case OptionResult:
                return error.Message;
            case ArgumentResult { Tokens.Count: > 0 } argument when !argument.Tokens.Any(token => LooksLikeOption(token.Value)):
                return error.Message;
            default:
                return null;
        }
    }

    private static string NoOption(string token, Command command)
    {
        var path = HelpText.PathOf(command);
        var name = token.Split('=')[0];
        return $"'{name}' is no option of {path}{Meant(name, command.Options.Select(option => option.Name))}: {path} --help lists them.";
    }

    // A lone "-" stands for standard input, and "-5" is a number.
    private static bool LooksLikeOption(string token) => token.Length > 1 && token[0] == '-' && (token[1] == '-' || char.IsAsciiLetter(token[1]));

    private static string Meant(string word, IEnumerable<string> known) =>
        known.Select(one => (one, distance: Distance(word, one))).Where(pair => pair.distance <= FewLetters).OrderBy(pair => pair.distance)
            .Select(pair => $" (did you mean {pair.one}?)").FirstOrDefault() ?? "";

    /// <summary>Returns the number of letters to add, take away, change or swap to make one word of another.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
