using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Advice;

/// <summary>All rules of advice.</summary>
public static class AdviceRules
{
    /// <summary>The most pieces of advice that are listed for a plan.</summary>
    public const int Limit = 1_000;

    private static readonly ImmutableArray<IAdviceRule> _all =
    [
        new UnknownAdvice(),
        new EndIsLastDay(),
        new KpiWithoutTarget(),
        new NoOwner(),
        new ObjectiveWithoutCycle(),
        new KeyResultCount(),
        new NothingRollsUp(),
        new FewKpis(),
        new WeightsAllZero(),
        new CommittedUnderAspirational(),
        new TitleWithoutNumber(),
        new KeyResultFedByNothing(),
        new QualitativeWithoutReview(),
        new CycleEndsBeforeWindow(),
        new RunningSum(),
    ];

    /// <summary>The codes of all rules.</summary>
    public static ImmutableArray<string> Codes { get; } = [.. _all.Select(rule => rule.Code)];

    internal static ImmutableArray<IAdviceRule> All => _all;

    /// <summary>Returns the advice on the given files in the order of their texts, without what each of them silences.</summary>
    internal static ImmutableArray<PlanAdvice> On(Plan plan, ImmutableArray<PlanNode> roots)
    {
        var advised = new AdvisedPlan(plan);
        var files = roots.ToDictionary(root => root.Origin!.Part!, StringComparer.Ordinal);
        return
        [
            .. _all.SelectMany(rule => rule.Find(advised)
                    .Where(found => files.ContainsKey(found.At.Part) && !advised.LintOff(found.At.Part).Contains(rule.Code))
                    .Select(found => Advice(files[found.At.Part], rule.Code, found)))
                .OrderBy(advice => advice.File)
                .ThenBy(advice => advice.Line)
                .ThenBy(advice => advice.Column)
                .Take(Limit),
        ];
    }

    private static PlanAdvice Advice(PlanNode root, string code, AdviceAt found)
    {
        var (line, column) = NodePlace.PositionOf(root, found.At.Path);
        var origin = root.Origin!;
        return new PlanAdvice(origin.Place(found.At.Path), line, column, code, found.Message) { File = origin.File };
    }
}
