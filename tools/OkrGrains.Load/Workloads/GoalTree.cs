using System.Text;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;

namespace OkrGrains.Load.Workloads;

/// <summary>
/// A regular tree: KPIs that sum all their readings, key results that average the same number of KPIs each, and levels of objectives.
/// </summary>
/// <param name="Kpis">The number of KPIs.</param>
/// <param name="KeyResults">The number of key results, which must divide the number of KPIs.</param>
/// <param name="Objectives">The numbers of objectives on each level, from the level above the key results up to the root.</param>
internal sealed record GoalTree(int Kpis, int KeyResults, IReadOnlyList<int> Objectives)
{
    public const string Workspace = "bench";

    /// <summary>The target of each KPI. Random readings never reach it, so each of them changes the score of the root.</summary>
    public const long Target = 1_000_000_000;

    public string Root => $"workspaces/{Workspace}/objectives/o{Objectives.Count - 1}-0";

    public int Goals => Kpis + KeyResults + Objectives.Sum();

    public IEnumerable<string> KpiIds => Enumerable.Range(0, Kpis).Select(KpiId);

    public static string KpiId(int index) => $"k{index}";

    /// <summary>Returns a tree in which each goal has ten children, up to the root.</summary>
    /// <param name="kpis">The number of KPIs: a power of ten, 100 or more.</param>
    public static GoalTree OfTens(int kpis)
    {
        var objectives = new List<int>();
        for (var level = kpis / 100; level > 0; level /= 10)
        {
            objectives.Add(level);
        }

        return new(kpis, kpis / 10, objectives);
    }

    public string ToPlan(string workspace = Workspace)
    {
        var plan = new StringBuilder($$"""{"workspace":"{{workspace}}","kpis":[""");
        plan.AppendJoin(',', Enumerable.Range(0, Kpis).Select(kpi =>
            $$"""{"id":"{{KpiId(kpi)}}","aggregation":"sum","target":{{Target}}}"""));
        plan.Append("""],"objectives":[""");
        plan.AppendJoin(',', Enumerable.Range(0, Objectives.Count).SelectMany(level =>
            Enumerable.Range(0, Objectives[level]).Select(index => Objective(level, index))));
        return plan.Append("]}").ToString();
    }

    /// <summary>Returns the score of the root for given sums of the KPIs, by the rules of goal-model §4 to §6.</summary>
    public Portion RootScore(ReadOnlySpan<Int128> sums)
    {
        var target = new LinearTarget(Nano.Zero, LinearEnd.Target, new Nano((Int128)Target * Nano.UnitsPerOne));
        var scores = new Portion[Kpis];
        for (var kpi = 0; kpi < Kpis; kpi++)
        {
            scores[kpi] = target.Score(new Nano(sums[kpi])).Score;
        }

        scores = Averages(scores, KeyResults);
        return Objectives.Aggregate(scores, Averages)[0];
    }

    private static Portion[] Averages(Portion[] below, int parents)
    {
        var above = new Portion[parents];
        var share = below.Length / parents;
        for (var parent = 0; parent < parents; parent++)
        {
            var total = default(RollUp);
            foreach (var score in below.AsSpan(parent * share, share))
            {
                total = total.Add(Weight.One, score, Portion.One);
            }

            above[parent] = total.Finish(RollUpKind.WeightedAverage, NoDataRule.Zero).Score;
        }

        return above;
    }

    private string Objective(int level, int index)
    {
        var parents = level + 1 < Objectives.Count
            ? $$""","parents":[{"objective":"o{{level + 1}}-{{index / (Objectives[level] / Objectives[level + 1])}}"}]"""
            : "";
        return $$"""{"id":"o{{level}}-{{index}}"{{parents}}{{(level == 0 ? KeyResultsOf(index) : "")}}}""";
    }

    private string KeyResultsOf(int objective)
    {
        var share = KeyResults / Objectives[0];
        var keyResults = Enumerable.Range(objective * share, share)
            .Select(keyResult => $$"""{"id":"r{{keyResult}}","kpis":[{{KpisOf(keyResult)}}]}""");
        return $$""","keyResults":[{{string.Join(',', keyResults)}}]""";
    }

    private string KpisOf(int keyResult)
    {
        var share = Kpis / KeyResults;
        return string.Join(',', Enumerable.Range(keyResult * share, share).Select(kpi => $$"""{"kpi":"{{KpiId(kpi)}}"}"""));
    }
}
