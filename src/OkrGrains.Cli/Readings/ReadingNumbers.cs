using System.CommandLine.Parsing;
using System.Globalization;

namespace OkrGrains.Cli.Readings;

/// <summary>Parses and formats the values of readings, with every digit of the double.</summary>
internal static class ReadingNumbers
{
    private const NumberStyles Form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static double Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;

        // .NET parses NaN and Infinity whatever the style; a digit tells real numbers from them.
        if (double.TryParse(text, Form, CultureInfo.InvariantCulture, out var value) && text.Any(char.IsAsciiDigit))
        {
            return value;
        }

        result.AddError($"'{text}' is no number.");
        return 0;
    }
}
