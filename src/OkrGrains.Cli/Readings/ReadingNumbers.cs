using System.CommandLine.Parsing;
using System.Globalization;

namespace OkrGrains.Cli.Readings;

/// <summary>The values of readings, as they are typed and shown: every digit that the double has.</summary>
internal static class ReadingNumbers
{
    private const NumberStyles Form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static double Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;

        // NaN and Infinity are numbers to .NET whatever the style.
        if (double.TryParse(text, Form, CultureInfo.InvariantCulture, out var value) && text.Any(char.IsAsciiDigit))
        {
            return value;
        }

        result.AddError($"'{text}' is no number.");
        return 0;
    }
}
