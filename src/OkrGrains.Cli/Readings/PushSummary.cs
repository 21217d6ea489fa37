using System.Globalization;
using OkrGrains.Cli.Drawing;
using OkrGrains.Client.Readings;

namespace OkrGrains.Cli.Readings;

/// <summary>Formats the summary of a push, once its readings count in every goal.</summary>
internal static class PushSummary
{
    public static string Of(ProducerCounts counts, long refused, TimeSpan elapsed)
    {
        var sent = counts.Acknowledged - counts.AlreadyHeld;
        var rate = elapsed > TimeSpan.Zero ? sent / elapsed.TotalSeconds : 0;
        var held = counts.AlreadyHeld > 0 ? string.Create(CultureInfo.InvariantCulture, $", {counts.AlreadyHeld:#,0} held before") : "";
        var bad = refused > 0 ? $", {Numerals.Count(refused, "line")} refused" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{Numerals.Count(sent, "reading")} in {elapsed.TotalSeconds:0.00} s ({rate:#,0}/s), counted{held}{bad}");
    }
}
