using System.Globalization;
using OkrGrains.Cli.Drawing;

namespace OkrGrains.Cli.Readings;

/// <summary>Formats the summary of a push, once its readings count in every goal.</summary>
internal static class PushSummary
{
    public static string Of(FilePush push, RefusedLines refused, TimeSpan elapsed)
    {
        var counts = push.Counts;
        var sent = counts.Acknowledged - counts.AlreadyHeld - push.Rejected;
        var rate = elapsed > TimeSpan.Zero ? sent / elapsed.TotalSeconds : 0;
        var held = counts.AlreadyHeld > 0 ? string.Create(CultureInfo.InvariantCulture, $", {counts.AlreadyHeld:#,0} held before") : "";
        var speed = string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.00} s ({rate:#,0}/s)");
        return $"{Numerals.Count(sent, "reading")} in {speed}, counted{held}{refused.Summary}";
    }
}
