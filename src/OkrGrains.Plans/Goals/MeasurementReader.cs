using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Windows;
using OkrGrains.Plans.Links;
using OkrGrains.Plans.Measures;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>Reads the one way in which a key result is measured (goal-model §5).</summary>
internal static class MeasurementReader
{
    private static readonly string[] _ways = ["kpi", "kpis", "measure"];
    private static readonly AlignedMeasurement _refused = new(RollUpKind.WeightedAverage, NoDataRule.Zero);

    public static Measurement Read(Fields keyResult, GoalCycle cycle, IdIndex<KpiEntry>? kpis)
    {
        var given = _ways.Where(keyResult.Has).ToList();
        if (given.Count > 1)
        {
            keyResult.Faults.Add(keyResult.Map, FaultReason.MeasuredTwoWays, $"only one of {string.Join(", ", given)} can be given");
            TakeAll(keyResult);
            return _refused;
        }

        return given.FirstOrDefault() switch
        {
            "kpi" => ByKpi(keyResult, cycle, kpis),
            "kpis" => ByKpis(keyResult, kpis),
            "measure" => ByReadings(keyResult),
            _ => ByAligned(keyResult),
        };
    }

    private static KpiMeasurement ByKpi(Fields keyResult, GoalCycle cycle, IdIndex<KpiEntry>? kpis)
    {
        RefuseRollUp(keyResult, "rollup", "noData");
        var target = TargetReader.Read(keyResult, byKpi: true);
        var kpi = KpiReference.Read(keyResult.Take("kpi")!, kpis, !TargetReader.IsGiven(keyResult), keyResult.Faults);
        if (cycle.IsNone && keyResult.Take("baseline") is ScalarNode { Text: TargetWords.Captured } baseline)
        {
            keyResult.Faults.Add(baseline, FaultReason.NoCycle, "a baseline is captured when a cycle starts, and the objective has none");
        }

        if (kpis is not null && kpis.TryFind(kpi, out var read))
        {
            ProrateRules.Check(keyResult, target, read.Definition.Measure);
        }

        return new KpiMeasurement(kpi, target);
    }

    private static KpisMeasurement ByKpis(Fields keyResult, IdIndex<KpiEntry>? kpis)
    {
        RefuseRollUp(keyResult, "rollup");
        TargetReader.RefuseAll(keyResult, "each of the KPIs is scored against its own target");
        var weighted = ImmutableArray.CreateBuilder<WeightedKpi>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var items = Lists.OneOrMore(keyResult.Take("kpis")!, keyResult.Faults) ?? [];
        if (items.Count > FormulaRules.MostOfGoal)
        {
            keyResult.Faults.Add(
                items[FormulaRules.MostOfGoal], FaultReason.TooManyOperands, $"a key result can have {FormulaRules.MostOfGoal} KPIs");
        }

        foreach (var item in items)
        {
            if (Fields.Of(item, keyResult.Faults) is { } fields)
            {
                weighted.Add(Weighted(fields, kpis, seen));
            }
        }

        return new KpisMeasurement(weighted.ToImmutable(), keyResult.Word("noData", RollUpWords.NoData) ?? NoDataRule.Zero);
    }

    private static WeightedKpi Weighted(Fields fields, IdIndex<KpiEntry>? kpis, HashSet<string> seen)
    {
        var node = fields.Require("kpi");
        var kpi = node is null ? "" : KpiReference.Read(node, kpis, needsTarget: true, fields.Faults);
        if (kpi.Length > 0 && !seen.Add(kpi))
        {
            fields.Faults.Add(node!, FaultReason.DuplicateReference, $"`{kpi}` is given twice");
        }

        var weight = fields.Weight();
        fields.RefuseUnknown();
        return new WeightedKpi(kpi, weight);
    }

    private static Measurement ByReadings(Fields keyResult)
    {
        RefuseRollUp(keyResult, "rollup", "noData");
        var measure = Fields.Of(keyResult.Take("measure")!, keyResult.Faults) is { } fields
            ? MeasureReader.OfKeyResult(fields)
            : new Measure { Window = new CycleWindow() };
        if (!TargetReader.IsGiven(keyResult))
        {
            keyResult.Faults.AddMissing(keyResult.Map, "target", "a measured key result needs a target");
        }

        var target = TargetReader.Read(keyResult, byKpi: false);
        ProrateRules.Check(keyResult, target, measure);
        return target is not null ? new ReadingsMeasurement(measure, target) : _refused;
    }

    private static AlignedMeasurement ByAligned(Fields keyResult)
    {
        TargetReader.RefuseAll(keyResult, "it stands beside `kpi` or `measure`");
        return new AlignedMeasurement(
            keyResult.Word("rollup", RollUpWords.Kinds) ?? RollUpKind.WeightedAverage,
            keyResult.Word("noData", RollUpWords.NoData) ?? NoDataRule.Zero);
    }

    private static void RefuseRollUp(Fields keyResult, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            keyResult.RefuseMeaningless(key, "nothing is rolled up that way");
        }
    }

    private static void TakeAll(Fields keyResult)
    {
        TargetReader.TakeAll(keyResult);
        foreach (var key in _ways)
        {
            keyResult.Take(key);
        }

        keyResult.Take("rollup");
        keyResult.Take("noData");
    }
}
