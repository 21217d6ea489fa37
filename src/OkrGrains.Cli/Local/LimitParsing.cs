using System.CommandLine.Parsing;
using OkrGrains.Host;

namespace OkrGrains.Cli.Local;

/// <summary>Parses the limits of a server on the command line.</summary>
internal static class LimitParsing
{
    /// <summary>
    /// Parses limits. Adds an error for each that does not exist or cannot have its value, and for limits that do not go together.
    /// </summary>
    public static NamedValue[] Many(ArgumentResult result)
    {
        var options = new ServerOptions();
        var limits = new Dictionary<string, NamedValue>(StringComparer.OrdinalIgnoreCase);
        var good = true;
        foreach (var token in result.Tokens)
        {
            var parts = token.Value.Split('=', 2);
            var limit = new NamedValue(parts[0], parts.ElementAtOrDefault(1) ?? "");
            if (Fault(options, limit) is { } fault)
            {
                result.AddError($"'{token.Value}': {fault}.");
                good = false;
            }
            else if (!limits.TryAdd(limit.Name, limit))
            {
                result.AddError($"'{token.Value}': {limit.Name} is given twice.");
                good = false;
            }
        }

        if (good && options.LimitFault() is { } together)
        {
            result.AddError($"--limit: {together}.");
        }

        return [.. limits.Values];
    }

    private static string? Fault(ServerOptions options, NamedValue limit)
    {
        try
        {
            options.SetLimit(limit.Name, limit.Value);
            return null;
        }
        catch (ArgumentException failure)
        {
            return failure.Message.Split(" (Parameter")[0];
        }
    }
}

/// <summary>A limit that was given as <c>NAME=VALUE</c>.</summary>
internal sealed record NamedValue(string Name, string Value);
