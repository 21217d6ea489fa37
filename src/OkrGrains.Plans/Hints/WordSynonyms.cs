using System.Globalization;
using OkrGrains.Model.Time;

namespace OkrGrains.Plans.Hints;

/// <summary>Answers words that people try as a value with the word that is meant.</summary>
internal static class WordSynonyms
{
    private static readonly (string[] Tried, string[] Meant)[] _all =
    [
        (["avg", "mean", "averageof", "arithmeticmean"], ["average", "weightedAverage"]),
        (["latest", "newest", "current", "recent", "mostrecent", "gauge", "lastvalue"], ["last"]),
        (["total", "add", "cumulative", "sumof"], ["sum"]),
        (["number", "counter", "counts", "events", "cnt"], ["count"]),
        (["minimum", "lowest", "smallest", "least", "worst"], ["min", "minimum"]),
        (["min"], ["minimum"]),
        (["maximum", "highest", "largest", "greatest", "peak", "best"], ["max", "maximum"]),
        (["max"], ["maximum"]),
        (["p50"], ["median"]),
        (["hourly"], ["hour"]),
        (["daily"], ["day"]),
        (["weekly"], ["week"]),
        (["monthly"], ["month"]),
        (["quarterly"], ["quarter"]),
        (["yearly", "annual", "annually"], ["year"]),
        (["commit", "roofshot", "must"], ["committed"]),
        (["aspire", "moonshot", "stretch"], ["aspirational"]),
        (["increase", "increasing", "higher", "ascending", "asc"], ["up"]),
        (["decrease", "decreasing", "lower", "descending", "desc"], ["down"]),
        (["ignore", "skip", "none"], ["exclude"]),
        (["0", "null"], ["zero"]),
        (["objectives", "children"], ["aligned"]),
        (["all"], ["both"]),
        (["lead"], ["leading"]),
        (["lag"], ["lagging"]),
        (["number", "numeric", "metric"], ["quantitative"]),
        (["person", "personal", "employee"], ["individual"]),
        (["org", "organization", "organisation"], ["company"]),
    ];

    /// <summary>Returns the part of the message that says which word is meant, with a colon before it; empty when none is.</summary>
    public static string Hint(string tried, IReadOnlyCollection<string> words)
    {
        if (Meant(tried, words) is { } meant)
        {
            return $": write `{meant}`";
        }

        // A span in place of the word of a period is a rolling window.
        if (words.Contains("month") && Duration.TryParse(tried, out _))
        {
            return $": write `{{rolling: {tried}}}`";
        }

        if (words.Contains("month") && Whole(tried) is { } period)
        {
            return $": write `{{complete: {period}}}`";
        }

        // p95 and the like.
        if (words.Contains("median") && tried is ['p' or 'P', .. var percentile] && percentile.Length <= 6
            && decimal.TryParse(percentile, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
        {
            return $": write `{{percentile: {percentile}}}`";
        }

        return Nearest.To(tried, words) is { } nearest ? $": did you mean `{nearest}`?" : "";
    }

    // lastMonth, previous-week and the like.
    private static string? Whole(string tried)
    {
        var plain = Nearest.Plain(tried);
        var begin = Array.Find(["last", "previous", "prior", "complete", "whole"], word => plain.StartsWith(word, StringComparison.Ordinal));
        return begin is not null && plain[begin.Length..] is "day" or "week" or "month" or "quarter" or "year" ? plain[begin!.Length..] : null;
    }

    /// <summary>Returns the one of the given words that is spelled or meant; null when there is none.</summary>
    public static string? Meant(string tried, IEnumerable<string> words)
    {
        var plain = Nearest.Plain(tried);
        var known = words.ToList();
        return known.Find(word => Nearest.Plain(word) == plain)
            ?? _all.Where(entry => entry.Tried.Contains(plain)).SelectMany(entry => entry.Meant).FirstOrDefault(known.Contains);
    }
}
