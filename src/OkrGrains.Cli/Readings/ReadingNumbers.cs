using System.Globalization;

namespace OkrGrains.Cli.Readings;

/// <summary>Formats the values of readings, with every digit of the double.</summary>
internal static class ReadingNumbers
{
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
