using System.Collections.Immutable;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Measures;

/// <summary>Reads the keys of a target, of which exactly one kind may be given (goal-model §4, §5).</summary>
internal static class TargetReader
{
    private static readonly string[] _everywhere = ["target", "atLeast", "atMost", "range", "steps"];
    private static readonly string[] _changes = ["changeBy", "changeByPercent"];

    // Each companion key with the keys that it may stand beside.
    private static readonly (string Key, string[] Beside)[] _companions =
    [
        ("baseline", ["target", .. _changes]),
        ("prorate", ["target", .. _changes]),
        ("fromZero", ["target", .. _changes]),
        ("strict", ["atLeast", "atMost"]),
        ("tolerance", ["range"]),
        ("direction", ["steps"]),
        ("cap", [.. _everywhere, .. _changes]),
    ];

    /// <summary>Returns true if a target is given, right or wrong.</summary>
    public static bool IsGiven(Fields goal) => _everywhere.Any(goal.Has) || _changes.Any(goal.Has);

    /// <summary>Returns the target; null when none is given or it was refused.</summary>
    /// <param name="goal">The keys of the KPI or key result.</param>
    /// <param name="byKpi">True for a key result measured by one KPI, which may capture its baseline and change by an amount.</param>
    public static Target? Read(Fields goal, bool byKpi)
    {
        if (!byKpi)
        {
            RefuseAll(goal, _changes, "it is for key results that are measured by one KPI");
        }

        var kinds = byKpi ? [.. _everywhere, .. _changes] : _everywhere;
        var given = kinds.Where(goal.Has).ToList();
        if (given.Count > 1)
        {
            goal.Faults.Add(goal.Map, FaultReason.TwoTargets, $"only one of {string.Join(", ", given)} can be given");
            TakeAll(goal);
            return null;
        }

        foreach (var (key, beside) in _companions)
        {
            if (!given.Exists(beside.Contains))
            {
                goal.RefuseMeaningless(key, $"it stands beside {string.Join(", ", beside)}");
            }
        }

        var target = given.Count == 0 ? null : Read(goal, given[0], byKpi);
        var cap = goal.Has("cap") && given.Count == 1 ? Scalars.Portion(goal.Take("cap")!, 1, 2, goal.Faults) : null;
        return target is null || cap is null ? target : target with { Cap = cap.Value };
    }

    /// <summary>Refuses every key of a target where none can be given.</summary>
    public static void RefuseAll(Fields goal, string why) =>
        RefuseAll(goal, [.. _everywhere, .. _changes, .. _companions.Select(companion => companion.Key)], why);

    private static Target? Read(Fields goal, string kind, bool byKpi) => kind switch
    {
        "target" => LinearReader.Read(goal, LinearEnd.Target, byKpi),
        "changeBy" => LinearReader.Read(goal, LinearEnd.ChangeBy, byKpi),
        "changeByPercent" => LinearReader.Read(goal, LinearEnd.ChangeByPercent, byKpi),
        "atLeast" => Limit(goal, kind) is var (limit, strict) ? new AtLeastTarget(limit, strict) : null,
        "atMost" => Limit(goal, kind) is var (limit, strict) ? new AtMostTarget(limit, strict) : null,
        "range" => Range(goal),
        _ => Steps(goal),
    };

    private static (Nano Limit, bool Strict)? Limit(Fields goal, string kind)
    {
        var strict = goal.Flag("strict");
        return goal.Number(kind) is { } limit ? (limit, strict) : null;
    }

    private static RangeTarget? Range(Fields goal)
    {
        var tolerance = goal.Number("tolerance") ?? default;
        if (tolerance.Units < 0)
        {
            goal.Faults.Add(goal.Take("tolerance")!, FaultReason.OutOfRange, "must not be negative");
        }

        var node = goal.Take("range")!;
        if (Lists.Pair(node, goal.Faults) is not var (first, second))
        {
            return null;
        }

        var low = Scalars.Number(first, goal.Faults);
        var high = Scalars.Number(second, goal.Faults);
        if (low is null || high is null)
        {
            return null;
        }

        if (low.Value.Units > high.Value.Units)
        {
            goal.Faults.Add(node, FaultReason.OutOfRange, "the first must not be above the second");
        }

        return new RangeTarget(low.Value, high.Value, tolerance);
    }

    private static StepsTarget? Steps(Fields goal)
    {
        var down = goal.Word("direction", TargetWords.Directions) == true;
        if (Lists.OneOrMore(goal.Take("steps")!, goal.Faults) is not { } items)
        {
            return null;
        }

        var steps = ImmutableArray.CreateBuilder<Step>(items.Count);
        foreach (var item in items)
        {
            if (Lists.Pair(item, goal.Faults) is var (at, worth))
            {
                steps.Add(new Step(Scalars.Number(at, goal.Faults) ?? default, Scalars.Portion(worth, 0, 1, goal.Faults) ?? default));
            }
        }

        return new StepsTarget(steps.ToImmutable(), down);
    }

    private static void RefuseAll(Fields goal, string[] keys, string why)
    {
        foreach (var key in keys)
        {
            goal.RefuseMeaningless(key, why);
        }
    }

    /// <summary>Marks every key of a target as known without reading it, where another fault hides its meaning.</summary>
    public static void TakeAll(Fields goal)
    {
        foreach (var key in _everywhere.Concat(_changes).Concat(_companions.Select(companion => companion.Key)))
        {
            goal.Take(key);
        }
    }
}
