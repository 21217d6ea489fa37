using System.Collections.Immutable;
using OkrGrains.Model.Formulas;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Measures;

/// <summary>Reads the formula of a derived KPI (goal-model §3).</summary>
internal static class FormulaReader
{
    private static readonly string[] _kinds = ["sum", "difference", "product", "ratio", "growth"];

    /// <summary>Reads <c>formula</c> and the <c>percent</c> beside it; null when there is no formula or it was refused.</summary>
    public static Formula? Read(Fields kpi, List<Operand> operands)
    {
        if (kpi.Take("formula") is not { } node)
        {
            kpi.RefuseMeaningless("percent", "it stands beside a formula");
            return null;
        }

        var percent = kpi.Flag("percent");
        if (Fields.Of(node, kpi.Faults) is not { } formula)
        {
            return null;
        }

        var kind = KindOf(formula);
        if (kind is "sum" or "difference" or "product")
        {
            kpi.RefuseMeaningless("percent", "only ratio and growth have a percentage");
        }

        return kind is null ? null : Read(kind, formula.Take(kind)!, percent, new OperandList(operands, kpi.Faults));
    }

    private static string? KindOf(Fields formula)
    {
        var given = _kinds.Where(formula.Has).ToList();
        foreach (var kind in given)
        {
            formula.Take(kind);
        }

        formula.RefuseUnknown();
        if (given.Count == 1)
        {
            return given[0];
        }

        var choice = string.Join(", ", _kinds);
        var (reason, message) = given.Count == 0
            ? (FaultReason.MissingKey, $"one of {choice} is missing")
            : (FaultReason.TwoFormulas, $"only one of {choice} can be given");
        formula.Faults.Add(formula.Map, reason, message);
        return null;
    }

    private static Formula? Read(string kind, PlanNode node, bool percent, OperandList operands)
    {
        if (kind == "sum")
        {
            return Sum(node, operands);
        }

        if (kind == "growth")
        {
            return operands.Read(node, isGrowth: true) is { } kpi ? new GrowthFormula(kpi, percent) : null;
        }

        if (Lists.Pair(node, operands.Faults) is not { } pair)
        {
            return null;
        }

        var left = operands.Read(pair.First, isGrowth: false);
        var right = operands.Read(pair.Second, isGrowth: false);
        return (left, right, kind) switch
        {
            (null, _, _) or (_, null, _) => null,
            (_, _, "difference") => new DifferenceFormula(left, right),
            (_, _, "product") => new ProductFormula(left, right),
            _ => new RatioFormula(left, right, percent),
        };
    }

    private static SumFormula? Sum(PlanNode node, OperandList operands)
    {
        if (Lists.OneOrMore(node, operands.Faults) is not { } items)
        {
            return null;
        }

        var kpis = ImmutableArray.CreateBuilder<string>(items.Count);
        foreach (var item in items)
        {
            kpis.Add(operands.Read(item, isGrowth: false) ?? "");
        }

        return new SumFormula(kpis.MoveToImmutable());
    }
}
