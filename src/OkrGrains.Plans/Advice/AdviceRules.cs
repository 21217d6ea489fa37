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

    /// <summary>Returns the advice on a plan in the order of its text, without what the plan silences.</summary>
    internal static ImmutableArray<PlanAdvice> On(Plan plan, PlanNode root)
    {
        var advised = new AdvisedPlan(plan);
        return
        [
            .. _all.Where(rule => !plan.Settings.LintOff.Contains(rule.Code))
                .SelectMany(rule => rule.Find(advised).Select(found => At(root, rule.Code, found)))
                .OrderBy(advice => advice.Line)
                .ThenBy(advice => advice.Column)
                .Take(Limit),
        ];
    }

    private static PlanAdvice At(PlanNode root, string code, AdviceAt found)
    {
        var (line, column) = NodePlace.PositionOf(root, found.Place);
        return new PlanAdvice(found.Place, line, column, code, found.Message);
    }
}
