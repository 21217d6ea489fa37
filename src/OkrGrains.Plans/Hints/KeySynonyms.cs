using OkrGrains.Plans.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Hints;

/// <summary>Answers keys that people try, out of habit or from other tools, with the key that is meant.</summary>
internal static class KeySynonyms
{
    // The keys that were tried, in the plain form of Nearest.Plain, and the keys that may be meant: the first that is allowed counts.
    private static readonly (string[] Tried, string[] Meant)[] _keys =
    [
        (["name", "label", "heading", "objectivename", "goalname", "displayname"], ["title", "id"]),
        (["key", "slug", "identifier"], ["id"]),
        (["desc", "summary", "details", "notes", "comment", "comments"], ["description"]),
        (["owners", "responsible", "assignee", "lead", "user", "accountable", "team", "ownedby"], ["owner"]),
        (["why", "reason", "motivation"], ["rationale"]),
        (["how", "initiatives", "tasks", "activities", "action", "todo"], ["actions"]),
        (["tag", "labels", "categories"], ["tags"]),
        (["importance", "weighting", "share", "factor"], ["weight"]),
        (["interval", "cadence", "checkin", "checkins", "reviewevery"], ["review", "window"]),
        (["metric", "indicator", "measuredby", "source"], ["kpi", "kpis"]),
        (["kpi", "metrics", "indicators", "measures"], ["kpis", "kpi"]),
        (["objective", "goal", "goals", "okr", "okrs"], ["objectives"]),
        (["keyresult", "keyresults", "krs", "kr", "results", "outcomes"], ["keyResults"]),
        (["quarter", "period", "timeframe", "sprint", "iteration", "duration"], ["cycle", "cycles", "window"]),
        (["quarters", "periods"], ["cycles"]),
        (["timezone", "tz", "zone"], ["timeZone"]),
        (["thresholds", "rag", "policies"], ["policy"]),
        (["units", "unitofmeasure", "uom", "currency", "measuredin"], ["unit"]),
        (["aggregate", "agg", "function", "reduce", "method"], ["aggregation", "rollup"]),
        (["frequency", "granularity", "timewindow", "per", "every", "bucket"], ["window", "review"]),
        (["calculation", "expression", "calc", "computed", "equation", "derived"], ["formula"]),
        (["aspercent", "percentage", "inpercent"], ["percent"]),
        (["goalvalue", "targetvalue", "targets", "to", "aim", "value", "endvalue", "desired"], ["target", "progress"]),
        (["base", "startvalue", "initial", "initialvalue", "startingpoint", "current", "currentvalue"], ["baseline"]),
        (["min", "minimum", "gte", "morethan", "greaterthan", "above", "over", "floor"], ["atLeast"]),
        (["max", "maximum", "lte", "lessthan", "below", "under", "ceiling", "limit"], ["atMost"]),
        (["between", "band", "corridor"], ["range"]),
        (["stale", "maxage", "outdatedafter", "expectedevery"], ["staleAfter"]),
        (["ambition", "stretch", "confidencelevel"], ["commitment"]),
        (["level", "layer", "horizon"], ["tier", "scope"]),
        (["aggregationof", "scoring", "rollupmethod", "combine"], ["rollup"]),
        (["until", "finish", "deadline", "due", "duedate", "enddate", "stop"], ["end"]),
        (["from", "begin", "startdate", "begins"], ["start"]),
        (["due", "day", "on", "by", "at"], ["date"]),
        (["expected", "share", "percent"], ["progress"]),
        (["median", "percentile", "quantile"], ["aggregation"]),
        (["lastday", "thru", "to", "endinclusive", "inclusive"], ["through"]),
        (["prorated", "prorata", "proportional", "proportionally", "partial"], ["prorate"]),
        (["zero", "startatzero", "fromnothing"], ["fromZero"]),
        (["completed", "last", "previous", "closed"], ["complete"]),
    ];

    private static readonly (string Key, string[] Words)[] _words =
    [
        ("signal", ["leading", "lagging", "input"]),
        ("nature", ["quantitative", "qualitative"]),
        ("kind", [.. ObjectiveWords.Kinds]),
        ("tier", [.. ObjectiveWords.Tiers]),
        ("commitment", ["committed", "aspirational"]),
        ("aggregation", ["last", "sum", "count", "average", "min", "max", "median"]),
        ("scope", ["company", "department", "team", "position", "individual"]),
    ];

