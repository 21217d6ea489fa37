using System.CommandLine.Parsing;
using OkrGrains.Host;

namespace OkrGrains.Cli.Local;

/// <summary>Parses the limits of a server on the command line.</summary>
internal static class LimitParsing
{
    public static NamedValue[] Many(ArgumentResult result) =>
        [.. result.Tokens.Select(token => Parse(result, token.Value)).OfType<NamedValue>()];

    private static NamedValue? Parse(ArgumentResult result, string text)
    {
        var parts = text.Split('=', 2);
        try
        {
            var limit = new NamedValue(parts[0].Trim(), parts.ElementAtOrDefault(1)?.Trim() ?? "");
            new ServerOptions().SetLimit(limit.Name, limit.Value);
            return limit;
        }
        catch (ArgumentException failure)
        {
            result.AddError($"'{text}': {failure.Message.Split(" (Parameter")[0]}.");
            return null;
        }
    }
}

/// <summary>A limit that was given as <c>NAME=VALUE</c>.</summary>
internal sealed record NamedValue(string Name, string Value);
