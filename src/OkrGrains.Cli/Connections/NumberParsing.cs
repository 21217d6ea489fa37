using System.CommandLine.Parsing;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Cli.Connections;

/// <summary>
/// Parses numbers on the command line, in the one form that readings files have too. The command line's own parser would read <c>1,5</c>
/// as 15, since it allows thousands separators.
/// </summary>
internal static class NumberParsing
{
    /// <summary>Parses the value of a reading. The server says whether it is in range.</summary>
    public static double Reading(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!PlainNumber.TryParse(text, out double value))
        {
            result.AddError($"'{text}' is no number, such as 1500.25 or -2e3.");
        }

        return value;
    }

    /// <summary>Parses the value of a reading that may be left out.</summary>
    public static double? OptionalReading(ArgumentResult result) => Reading(result);

    /// <summary>Parses a whole number of 0 or more.</summary>
    public static long Whole(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!PlainNumber.TryParseWhole(text, out var number))
        {
            result.AddError($"'{text}' is no whole number from 0 to {long.MaxValue}.");
        }

        return number;
    }

    /// <summary>Parses a whole number of 0 or more that may be left out.</summary>
    public static long? OptionalWhole(ArgumentResult result) => Whole(result);
}