    private static readonly Dictionary<string, string[]> _meant = _keys.SelectMany(entry => entry.Tried, (entry, tried) => (tried, entry.Meant))
        .GroupBy(entry => entry.tried, entry => entry.Meant)
        .ToDictionary(entry => entry.Key, entry => entry.SelectMany(meant => meant).Distinct().ToArray(), StringComparer.Ordinal);

    /// <summary>Returns the part of the message that says what is meant; null when the key is no known synonym.</summary>
    public static string? Hint(PlanNode value, KeyNotes notes)
    {
        var tried = Nearest.Plain(value.Key!);
        var text = (value as ScalarNode)?.Text ?? "";
        var allowed = notes.Allowed.ToHashSet(StringComparer.Ordinal);
        if (allowed.FirstOrDefault(key => Nearest.Plain(key) == tried) is { } spelled)
        {
            return $"write `{spelled}`";
        }

        return OfShape(tried, text, allowed) ?? OfWord(tried, text, allowed) ?? OfMeaning(tried, allowed);
    }

    // What is said with another shape, not only with another key.
    private static string? OfShape(string tried, string text, HashSet<string> allowed) => tried switch
    {
        "parent" or "aligned" or "alignedto" or "alignswith" or "supports" or "contributesto" or "under" or "parentobjective" or "parentid"
            when allowed.Contains("parents") => $"write `parents: [{{objective: {(Ids.IsId(text) ? text : "ID")}}}]`",
        "children" or "subobjectives" or "subgoals" when allowed.Contains("parents") =>
            "an objective that counts under this one names it in its own `parents`",
        "increaseby" or "increase" or "growby" or "raiseby" or "change" => Change(text, sign: "", allowed),
        "decreaseby" or "decrease" or "reduceby" or "reduce" or "cutby" or "lowerby" => Change(text, sign: "-", allowed),
        "start" or "end" or "startdate" or "enddate" or "due" or "duedate" or "deadline" or "until"
            when allowed.Contains("cycle") && !allowed.Contains("cycles") => "dates stand in `cycles`; an objective names one with `cycle`",
        "start" or "end" or "due" or "duedate" or "deadline" when allowed.Contains("milestones") => "a key result has the cycle of its objective",
        "title" when allowed.Contains("closeAfter") => "a cycle has no title, its `id` names it",
        "status" or "score" or "progress" or "health" or "grade" or "confidence" when allowed.Contains("title") =>
            "it is not written but computed, or said in a check-in",
        _ => null,
    };

    private static string Change(string text, string sign, HashSet<string> allowed)
    {
        var key = text.TrimEnd().EndsWith('%') ? "changeByPercent" : "changeBy";
        var amount = NumberHints.Digits(text) is { } digits ? sign + digits.TrimStart('-') : "X";
        return allowed.Contains(key)
            ? $"write `baseline: captured` and `{key}: {amount}`"
            : $"a change stands in a key result, as `kpi: ID`, `baseline: captured` and `{key}: {amount}`";
    }

    // `type: lagging` can only mean one key.
    private static string? OfWord(string tried, string text, HashSet<string> allowed)
    {
        if (tried is not ("type" or "kind" or "category" or "class" or "sort"))
        {
            return null;
        }

        var word = WordSynonyms.Meant(text, _words.SelectMany(entry => entry.Words)) ?? text;
        var keys = _words.Select(entry => entry.Key).Where(allowed.Contains).ToList();
        var key = _words.FirstOrDefault(entry => allowed.Contains(entry.Key) && entry.Words.Contains(word)).Key;
        return key is not null ? $"write `{key}: {word}`"
            : keys.Count > 0 ? $"one of {string.Join(", ", keys)} may be meant"
            : null;
    }

    private static string? OfMeaning(string tried, HashSet<string> allowed) =>
        _meant.TryGetValue(tried, out var meant) && Array.Find(meant, allowed.Contains) is { } key ? $"write `{key}`" : null;
}
