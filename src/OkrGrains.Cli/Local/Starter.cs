using System.Globalization;
using System.Text;

namespace OkrGrains.Cli.Local;

/// <summary>A first plan with readings, whose cycle began four weeks ago, so that there is something to see at once.</summary>
internal static class Starter
{
    private const int DaysOfCycle = 13 * 7;
    private const int DaysSinceStart = 28;
    private const int DaysBefore = 7;

    /// <summary>Returns the plan for somebody who starts at the given time.</summary>
    public static string Plan(DateTimeOffset now)
    {
        using var stream = typeof(Starter).Assembly.GetManifestResourceStream("starter.yaml")!;
        using var text = new StreamReader(stream, Encoding.UTF8);
        var start = StartOf(now);
        return text.ReadToEnd()
            .Replace("$START", Date(start), StringComparison.Ordinal)
            .Replace("$MIDDLE", Date(start.AddDays(DaysOfCycle / 2)), StringComparison.Ordinal)
            .Replace("$END", Date(EndOf(start)), StringComparison.Ordinal);
    }

    /// <summary>Returns the readings of the plan, from a week before its cycle up to yesterday.</summary>
    public static string Readings(DateTimeOffset now)
    {
        var csv = new StringBuilder("goal,time,value\n");
        var start = StartOf(now);
        var today = DateOnly.FromDateTime(now.UtcDateTime).DayNumber - start.DayNumber;
        for (var day = -DaysBefore; day < today; day++)
        {
            var time = Date(start.AddDays(day)) + "T12:00:00Z";
            foreach (var (goal, value) in OfDay(day))
            {
                csv.Append(CultureInfo.InvariantCulture, $"{goal},{time},{value}\n");
            }
        }

        return csv.ToString();
    }

    // Made up, but not by chance: a shop that gets better from week to week.
    private static IEnumerable<(string Goal, decimal Value)> OfDay(int day)
    {
        yield return ("kpis/support-calls", 20 - (Math.Max(day, 0) / 5));
        yield return ("kpis/visits", 300 + (7 * (day % 7)));
        yield return ("kpis/orders", 9 + (Math.Max(day, 0) / 6));
        yield return ("kpis/answer-hours", 30 - (Math.Max(day, 0) * 0.35m));
        yield return ("kpis/load", 62 + (4 * (day % 3)));
        if (day % 7 == 0)
        {
            yield return ("kpis/paying-customers", 100 + (Math.Max(day, 0) * 4 / 10));
            yield return ("kpis/mood", day < 21 ? 3.5m : 4.1m);
        }

        if (day >= 0)
        {
            yield return ("keyResults/crashes-1", 2 - (day * 0.05m));
            if (day % 9 == 4)
            {
                yield return ("keyResults/guides-8", 1);
                yield return ("keyResults/screens-12", 1 + (day / 9));
                yield return ("keyResults/testers-50", 6);
            }
        }
    }

    // A Monday, so that weeks and the cycle begin together.
    private static DateOnly StartOf(DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-DaysSinceStart);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }

    // An end on the last day of a month looks as if that day still counted.
    private static DateOnly EndOf(DateOnly start)
    {
        var end = start.AddDays(DaysOfCycle);
        return end.AddDays(1).Day == 1 ? end.AddDays(7) : end;
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
